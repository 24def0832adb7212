using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Ledger;

public sealed class HistoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ugclab-history-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Nothing_written_is_nothing_known() => Assert.Empty(new History(_folder).Read());

    [Fact]
    public void A_sending_whose_process_is_gone_is_in_doubt()
    {
        Write("20260101T000000-1.jsonl", Run(int.MaxValue), Sending("aa"));

        Assert.Equal(UgcPurchaseState.Unknown, Assert.Single(new History(_folder).Read()).State);
    }

    [Fact]
    public void A_sending_whose_process_is_there_is_under_way()
    {
        Write("20260101T000000-1.jsonl", Run(Environment.ProcessId), Sending("aa"));
        using UgcLab.Ledger.LedgerFile file = UgcLab.Ledger.LedgerFile.Continue(Prepare("20260101T000000-1.jsonl"), new FileInfo(Prepare("20260101T000000-1.jsonl")).Length, 2, TimeProvider.System);

        Assert.Equal(UgcPurchaseState.Sending, Assert.Single(new History(_folder).Read()).State);
    }

    [Fact]
    public void A_sending_of_an_earlier_process_with_our_own_number_is_in_doubt()
    {
        Write("20260101T000000-1.jsonl", Run(Environment.ProcessId), Sending("aa"));

        Assert.Equal(UgcPurchaseState.Unknown, Assert.Single(new History(_folder).Read()).State);
    }

    [Fact]
    public void A_torn_tail_at_any_byte_never_takes_a_sending_back()
    {
        string whole = string.Concat(Sealed(Run(int.MaxValue)), Sealed(Sending("aa")), Sealed(Accepted("aa", "j1")));
        int sentLine = whole.IndexOf('\n', whole.IndexOf("Sending", StringComparison.Ordinal));
        for (int length = 0; length <= whole.Length; length++)
        {
            File.WriteAllText(Prepare("20260101T000000-1.jsonl"), whole[..length]);

            IReadOnlyList<UgcHistoryEntry> entries = new History(_folder).Read();

            Assert.Equal(length > sentLine ? 1 : 0, entries.Count);
            Assert.All(entries, entry => Assert.Equal(length == whole.Length ? UgcPurchaseState.Accepted : UgcPurchaseState.Unknown, entry.State));
        }
    }

    [Fact]
    public void Rubbish_between_the_lines_costs_that_line_alone()
    {
        Write("20260101T000000-1.jsonl", Run(int.MaxValue), Sending("aa"), "\u0000\u0000{{{", Accepted("aa", "j1"), "{}", "[]", """{"v":1,"n":4,"event":"Tomorrow","purchase":"aa"}""");

        Assert.Equal("j1", Assert.Single(Assert.Single(new History(_folder).Read()).Jobs).UgcId);
    }

    [Fact]
    public void Charged_refunded_and_net_are_told_apart()
    {
        Write("20260101T000000-1.jsonl", Run(int.MaxValue), Sending("aa"), Accepted("aa", "j1"), Sending("bb"), Accepted("bb", "j2"), """{"v":1,"n":4,"event":"Job","ugcId":"j2","status":"FAILED","creditsCharged":8,"creditsRefunded":6.5}""");

        Assert.Equal(
            [(8m, null, 8m), (8m, 6.5m, 1.5m)],
            new History(_folder).Read().OrderBy(entry => entry.PurchaseId).Select(entry => (entry.CreditsCharged, entry.CreditsRefunded, entry.NetCredits)));
    }

    [Fact]
    public void The_files_of_several_processes_are_read_as_one()
    {
        Write("20260101T000000-1.jsonl", Run(int.MaxValue), Sending("aa"), Accepted("aa", "j1"));
        Write("20260102T000000-2.jsonl", Run(int.MaxValue), Sending("bb"), Accepted("bb", "j2"), """{"v":1,"n":4,"at":"2026-01-02T00:00:00Z","event":"Job","ugcId":"j1","status":"COMPLETED"}""");
        History history = new(_folder);

        Assert.Equal(["aa", "bb"], history.Read().Select(entry => entry.PurchaseId).Order());
        Assert.Equal(UgcJobStatus.Completed, history.FindJob("j1")!.Status);
        Assert.Null(history.FindJob("j3"));
    }

    [Fact]
    public async Task A_signed_query_and_a_key_stay_out_of_the_file()
    {
        using Bench bench = new(Answer(202, Bench.Receipt));
        VideoRequest request = Bench.Video with { ImageUrl = "https://cdn.example/a.png?signature=SECRET", Prompt = "A boat. " + Bench.Key };
        Order order = new(request) { Cells = new Dictionary<string, string> { ["Image Url"] = "https://cdn.example/a.png?signature=SECRET", ["Note"] = Bench.Key } };

        await bench.Clock.RunAsync(bench.Client.Purchases.BuyAsync(order));

        Assert.DoesNotContain("SECRET", bench.JournalText, StringComparison.Ordinal);
        Assert.DoesNotContain(Bench.Key, bench.JournalText, StringComparison.Ordinal);
        Assert.Contains("https://cdn.example/a.png", bench.JournalText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_secret_stays_in_the_file_however_deep_it_lay()
    {
        using Bench bench = new(Answer(202, Bench.Receipt), Answer(200, """{"data":{"id":"clzzjob1","status":"FAILED","errorMessage":"see https:\/\/cdn.example\/a?signature=SECRET"}}"""));
        VideoRequest request = Bench.Video with
        {
            AdditionalProperties = new Dictionary<string, object?> { ["meta"] = new Dictionary<string, object?> { ["a"] = new List<object?> { Bench.Key, "https://cdn.example/a?signature=SECRET" } } },
        };

        UgcJob job = (await bench.Clock.RunAsync(bench.Client.Purchases.BuyAsync(new Order(request))))[0];
        await bench.Client.Jobs.GetAsync(job);

        Assert.DoesNotContain("SECRET", bench.JournalText, StringComparison.Ordinal);
        Assert.DoesNotContain(Bench.Key, bench.JournalText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_told_of_and_hides_no_other()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        Write("20260102T000000-2.jsonl", Run(int.MaxValue), Sending("bb"), Accepted("bb", "j2"));
        File.CreateSymbolicLink(Prepare("20260101T000000-1.jsonl"), Path.Combine(_folder, "nowhere"));
        List<string> passedOver = [];

        Assert.Equal("bb", Assert.Single(new History(_folder).Read(passedOver.Add)).PurchaseId);
        Assert.Contains("20260101T000000-1.jsonl", Assert.Single(passedOver), StringComparison.Ordinal);
        Assert.NotNull(new History(_folder).FindJob("j2"));
    }

    [Fact]
    public async Task The_files_are_the_users_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps rights in lists, and the user's folder has them.");
        using Bench bench = new(Answer(202, Bench.Receipt));
        await bench.BuyAsync();

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.GetFiles(Path.Combine(bench.Folder, "runs"))[0]));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(bench.Folder, "runs")));
        }
    }

    private static string Run(int pid) => $$"""{"v":1,"n":1,"at":"2099-01-01T00:00:00Z","event":"Run","pid":{{pid}},"host":"{{Environment.MachineName}}"}""";

    private static string Sending(string purchase) => $$$"""{"v":1,"n":2,"at":"2026-01-01T00:00:00Z","event":"Sending","purchase":"{{{purchase}}}","attempt":1,"endpoint":"ugc/video","request":{"projectId":"p","prompt":"A boat","model":"veo-3.1","duration":"8","variants":1}}""";

    private static string Accepted(string purchase, string job) => $$"""{"v":1,"n":3,"at":"2026-01-01T00:00:01Z","event":"Accepted","purchase":"{{purchase}}","jobs":[{"ugcId":"{{job}}","variantIndex":0,"creditsCharged":8}],"totalCreditsCharged":8}""";

    private string Prepare(string name)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "runs"));
        return Path.Combine(_folder, "runs", name);
    }

    // With its checksum, as the ledger writes it; what is no object stays as it is.
    private static string Sealed(string line) => line.StartsWith("{\"v\"", StringComparison.Ordinal)
        ? System.Text.Encoding.UTF8.GetString(UgcLab.Ledger.LedgerLine.Sealed(System.Text.Encoding.UTF8.GetBytes(line[..^1])))
        : line + "\n";

    private void Write(string name, params string[] lines) => File.WriteAllText(Prepare(name), string.Concat(lines.Select(Sealed)));
}
