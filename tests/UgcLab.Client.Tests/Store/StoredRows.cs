namespace UgcLab.Client.Tests.Store;

/// <summary>Puts rows of a batch into a state, by the transactions that a run would make.</summary>
internal static class StoredRows
{
    private static int s_accounts;

    /// <summary>An account of its own: one request in flight does not hold up another.</summary>
    public static StoreAccount NewAccount() => new($"account{Interlocked.Increment(ref s_accounts)}", "https://api.ugclab.app/api/v1/");

    /// <summary>Asks the gate for a row.</summary>
    public static Task<GateAnswer> AskAsync(OpenBatch batch, BatchRow row, string purchase, int generation = 1, StoreAccount? account = null)
    {
        RowRecord record = PurchaseRecording.Row(row.Key, row.Purchase, batch.BaseUri);
        return batch.Store.BeginAttemptAsync(
            new AttemptRequest
            {
                Purchase = purchase,
                Attempt = 1,
                Account = account ?? NewAccount(),
                Limits = UgcLimits.None,
                Timeout = TimeSpan.FromMinutes(3),
                Request = record.Request,
                Row = new RowAttempt(batch.Id!.Value, record, generation, null),
            },
            default);
    }

    /// <summary>A row is being sent. Returns the purchase.</summary>
    public static async Task<string> SendAsync(OpenBatch batch, BatchRow row, int generation = 1)
    {
        string purchase = Guid.NewGuid().ToString("N");
        Assert.IsType<GateAnswer.Allowed>(await AskAsync(batch, row, purchase, generation));
        return purchase;
    }

    /// <summary>A row was accepted, with these jobs.</summary>
    public static async Task AcceptAsync(OpenBatch batch, BatchRow row, int generation, params JobRecord[] jobs) =>
        await batch.Store.EndAttemptAsync(await SendAsync(batch, row, generation), new AttemptOutcome { State = UgcPurchaseState.Accepted, Jobs = jobs });

    /// <summary>A row ended without a job. Returns the purchase.</summary>
    public static async Task<string> EndAsync(OpenBatch batch, BatchRow row, UgcPurchaseState state, UgcLabErrorKind refusal, int generation = 1)
    {
        string purchase = await SendAsync(batch, row, generation);
        await batch.Store.EndAttemptAsync(purchase, new AttemptOutcome { State = state, Refusal = refusal.ToString(), Message = "So it ended." });
        return purchase;
    }

    /// <summary>A row stands where it is wanted.</summary>
    public static async Task PutAsync(OpenBatch batch, BatchRow row, UgcRowState state)
    {
        switch (state)
        {
            case UgcRowState.NotSent:
                await batch.PlanAsync([row]);
                break;
            case UgcRowState.Sending:
                await SendAsync(batch, row);
                break;
            case UgcRowState.Refused:
                await EndAsync(batch, row, UgcPurchaseState.Refused, UgcLabErrorKind.RequestRefused);
                break;
            case UgcRowState.Unconfirmed:
                await EndAsync(batch, row, UgcPurchaseState.Unconfirmed, UgcLabErrorKind.OutcomeUnconfirmed);
                break;
            case UgcRowState.Abandoned:
                await batch.Store.ResolveAsync(await EndAsync(batch, row, UgcPurchaseState.Unconfirmed, UgcLabErrorKind.OutcomeUnconfirmed), UgcResolution.Abandoned, []);
                break;
            default:
                await PutCreatedAsync(batch, row, state);
                break;
        }
    }

    private static async Task PutCreatedAsync(OpenBatch batch, BatchRow row, UgcRowState state)
    {
        string id = $"job of {row.Key}";
        await AcceptAsync(batch, row, 1, new JobRecord { UgcId = id, Status = "PENDING" });
        (string status, UgcJobStatus known) = state switch
        {
            UgcRowState.Running => ("PROCESSING", UgcJobStatus.Processing),
            UgcRowState.Failed => ("FAILED", UgcJobStatus.Failed),
            _ => ("COMPLETED", UgcJobStatus.Completed),
        };
        await batch.Store.RecordJobAsync(new UgcJob { UgcId = id, StatusText = status, Status = known });
        if (state is UgcRowState.Saved)
        {
            await batch.Store.RecordSavedAsync(new SavedRecord(id, $"/videos/{id}.mp4", null, 3000));
        }
    }
}
