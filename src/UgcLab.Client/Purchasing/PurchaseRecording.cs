using System.Text.Encodings.Web;

namespace UgcLab.Purchasing;

// What is recorded of a request and its outcome: no key, no signed link.
internal static class PurchaseRecording
{
    public static RequestRecord Request(PurchaseRequest purchase, byte[] body) => new()
    {
        Key = purchase.Request.PriceKey,
        Kind = CreationDescriptor.At(purchase.Request.Endpoint)?.Kind.ToString(),
        Outputs = purchase.Request.Outputs,
        ProjectId = purchase.Request.ProjectId.Length == 0 ? null : purchase.Request.ProjectId,
        Json = RecordedRequest.Clean(body, purchase.Request.IsPriceUnknown),
        Reference = Redaction.Clean(purchase.Reference),
        RowId = Redaction.Clean(purchase.RowId),
        RowNumber = purchase.RowNumber,
        Cells = purchase.Cells.Count == 0 ? null : Cells(purchase.Cells),
    };

    public static RowRecord Row(RowKey key, PurchaseRequest purchase, Uri baseUri) => new()
    {
        Key = key.ToString(),
        Content = ContentOf(purchase, baseUri),
        Request = Request(purchase, purchase.Request.ToJson()),
    };

    // The hash of what a row creates: its identity, or what its RowId must keep identifying.
    public static string ContentOf(PurchaseRequest purchase, Uri baseUri) =>
        RowKey.Content(purchase.Request, baseUri).ToString()[..RowKey.HashLength];

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
            Charges = request.IsPriceUnknown ? [] : PriceBook.ChargesOf(request, answer.Jobs),
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

    // An answer that names no job, where none has to be made.
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

// A request in the store: as sent, except for secrets in the query of an address.
internal static class RecordedRequest
{
    private const int MostUnreadable = 4;

    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // An answer in readable form: as received, except for values whose names mark them as secrets.
    public static string Answer(byte[] answer)
    {
        JsonElement root = JsonElementExtensions.Read(answer);
        if (!HoldsSecret(root))
        {
            string text = Encoding.UTF8.GetString(answer);

            return Redaction.Show(text.Count(letter => letter == '\uFFFD') > MostUnreadable ? Base64(answer) : text, 4000);
        }

        try
        {
            byte[] clean = UntypedJson.Bytes(json => WriteClean(json, root), Legible);
            return Redaction.Show(Encoding.UTF8.GetString(clean), 4000);
        }
        catch (InvalidOperationException)
        {
            // Invalid characters. The request may have been charged, so this must not fail, and no secret may be stored.
            return "The answer holds a secret, and text that cannot be read.";
        }
    }

    // Bytes that aren't text, such as a compressed answer that can't be decoded, would be lost as text.
    private static string Base64(byte[] answer)
    {
        byte[] clean = Encoding.Latin1.GetBytes(Redaction.Clean(Encoding.Latin1.GetString(answer)));
        return $"base64: {Convert.ToBase64String(clean.AsSpan(0, Math.Min(clean.Length, 2900)))}";
    }

    // A request as JSON, without what may be a secret; null for an empty body. One that is free may have members of any name, such as that
    // of a secret.
    public static string? Clean(byte[] body, bool isFree)
    {
        if (body.Length == 0)
        {
            return null;
        }

        // Characters beyond ASCII are always escaped in the body and letters
        // never are, so a body that shows no secret in this form has none.
        string text = Encoding.UTF8.GetString(body);
        JsonElement request = isFree || Redaction.MayHide(text) ? JsonElementExtensions.Read(body) : default;
        if (!Redaction.MayHide(text) && !(isFree && HoldsSecret(request)))
        {
            return text;
        }

        Action<Utf8JsonWriter, JsonElement> write = request.ValueKind is JsonValueKind.Object ? WriteRequest : WriteClean;
        return Encoding.UTF8.GetString(UntypedJson.Bytes(json => write(json, request)));
    }

    // Prompts and scripts are stored unchanged, including addresses; only keys are never stored.
    private static void WriteRequest(Utf8JsonWriter json, JsonElement request) =>
        UntypedJson.WriteObject(json, Members(request), (writer, member) =>
        {
            if (RequestDescription.IsText(member.Name) && member.Value.ValueKind is JsonValueKind.String)
            {
                writer.WriteStringValue(Redaction.WithoutKeys(member.Value.GetString()!));
            }
            else
            {
                WriteClean(writer, member);
            }
        });

    private static IEnumerable<(string Name, JsonProperty Member)> Members(JsonElement value) =>
        value.EnumerateObject().Select(member => (Redaction.Clean(member.Name), member));

    // Secrets that the service shows once, such as a webhook secret or another key, are returned to the caller and never written to a file.
    private static bool IsSecret(JsonProperty member) =>
        member.Value.ValueKind is JsonValueKind.String && ColumnNames.IsSecret(ColumnNames.Normalize(member.Name));

    private static bool HoldsSecret(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.Object => value.EnumerateObject().Any(member => IsSecret(member) || HoldsSecret(member.Value)),
                JsonValueKind.Array => value.EnumerateArray().Any(HoldsSecret),
                _ => false,
            };
        }
        catch (InvalidOperationException)
        {
            // A name with an unpaired surrogate can't be the name of a secret.
            return false;
        }
    }

    private static void WriteClean(Utf8JsonWriter json, JsonProperty member)
    {
        if (IsSecret(member))
        {
            json.WriteStringValue("…");
        }
        else
        {
            WriteClean(json, member.Value);
        }
    }

    private static void WriteClean(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String: json.WriteStringValue(Redaction.Clean(value.GetString()!)); break;
            case JsonValueKind.Object: UntypedJson.WriteObject(json, Members(value), WriteClean); break;
            case JsonValueKind.Array: UntypedJson.WriteArray(json, value.EnumerateArray(), WriteClean); break;
            default: value.WriteTo(json); break;
        }
    }
}
