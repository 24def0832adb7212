using System.Text;
using UgcLab.Creations;
using UgcLab.Ledger;

namespace UgcLab.Client.Tests.Ledger;

/// <summary>A batch in a folder of its own, and rows to write into it: no service, no wire, and a disk in memory where there is one.</summary>
internal sealed class LedgerDesk : IDisposable
{
    public const string Name = "spring";

    private const string MemoryDisk = "/dev/shm";

    private int _jobs;

    public LedgerDesk()
    {
        State = Path.Combine(Directory.Exists(MemoryDisk) ? MemoryDisk : Path.GetTempPath(), $"ugclab-ledger-{Guid.NewGuid():N}");
        Directory.CreateDirectory(State);
        Batches = new Batches(State, Clock);
    }

    public static Uri Service { get; } = new("https://api.ugclab.app/api/v1/");

    public string State { get; }

    public TestClock Clock { get; } = new();

    public Batches Batches { get; }

    public BatchFolder Folder => BatchFolder.Of(State, Name);

    public byte[] Bytes
    {
        get
        {
            using FileStream stream = new(Folder.Ledger, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
    }

    public string[] Lines => Encoding.UTF8.GetString(Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What was found damaged and put aside.</summary>
    public byte[][] Quarantine => Directory.Exists(Folder.Quarantine) ? [.. Directory.GetFiles(Folder.Quarantine).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)] : [];

    public static Order Row(int number, string? rowId = null) =>
        new(Bench.Video with { Prompt = $"A paper boat sails down street number {number}" }) { RowNumber = number, RowId = rowId };

    public static RowKey KeyOf(Order order, int occurrence = 1) => RowKey.Of(order, Service) with { Occurrence = occurrence };

    public BatchLedger Open(Uri? service = null) => BatchLedger.OpenOrCreate(Folder, service ?? Service, Clock, allowNetwork: false);

    /// <summary>Puts other bytes in the place of the ledger, as if nothing had been found out about them yet.</summary>
    public void Put(byte[] bytes)
    {
        File.WriteAllBytes(Folder.Ledger, bytes);
        if (Directory.Exists(Folder.Quarantine))
        {
            Directory.Delete(Folder.Quarantine, recursive: true);
        }
    }

    /// <summary>Writes a row down and sends it. Returns the name of the purchase.</summary>
    public static string Send(BatchLedger ledger, Order order, RowKey key, int round = 1, int attempt = 1)
    {
        ledger.Plan(key, order.RowId is null ? null : RowKey.Content(order.Request, Service), order);
        string purchase = Guid.NewGuid().ToString("N");
        ledger.Book(key, round).Sending(purchase, attempt, order, order.Request.ToJson());
        return purchase;
    }

    public static string Send(BatchLedger ledger, Order order) => Send(ledger, order, KeyOf(order));

    /// <summary>The service has taken a row. Returns the ids of its jobs.</summary>
    public string[] Accept(BatchLedger ledger, Order order, RowKey key, string purchase, int round = 1, int videos = 1)
    {
        string[] ids = [.. Enumerable.Range(0, videos).Select(_ => $"cjob{++_jobs:d8}")];
        string jobs = string.Join(',', ids.Select((id, index) => $$"""{"ugcId":"{{id}}","variantIndex":{{index}},"status":"PENDING","creditsCharged":150}"""));
        string answer = $$$"""{"data":{"jobs":[{{{jobs}}}],"totalCreditsCharged":{{{150 * videos}}},"remainingCredits":4850},"meta":{"requestId":"req_{{{_jobs}}}","timestamp":"2026-01-15T10:00:00.000Z"}}""";
        ledger.Book(key, round).Accepted(purchase, Receipt.Read(order.Request, Encoding.UTF8.GetBytes(answer), null));
        return ids;
    }

    public static void End(BatchLedger ledger, RowKey key, string purchase, string state, int round = 1) =>
        ledger.Book(key, round).Ended(purchase, state, Failure(state));

    public static void NotApplied(BatchLedger ledger, RowKey key, string purchase, int round = 1) =>
        ledger.Book(key, round).NotApplied(purchase, 1, Failure("NotApplied"));

    public static UgcLabException Failure(string state) => state switch
    {
        "Refused" => new UgcLabException(UgcLabErrorKind.RequestRefused, "The service said no.") { StatusCode = System.Net.HttpStatusCode.BadRequest },
        "Unknown" => new UgcLabException(UgcLabErrorKind.OutcomeUnknown, "No answer came.").With("half an answer"u8.ToArray()),
        _ => new UgcLabException(UgcLabErrorKind.NetworkError, "Nothing was sent."),
    };

    public static UgcJob Job(string id, UgcJobStatus status) => new() { UgcId = id, Status = status, Batch = Name };

    public static void See(BatchLedger ledger, string id, UgcJobStatus status) => ledger.Note(LedgerLine.Seen(Job(id, status)), Job(id, status));

    public static void Save(BatchLedger ledger, string id) => ledger.Note(
        LedgerLine.Saved(new UgcSavedVideo { Path = $"/videos/{id}.mp4", Length = 3000, Sha256 = new string('a', 64), Job = Job(id, UgcJobStatus.Completed) }),
        Job(id, UgcJobStatus.Completed));

    /// <summary>So many jobs were made elsewhere.</summary>
    public void Skip(int jobs) => _jobs = jobs;

    public void Dispose() => Directory.Delete(State, recursive: true);
}
