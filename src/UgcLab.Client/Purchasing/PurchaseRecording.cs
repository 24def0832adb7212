namespace UgcLab.Purchasing;

/// <summary>What is recorded of a request and its outcome: no key, no signed link.</summary>
internal static class PurchaseRecording
{
    /// <summary>The request that is sent now.</summary>
    public static RequestRecord Request(PurchaseRequest purchase, byte[] body) => new()
    {
        Key = purchase.Request.PriceKey,
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

    public static RowRecord Row(RowKey key, PurchaseRequest purchase, Uri baseUri) => new()
    {
        Key = key.ToString(),
        Content = ContentOf(purchase, baseUri),
        Request = Request(purchase, purchase.Request.ToJson()),
    };

    /// <summary>The hash of what a row creates: its identity, or what its RowId must keep identifying.</summary>
    public static string ContentOf(PurchaseRequest purchase, Uri baseUri) =>
        RowKey.Content(purchase.Request, baseUri).ToString()[..RowKey.HashLength];

    /// <summary>An answer that names jobs.</summary>
    public static AttemptOutcome Accepted(CreationRequest request, CreationAnswer answer)
    {
        UgcJob first = answer.Jobs[0];
        return new AttemptOutcome
        {
            State = UgcPurchaseState.Accepted,
            RequestId = answer.RequestId,
            Charged = first.TotalCreditsCharged,
            Remaining = first.RemainingCredits,
            Message = answer.Warnings.Count == 0 ? null : string.Join(' ', answer.Warnings),

            // Members of a later version of the service may change the price, so it isn't used for other requests.
            Charges = request.HasMore ? [] : PriceBook.ChargesOf(request, answer.Jobs),
            Jobs = [.. answer.Jobs.Select(job => new JobRecord
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
        JsonElement root = JsonElementExtensions.Read(answer.Body);
        return new AttemptOutcome
        {
            State = UgcPurchaseState.Answered,
            Status = (int)answer.Status,
            RequestId = root.RequestId(),
            Charged = root.Member("data").Credits("totalCreditsCharged", _ => { }),
            Remaining = root.Member("data").Credits("remainingCredits", _ => { }),
            Answer = answer.Body.Length == 0 ? null : RecordedRequest.Answer(answer.Body),
        };
    }

    /// <summary>An attempt that ended without a job.</summary>
    public static AttemptOutcome Failed(UgcPurchaseState state, UgcLabException reason) => new()
    {
        State = state,
        ReachedService = !TransportFailureClassifier.IsNotReceived(reason, charges: true),
        Refusal = reason.Kind.ToString(),
        Status = (int?)reason.StatusCode,
        Code = reason.Code,
        Message = Redaction.Clean(reason.Message),
        RequestId = reason.RequestId,

        // The answer may be the only evidence for a person who resolves the purchase.
        Answer = reason.Body.Length > 0 && state is UgcPurchaseState.Unconfirmed ? RecordedRequest.Answer(reason.Body) : null,
    };

    private static string Cells(IReadOnlyDictionary<string, string> cells) => Encoding.UTF8.GetString(UntypedJson.Bytes(
        json => UntypedJson.WriteObject(json, cells.Select(cell => (cell.Key, (object?)Redaction.Clean(cell.Value))), UntypedJson.Write)));
}
