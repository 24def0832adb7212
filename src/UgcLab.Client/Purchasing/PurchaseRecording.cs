using System.Buffers;

namespace UgcLab.Purchasing;

/// <summary>What is recorded of a request and of what became of it: no key, no signed link.</summary>
internal static class PurchaseRecording
{
    /// <summary>The request as it goes out now.</summary>
    public static RequestRecord Request(PurchaseRequest purchase, byte[] body)
    {
        PriceKind price = PriceKind.Of(purchase.Request);
        return new RequestRecord
        {
            Key = price.Key,
            Kind = CreationDescriptor.At(purchase.Request.Endpoint)?.Kind.ToString(),
            Outputs = purchase.Request.Outputs,
            HasMore = purchase.Request.HasMore,
            ProjectId = purchase.Request.ProjectId.Length == 0 ? null : purchase.Request.ProjectId,
            Json = RecordedRequest.Clean(body, purchase.Request.HasMore),
            Reference = purchase.Reference is null ? null : Redaction.Clean(purchase.Reference),
            RowId = purchase.RowId is null ? null : Redaction.Clean(purchase.RowId),
            RowNumber = purchase.RowNumber,
            Cells = purchase.Cells.Count == 0 ? null : Cells(purchase.Cells),
        };
    }

    /// <summary>A row as it is planned.</summary>
    public static RowRecord Row(RowKey key, PurchaseRequest purchase, Uri baseUri) => new()
    {
        Key = key.ToString(),
        Content = ContentOf(purchase, baseUri),
        Request = Request(purchase, purchase.Request.ToJson()),
    };

    /// <summary>The hash of what a row creates: its identity, or what its RowId must go on to stand for.</summary>
    public static string ContentOf(PurchaseRequest purchase, Uri baseUri) =>
        RowKey.Content(purchase.Request, baseUri).ToString()[..RowKey.HashLength];

    /// <summary>An answer that names jobs.</summary>
    public static AttemptOutcome Accepted(CreationRequest request, CreationAnswer receipt)
    {
        UgcJob first = receipt.Jobs[0];
        return new AttemptOutcome
        {
            State = UgcPurchaseState.Accepted,
            RequestId = receipt.RequestId,
            Charged = first.TotalCreditsCharged,
            Remaining = first.RemainingCredits,
            Message = receipt.Oddities.Count == 0 ? null : string.Join(' ', receipt.Oddities),

            // A price with members of a later version of the service is nobody else's price.
            Charges = request.HasMore ? [] : PriceBook.ChargesOf(request, receipt.Jobs),
            Jobs = [.. receipt.Jobs.Select(job => new JobRecord
            {
                UgcId = job.UgcId,
                Variant = job.VariantIndex,
                Status = job.StatusText,
                Charged = job.CreditsCharged,
                Created = job.CreatedAt,
            })],
        };
    }

    /// <summary>An answer that names no job, where none has to be made.</summary>
    public static AttemptOutcome Answered(ApiAnswer answer)
    {
        using JsonDocument? document = JsonElementExtensions.TryParse(answer.Body);
        JsonElement root = document?.RootElement ?? default;
        return new AttemptOutcome
        {
            State = UgcPurchaseState.Answered,
            Status = (int)answer.Status,
            RequestId = root.Member("meta").Text("requestId"),
            Charged = root.Member("data").Credits("totalCreditsCharged", _ => { }),
            Remaining = root.Member("data").Credits("remainingCredits", _ => { }),
            Evidence = answer.Body.Length == 0 ? null : RecordedRequest.Evidence(answer.Body),
        };
    }

    /// <summary>An attempt that ended without a job.</summary>
    public static AttemptOutcome Failed(UgcPurchaseState state, UgcLabException reason) => new()
    {
        State = state,
        ReachedService = !TransportFailureClassifier.ReachedNobody(reason, charges: true),
        Refusal = reason.Kind.ToString(),
        Status = (int?)reason.StatusCode,
        Code = reason.Code,
        Message = Redaction.Clean(reason.Message),
        RequestId = reason.RequestId,

        // What the service sent may be all that a person has to resolve it with.
        Evidence = reason.Body.Length > 0 && state is UgcPurchaseState.Unconfirmed ? RecordedRequest.Evidence(reason.Body) : null,
    };

    private static string Cells(IReadOnlyDictionary<string, string> cells)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            foreach ((string column, string cell) in cells)
            {
                json.WriteString(column, Redaction.Clean(cell));
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
