using System.Text.Json;
using UgcLab.Batch;
using UgcLab.Creations;
using UgcLab.Jobs;
using UgcLab.Json;

namespace UgcLab.Ledger;

/// <summary>
/// Folds the lines of ledgers into purchases and jobs, for people. Lines about one purchase may stand in several files, and
/// the files come in no order that time would know: what says how a thing ended is laid on last.
/// </summary>
internal sealed class HistoryFold
{
    private readonly Dictionary<string, UgcHistoryEntry> _entries = [];
    private readonly Dictionary<string, (string Purchase, UgcJob Job)> _jobs = [];
    private readonly Dictionary<string, JobNews> _news = [];
    private readonly Dictionary<string, (string How, List<string> Jobs)> _settled = [];
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _planned = [];
    private readonly List<ClipCount> _counts = [];
    private string? _file;
    private string? _batch;
    private bool _writerIsThere;

    /// <summary>How many clips projects held, whenever somebody counted.</summary>
    public IReadOnlyList<ClipCount> Counts => _counts;

    /// <summary>The following lines are of this file, and of this batch if of any.</summary>
    public void Begin(string file, string? batch)
    {
        (_file, _batch, _writerIsThere) = (file, batch, false);
        _planned.Clear();
    }

    /// <summary>Takes a line; its bytes are kept where it plans a row.</summary>
    public void Add(ReadOnlyMemory<byte> bytes)
    {
        using JsonDocument? document = Wire.TryParse(bytes);
        JsonElement line = document?.RootElement ?? default;
        string? happened = line.Text("event");
        if (happened is "Run")
        {
            _writerIsThere = line.Text("host") == Environment.MachineName && line.Whole("pid") is int pid && Processes.IsAlive(pid, line.Time("at"), _file!);
        }
        else if (happened is "Planned" && line.Text("key") is string key)
        {
            _planned.TryAdd(key, bytes);
        }
        else if (happened is "Job" or "Saved" && line.Text("ugcId") is string id)
        {
            _news[id] = (_news.GetValueOrDefault(id) ?? new JobNews()).With(line, happened);
        }
        else if (happened is "Counted")
        {
            if (line.Text("projectId") is string project && line.Whole("clips") is int clips && line.Time("at") is DateTimeOffset at)
            {
                _counts.Add(new ClipCount(project, clips, at));
            }
        }
        else if (happened is "Settled" && (line.Text("purchase") ?? line.Text("key")) is string settled && line.Text("how") is string how)
        {
            _settled[settled] = (how, [.. line.Items("jobs").Select(job => job.Text("ugcId")).OfType<string>()]);
        }
        else if ((line.Text("purchase") ?? line.Text("key")) is string purchase)
        {
            _entries[purchase] = Next(happened, purchase, line);
        }
    }

    /// <summary>Takes what a line says of a job, and nothing else.</summary>
    public void Learn(ReadOnlyMemory<byte> bytes)
    {
        using JsonDocument? document = Wire.TryParse(bytes);
        if (document is not null && document.RootElement.Text("event") is ("Job" or "Saved") and string happened && document.RootElement.Text("ugcId") is string id)
        {
            _news[id] = (_news.GetValueOrDefault(id) ?? new JobNews()).With(document.RootElement, happened);
        }
    }

    /// <summary>All purchases by their times: those of several files have no other order.</summary>
    public IReadOnlyList<UgcHistoryEntry> Entries() => [.. Written().OrderBy(entry => entry.Time)];

    /// <summary>The purchases of one file in the order of its lines, which holds though the clock was set back.</summary>
    public IEnumerable<UgcHistoryEntry> Written()
    {
        foreach ((string purchase, (string how, List<string> ids)) in _settled)
        {
            if (_entries.TryGetValue(purchase, out UgcHistoryEntry? entry))
            {
                _entries[purchase] = Settle(entry, how, ids);
            }
        }

        // Arrays, for PowerShell takes an index into nothing else that the compiler makes of a list.
        ILookup<string, UgcJob> jobs = _jobs.Values.ToLookup(known => known.Purchase, known => _news.TryGetValue(known.Job.UgcId, out JobNews? news) ? news.LaidOver(known.Job) : known.Job);
        return _entries.Values.Select(entry => entry with { Jobs = new Listed<UgcJob>(jobs[entry.PurchaseId].OrderBy(job => job.VariantIndex)) });
    }

    /// <summary>Every row of the batch that was folded, in the order in which they were planned, as if nothing had happened to it since.</summary>
    public IEnumerable<(RowKey Key, UgcHistoryEntry AsPlanned)> Planned()
    {
        foreach ((string key, ReadOnlyMemory<byte> bytes) in _planned)
        {
            using JsonDocument? line = Wire.TryParse(bytes);
            if (line is not null && RowKey.TryParse(key, out RowKey row))
            {
                yield return (row, First(key, line.RootElement) with { State = UgcPurchaseState.NotSent });
            }
        }
    }

    private UgcHistoryEntry Settle(UgcHistoryEntry entry, string how, List<string> ids)
    {
        foreach (string id in ids)
        {
            _jobs.TryAdd(id, (entry.PurchaseId, Job(entry, id, _jobs.Values.Count(known => known.Purchase == entry.PurchaseId), null)));
        }

        return how switch
        {
            "Adopted" => entry with { State = UgcPurchaseState.Accepted },
            "NotCharged" => entry with { State = UgcPurchaseState.NotSent, Message = "Somebody has looked: it was not charged." },
            "Abandoned" => entry with { State = UgcPurchaseState.Abandoned },
            _ => entry,
        };
    }

    private UgcHistoryEntry Next(string? happened, string purchase, JsonElement line)
    {
        UgcHistoryEntry entry = _entries.GetValueOrDefault(purchase) ?? First(purchase, line);
        string? message = line.Text("message");
        switch (happened)
        {
            // Sent, and nothing after it: still under way while its process lives, in doubt once that is gone.
            case "Sending": return _writerIsThere
                ? entry with { State = UgcPurchaseState.Sending, Message = null }
                : entry with { State = UgcPurchaseState.Unknown, Message = "The process ended before an answer was written down." };
            case "NotApplied" or "NotSent": return entry with { State = UgcPurchaseState.NotSent, Message = message };
            case "Refused": return entry with { State = UgcPurchaseState.Refused, Message = message, RequestId = line.Text("requestId") };
            case "Unknown": return entry with { State = UgcPurchaseState.Unknown, Message = message, RequestId = line.Text("requestId") ?? entry.RequestId, Evidence = line.Text("evidence") };
            case "Answered": return entry with
            {
                State = UgcPurchaseState.Answered,
                AnsweredAt = line.Time("at"),
                CreditsCharged = line.Amount("totalCreditsCharged"),
                RemainingCredits = line.Amount("remainingCredits"),
                RequestId = line.Text("requestId"),
                Message = null,
                Evidence = line.Text("evidence"),
            };
            case "Accepted":
                UgcHistoryEntry accepted = entry with
                {
                    State = UgcPurchaseState.Accepted,
                    AnsweredAt = line.Time("at"),
                    CreditsCharged = line.Amount("totalCreditsCharged"),
                    RemainingCredits = line.Amount("remainingCredits"),
                    RequestId = line.Text("requestId"),
                    Message = line.Text("oddities"),
                };
                foreach (JsonElement job in line.Items("jobs"))
                {
                    if (job.Text("ugcId") is string id && !IsOfAnother(id, accepted))
                    {
                        _jobs[id] = (purchase, Job(accepted, id, job.Whole("variantIndex") ?? 0, job));
                    }
                }

                return accepted;

            default: return entry;
        }
    }

    // A request of any kind may be answered with jobs that were bought before: a job is the first one's that named it.
    private bool IsOfAnother(string id, UgcHistoryEntry later) =>
        _jobs.TryGetValue(id, out (string Purchase, UgcJob Job) known) && known.Purchase != later.PurchaseId
        && _entries.GetValueOrDefault(known.Purchase)?.AnsweredAt <= later.AnsweredAt;

    private UgcHistoryEntry First(string purchase, JsonElement line)
    {
        // A row of a batch was written down once, when it was planned.
        string? key = line.Text("key");
        using JsonDocument? planned = key is not null && _planned.TryGetValue(key, out ReadOnlyMemory<byte> bytes) ? Wire.TryParse(bytes) : null;
        JsonElement order = planned?.RootElement ?? line;
        RequestFields request = RequestFields.Of(order.Text("endpoint"), order.Member("request"));
        return new UgcHistoryEntry
        {
            PurchaseId = purchase,
            Time = line.Time("at") ?? default,
            RunFile = _file,
            Batch = _batch,
            Key = RowKey.TryParse(key, out RowKey row) ? row : null,
            RowId = order.Text("rowId"),
            Endpoint = order.Text("endpoint"),
            HasMore = order.Flag("more") is true,
            Kind = request.Kind,
            ActorId = request.ActorId,
            Model = request.Model,
            Duration = request.Duration,
            AspectRatio = request.AspectRatio,
            Tier = request.Tier,
            Variants = request.Outputs,
            Prompt = request.Prompt,
            ImageUrl = request.ImageUrl,
            ProjectId = request.ProjectId,
            Reference = order.Text("reference"),
            RowNumber = order.Whole("row"),
            Cells = order.Texts("cells"),
        };
    }

    private static UgcJob Job(UgcHistoryEntry entry, string id, int variantIndex, JsonElement? line) => new()
    {
        UgcId = id,
        VariantIndex = variantIndex,
        VariantCount = entry.Variants,
        CreditsCharged = line?.Amount("creditsCharged"),
        CreatedAt = line?.Time("createdAt"),
        Kind = entry.Kind,
        ActorId = entry.ActorId,
        TotalCreditsCharged = entry.CreditsCharged,
        RemainingCredits = entry.RemainingCredits,
        Model = entry.Model,
        Duration = entry.Duration,
        AspectRatio = entry.AspectRatio,
        Tier = entry.Tier,
        Prompt = entry.Prompt,
        ImageUrl = entry.ImageUrl,
        ProjectId = entry.ProjectId,
        Reference = entry.Reference,
        RowNumber = entry.RowNumber,
        InputRow = entry.Cells.Count > 0 ? entry.Cells : null,
        RequestId = entry.RequestId,
        PurchaseId = entry.PurchaseId,
        Batch = entry.Batch,
        FromHistory = true,
    };
}
