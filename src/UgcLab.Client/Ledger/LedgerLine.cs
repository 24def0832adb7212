using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using UgcLab.Creations;
using UgcLab.Http;
using UgcLab.Json;

namespace UgcLab.Ledger;

/// <summary>
/// One line of a ledger: what happened, and a writer for the rest. Text outside ASCII is escaped, so a line is a line.
/// </summary>
/// <example>{"v":1,"n":7,"at":"2026-01-15T10:00:00Z","event":"Sending","purchase":"…","attempt":1,"h":"1f2e3d4c"}</example>
internal sealed class LedgerLine
{
    private readonly string _event;
    private readonly Action<Utf8JsonWriter> _members;

    private LedgerLine(string happened, Action<Utf8JsonWriter> members) => (_event, _members) = (happened, members);

    /// <summary>Which row of a batch it concerns.</summary>
    private RowKey? Key { get; init; }

    /// <summary>Whether it says that a video is on the disk.</summary>
    public bool IsOfSaving => _event is "Saved";

    /// <summary>A process begins to write.</summary>
    public static LedgerLine Run(string? source = null) => new("Run", json =>
    {
        json.WriteNumber("pid", Environment.ProcessId);
        json.WriteString("host", Environment.MachineName);
        json.WriteString("version", typeof(LedgerLine).Assembly.GetName().Version?.ToString(3));
        Text(json, "source", source);
    });

    /// <summary>A row of a batch as it will be bought, written once: later lines name its key alone.</summary>
    public static LedgerLine Planned(RowKey key, RowKey? content, Order order, byte[] body) => new("Planned", json =>
    {
        Text(json, "content", content?.ToString()[..RowKey.HashLength]);
        WriteOrder(json, order, body);
    })
    { Key = key };

    /// <summary>An attempt to buy goes out. Without a batch it carries the whole order.</summary>
    public static LedgerLine Sending(string purchase, int attempt, Order order, byte[] body, RowKey? key, int round) => new("Sending", json =>
    {
        json.WriteString("purchase", purchase);
        json.WriteNumber("attempt", attempt);
        Number(json, "round", round == 1 ? null : round);
        if (attempt == 1 && key is null)
        {
            WriteOrder(json, order, body);
        }
    })
    { Key = key };

    public static LedgerLine Accepted(string purchase, Receipt receipt, RowKey? key) => new("Accepted", json =>
    {
        json.WriteString("purchase", purchase);
        Text(json, "requestId", receipt.RequestId);
        WriteJobs(json, receipt.Jobs);
        Number(json, "totalCreditsCharged", receipt.Jobs[0].TotalCreditsCharged);
        Number(json, "remainingCredits", receipt.Jobs[0].RemainingCredits);
        if (receipt.Oddities.Count > 0)
        {
            json.WriteString("oddities", string.Join(' ', receipt.Oddities));
        }
    })
    { Key = key };

    /// <summary>The service did what was asked, and its answer names no job that was made. What it says is kept: nobody knows what it may be good for.</summary>
    public static LedgerLine Answered(string purchase, int status, byte[] answer) => new("Answered", json =>
    {
        using JsonDocument? document = Wire.TryParse(answer);
        JsonElement root = document?.RootElement ?? default;
        json.WriteString("purchase", purchase);
        json.WriteNumber("status", status);
        Text(json, "requestId", root.Member("meta").Text("requestId"));
        Number(json, "totalCreditsCharged", root.Member("data").Amount("totalCreditsCharged"));
        Number(json, "remainingCredits", root.Member("data").Amount("remainingCredits"));
        Text(json, "evidence", answer.Length == 0 ? null : RecordedRequest.Evidence(answer));
    });

    /// <summary>A purchase, or an attempt at one, ended without a job: NotApplied, NotSent, Refused or Unknown.</summary>
    public static LedgerLine Failed(string state, string purchase, int? attempt, UgcLabException reason, RowKey? key) => new(state, json =>
    {
        json.WriteString("purchase", purchase);
        Number(json, "attempt", attempt);
        json.WriteString("kind", reason.Kind.ToString());
        Number(json, "status", (int?)reason.StatusCode);
        Text(json, "code", reason.Code);
        Text(json, "requestId", reason.RequestId);
        json.WriteString("message", Redaction.Clean(reason.Message));
        if (reason.Body.Length > 0 && state is "Unknown")
        {
            // What the service sent may be all that a person has to settle it with.
            json.WriteString("evidence", RecordedRequest.Evidence(reason.Body));
        }
    })
    { Key = key };

    /// <summary>Nobody knows what became of a row: its process ended, or the line that told of it is damaged.</summary>
    public static LedgerLine InDoubt(RowKey key, string? purchase, string message, string? evidence) => new("Unknown", json =>
    {
        Text(json, "purchase", purchase);
        json.WriteString("kind", nameof(UgcLabErrorKind.OutcomeUnknown));
        json.WriteString("message", message);
        Text(json, "evidence", evidence is null ? null : Redaction.Show(evidence, 4000));
    })
    { Key = key };

    /// <summary>Lines before this one are lost, and nobody knows whom they were about.</summary>
    public static LedgerLine Lost() => new("Lost", static _ => { });

    /// <summary>Somebody who looked has said what became of a purchase: Adopted with its jobs, NotCharged or Abandoned.</summary>
    public static LedgerLine Settled(RowKey? key, string? purchase, string how, IReadOnlyList<UgcJob> jobs) => new("Settled", json =>
    {
        Text(json, "purchase", purchase);
        json.WriteString("how", how);
        if (jobs.Count > 0)
        {
            WriteJobs(json, jobs);
        }
    })
    { Key = key };

    /// <summary>How many clips a project held: a witness for purchases whose outcome is not known.</summary>
    public static LedgerLine Counted(string projectId, int clips) => new("Counted", json =>
    {
        json.WriteString("projectId", projectId);
        json.WriteNumber("clips", clips);
    });

    public static LedgerLine Seen(UgcJob job) => new("Job", json =>
    {
        json.WriteString("ugcId", job.UgcId);
        json.WriteString("status", job.StatusText ?? job.Status.ToString());
        Number(json, "creditsCharged", job.CreditsCharged);
        Number(json, "creditsRefunded", job.CreditsRefunded);
        Time(json, "createdAt", job.CreatedAt);
        Time(json, "updatedAt", job.UpdatedAt);
        Text(json, "error", job.ErrorMessage is null ? null : Redaction.Clean(job.ErrorMessage));
        Text(json, "actorId", job.ActorId);
        Text(json, "actorName", job.ActorName is null ? null : Redaction.Clean(job.ActorName));
        if (job.IsCustomActor is true)
        {
            json.WriteBoolean("isCustomActor", true);
        }
    });

    public static LedgerLine Saved(UgcSavedVideo video) => new("Saved", json =>
    {
        json.WriteString("ugcId", video.UgcId);
        json.WriteString("path", video.Path);
        json.WriteString("sha256", video.Sha256);
        json.WriteNumber("length", video.Length);
    });

    /// <summary>Writes it at the end of what is in a buffer already.</summary>
    public void WriteTo(ArrayBufferWriter<byte> lines, long number, DateTimeOffset now)
    {
        int start = lines.WrittenCount;
        using (Utf8JsonWriter json = new(lines))
        {
            json.WriteStartObject();
            json.WriteNumber("v", 1);
            json.WriteNumber("n", number);
            json.WriteString("at", now.UtcDateTime);
            json.WriteString("event", _event);
            Text(json, "key", Key?.ToString());
            _members(json);
        }

        // The object is left open for its checksum.
        lines.Write(End(lines.WrittenSpan[start..]));
    }

    /// <summary>Ends a line that is still open with the checksum of all that stands before it.</summary>
    public static byte[] Sealed(ReadOnlySpan<byte> open) => [.. open, .. End(open)];

    private static byte[] End(ReadOnlySpan<byte> open) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $",\"h\":\"{Checksum.Of(open):x8}\"}}\n"));

    // Nothing that decides about money may stand behind the request: LineFields reads no further.
    private static void WriteOrder(Utf8JsonWriter json, Order order, byte[] body)
    {
        json.WriteString("endpoint", order.Request.Endpoint);
        if (order.Request.HasMore)
        {
            json.WriteBoolean("more", true);
        }

        RecordedRequest.Write(json, body, order.Request.HasMore);
        Text(json, "rowId", order.RowId is null ? null : Redaction.Clean(order.RowId));
        Text(json, "reference", order.Reference is null ? null : Redaction.Clean(order.Reference));
        Number(json, "row", order.RowNumber);
        if (order.Cells.Count > 0)
        {
            json.WriteStartObject("cells");
            foreach ((string column, string cell) in order.Cells)
            {
                json.WriteString(column, Redaction.Clean(cell));
            }

            json.WriteEndObject();
        }
    }

    private static void WriteJobs(Utf8JsonWriter json, IReadOnlyList<UgcJob> jobs)
    {
        json.WriteStartArray("jobs");
        foreach (UgcJob job in jobs)
        {
            json.WriteStartObject();
            json.WriteString("ugcId", job.UgcId);
            json.WriteNumber("variantIndex", job.VariantIndex);
            Number(json, "creditsCharged", job.CreditsCharged);
            Time(json, "createdAt", job.CreatedAt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Number(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is decimal number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? value)
    {
        if (value is DateTimeOffset time)
        {
            json.WriteString(name, time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        }
    }
}
