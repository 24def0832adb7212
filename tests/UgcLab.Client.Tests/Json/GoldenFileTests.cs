using System.Net;
using System.Net.Http.Headers;
using System.Text;
using UgcLab.Client.Tests.Batches;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests.Json;

/// <summary>The bytes of each kind of JSON that is kept: sidecars, notes of downloads, results, reports, and parts of the store.</summary>
public sealed class GoldenFileTests : IDisposable
{
    private const string Odd = "\"}],\"x\":\"\r\n\t grün 🎬 e\u0301 \u2028 +'<>&\\/ \ud800 \u007f";

    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(1));

    private readonly TestFolder _folder = new();
    private readonly StringBuilder _text = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_file_and_each_recorded_text_is_the_one_that_was_recorded()
    {
        UgcJob full = new()
        {
            UgcId = "j1", Kind = UgcKind.TalkingActor, Prompt = Odd, Model = "ugcl-2.0", Duration = "10s", AspectRatio = "9:16", Tier = "pro", ActorId = "a1", ActorName = "Zoë <b>",
            ImageUrl = "https://cdn.example/a?b=1&signature=abc", VariantIndex = 3, Reference = "tea & mug " + Bench.Key, RowNumber = 7, ProjectId = "p1", CreditsCharged = 12.50m, TotalCreditsCharged = 25.0m,
            CreditsRefunded = 0m, RequestId = "req_1", CreatedAt = Time, Status = UgcJobStatus.Completed, StatusText = "COMPLETED", ErrorMessage = "It's \"odd\" é", IsCustomActor = true,
        };
        UgcJob bare = new() { UgcId = "é\"1" };
        AddSidecars(full, bare);
        AddNotes();
        await AddResultsAsync(full, bare);
        AddReports();
        AddRecords();
        await AddStateAsync();

        Golden.AssertEqual("golden-files.txt", _text.ToString());
    }

    private void AddSidecars(params UgcJob[] jobs)
    {
        foreach (UgcJob job in jobs)
        {
            string path = Path.Combine(_folder.Path, "sidecar.json");
            UgcSavedVideo video = new() { Path = Path.Combine(_folder.Path, "ä b+'.mp4"), Length = 5_000_000_000, Sha256 = "00ff", Job = job };
            Sidecar.Write(path, video, job == jobs[0] ? "files.example" : null, Time);
            Add("sidecar", File.ReadAllText(path));
            Add("sidecar read", $"{Sidecar.Read(path)}");
        }

        foreach (string odd in new[]
        {
            "", "[]", "{}", """{"ugcId":"a","length":1,"sha256":"b"}""", """{"UGC_ID":"a","Length":1.0,"SHA256":"b"}""", """{"ugcId":"a","length":"1","sha256":"b"}""", """{"ugcId":" ","length":1,"sha256":"b"}""",
            """{"ugcId":"a","ugcId":"c","length":1e2,"sha256":"b","x":{}}""", """{"ugcId":"a","length":1.5,"sha256":"b"}""", """{"ugcId":"a\ud800","length":1,"sha256":"b"}""", """{"ugcId":"a","length":1e99,"sha256":"b"}""",
        })
        {
            string path = Path.Combine(_folder.Path, "odd.json");
            File.WriteAllText(path, odd);
            Add($"sidecar {odd}", $"{Sidecar.Read(path)}");
        }
    }

    private void AddNotes()
    {
        using HttpResponseMessage answer = new() { Content = new ByteArrayContent([]), RequestMessage = new HttpRequestMessage(HttpMethod.Get, "https://files.example/a") };
        answer.Headers.ETag = new EntityTagHeaderValue("\"a<é\"");
        answer.Content.Headers.ContentType = new MediaTypeHeaderValue("video/mp4");
        PartialDownloadMetadata notes = PartialDownloadMetadata.Of("j1+é", answer, 123);
        foreach (PartialDownloadMetadata each in new[] { notes, notes with { ETag = null, LastModified = Time, Sha256 = "00ff", Length = 9_999_999_999 }, new PartialDownloadMetadata("x") })
        {
            string path = Path.Combine(_folder.Path, "notes.json");
            each.Write(path);
            Add("notes", File.ReadAllText(path));
            Add("notes read", Members(PartialDownloadMetadata.Read(path)));
        }

        foreach (string odd in new[]
        {
            "", "{}", "null", """{"ugcId":5}""", """{"ugcId":"a"}""",
            """{"ugcId":"a","total":"1","etag":"W/\"x\"","lastModified":"never","length":1.5,"sha256":[],"sourceHost":{},"mediaType":true,"more":1}""",
            """{"ugc_id":"a","Total":10.0,"ETag":"\"x\"","last_modified":"2026-01-02","LENGTH":2,"sha256":"b","source_host":"h","mediatype":"m"}""",
        })
        {
            string path = Path.Combine(_folder.Path, "odd.json");
            File.WriteAllText(path, odd);
            Add($"notes {odd}", Members(PartialDownloadMetadata.Read(path)));
        }
    }

    private async Task AddResultsAsync(UgcJob full, UgcJob bare)
    {
        UgcBatch batch = new()
        {
            Name = "nov <é>", States = new Dictionary<UgcRowState, int> { [UgcRowState.Saved] = 2, [UgcRowState.NotSent] = 1 }, CreditsCharged = 100.50m, CreditsRefunded = 10,
        };
        ResultRow[] rows =
        [
            new() { RowNumber = 1, State = UgcRowState.Saved, Cells = new Dictionary<string, string> { ["Sku"] = "=tea", ["Prompt"] = Odd, ["é"] = "" }, Jobs = [full with { SavedPath = Path.Combine(_folder.Path, "a.mp4") }, bare] },
            new() { RowNumber = 2, State = UgcRowState.NotSent, Cells = new Dictionary<string, string> { [Odd] = "key " + Bench.Key }, Message = "Key " + Bench.Key + " <é>" },
            new() { Message = Odd, RequestId = "req_2" },
        ];
        ResultFiles files = await ResultSheet.WriteAsync(_folder.Path, batch, ["Sku", "Prompt"], ResultRow.Rows(rows), Time);
        Add("results", File.ReadAllText(files.Json!));
        files = await ResultSheet.WriteAsync(_folder.Path, new UgcBatch { Name = "" }, [], ResultRow.Rows([]), Time);
        Add("no results", File.ReadAllText(files.Json!));
    }

    private void AddReports()
    {
        UgcContractFinding finding = new() { Topic = "Ids <é>", Reference = "docs/video", Verdict = UgcContractVerdict.Learned, Expected = "+'\"", Found = Odd };
        UgcContractReport report = new()
        {
            Time = Time, Host = "api.example", RequestsSent = 3, Findings = [finding, finding with { Request = "GET /projects", StatusCode = 200, Verdict = UgcContractVerdict.NotTested }],
            Seen = [new UgcSchemaDifference { Endpoint = "GET /projects", Kind = UgcSchemaDifferenceKind.Word, What = "data is é", FirstSeen = Time, Count = 4 }],
        };
        foreach (UgcContractReport each in new[] { report, new UgcContractReport() })
        {
            Add("report", ContractReportFile.ToJson(each).Replace($"\"{each.ModuleVersion}\"", "\"VERSION\"", StringComparison.Ordinal));
        }
    }

    private void AddRecords()
    {
        VideoRequest video = new() { ProjectId = "p1", Prompt = "See https://example.com/a?token=1 " + Odd, Model = "veo-3.1", Duration = "8", ImageUrl = "https://cdn.example/a?signature=abc" };
        Dictionary<string, object?> more = new() { ["token"] = "s3cret", ["list"] = new object?[] { "https://x.example/?sig=1", 1.50m, null, new Dictionary<string, object?> { ["password"] = "x", ["b"] = true } } };
        PurchaseRequest purchase = new(video with { AdditionalProperties = more })
        {
            Cells = new Dictionary<string, string> { ["Prompt"] = Odd, ["é"] = "https://x.example/?sig=1", [""] = "" },
        };
        RequestRecord record = PurchaseRecording.Request(purchase, purchase.Request.ToJson());
        Add("request", record.Json);
        Add("cells", record.Cells);
        Add("cells read", string.Join('|', History.CellsOf(record)));
        foreach (string answer in new[] { """{"a":1,"secret":"x"}""", """{"secret":"x","é":"+<","list":[{"api_key":"y","n":1e400}]}""", "{\"secret\":\"x\",\"y\":\"\\ud800\"}", "plain é", "[1" })
        {
            Add($"evidence {answer}", RecordedRequest.Answer(Encoding.UTF8.GetBytes(answer)));
        }

        RequestPath path = RequestPath.Of(new Uri("https://api.ugclab.app/api/v1/"), "webhooks", [], Bench.Key);
        foreach (object? body in new object?[] { null, """ { "é" : "+<\u00e9", "n":1.50, "a":[1e3, null,{}] } """, more, new object?[] { "é", 1L, 0.5, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), new Uri("https://x.example/ü") } })
        {
            RawRequest request = RawRequest.Of("post", path, body, Bench.Key);
            Add("raw", Encoding.UTF8.GetString(request.ToJson()));
            Add("raw for people", request.Body);
            Add("raw recorded", PurchaseRecording.Request(new PurchaseRequest(request), request.ToJson()).Json);
        }
    }

    private async Task AddStateAsync()
    {
        string state = Path.Combine(_folder.Path, "state");
        using (Simulator.Stage stage = new(new SimulatorOptions { StatePath = state, Credits = 1000.5m }))
        {
            await stage.CreateAsync(Simulator.Sample.Request("talking-actor.request.json"), "ugc/talking-actor");
            await stage.CreateAsync("""{"projectId":"PROJECT","prompt":"é+<b> 🎬 red kite over dunes","model":"kling-2.6","duration":"5","aspectRatio":"1:1"}""");
        }

        foreach (string file in new[] { "state.json", "jobs.jsonl" })
        {
            Add(file, File.ReadAllText(Path.Combine(state, file)));
        }
    }

    private static string? Members(PartialDownloadMetadata? notes) => notes is null ? null
        : FormattableString.Invariant($"{notes.UgcId}|{notes.Total}|{notes.ETag}|{notes.LastModified:O}|{notes.Length}|{notes.Sha256}|{notes.Host}|{notes.MediaType}");

    private void Add(string name, string? text) => _text.Append("# ").Append(name.Replace('\ud800', '?')).Append('\n').Append(text ?? "(null)").Append("\n\n");
}
