using UgcLab.Client.Tests.Ledger;
using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Batch;

/// <summary>What lies in a batch's folder, and for whom.</summary>
public sealed class BatchFilesTests
{
    private const string Secret = "X-Amz-Signature=5ec4e7";

    [Fact]
    public async Task No_key_and_no_signed_query_is_in_any_file()
    {
        string signed = $"https://cdn.example/start.png?{Secret}";
        using Bench bench = new(
            Answer(202, Bench.Receipt),
            Answer(400, $$$"""{"error":{"code":"IMAGE_DOWNLOAD_FAILED","message":"Could not fetch {{{signed}}} for {{{Bench.Key}}}"}}"""),
            Answer(202, $"<html>{signed} Bearer {Bench.Key}"));
        using (OpenBatch batch = bench.Client.OpenBatch("spring"))
        {
            for (int number = 1; number <= 3; number++)
            {
                Order order = new(Bench.Video with { Prompt = $"Number {number}: a key {Bench.Key} on a table", ImageUrl = signed, AdditionalProperties = new Dictionary<string, object?> { ["hook"] = signed } })
                {
                    RowId = $"row {number} {Bench.Key}",
                    Reference = signed,
                    Cells = new Dictionary<string, string> { ["Image"] = signed, ["Note"] = Bench.Key },
                };
                BatchRow row = batch.Take(order);
                await Record.ExceptionAsync(() => bench.Clock.RunAsync(batch.BuyAsync(row)));
            }

            LedgerDesk.See(batch.Ledger, "clzzjob1", UgcJobStatus.Failed);
        }

        File.AppendAllText(Path.Combine(bench.Client.Batches.Get("spring").Folder!, "ledger.jsonl"), "{\"v\":1,");
        bench.Client.OpenBatch("spring").Dispose();

        string[] files = Directory.GetFiles(Path.Combine(bench.Folder, "batches"), "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.EndsWith("ledger.jsonl", StringComparison.Ordinal));
        Assert.All(files, file =>
        {
            string text = File.ReadAllText(file);
            Assert.DoesNotContain(Bench.Key[4..], text, StringComparison.Ordinal);
            Assert.DoesNotContain("5ec4e7", text, StringComparison.Ordinal);
        });
        Assert.Equal([UgcRowState.Failed, UgcRowState.Refused, UgcRowState.Unknown], bench.Client.Batches.Rows("spring").Select(row => row.State));
    }

    [Fact]
    public async Task Folders_and_files_are_the_users_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps rights in lists, and the user's folder has them.");
        using Bench bench = new(Answer(202, Bench.Receipt));
        using (OpenBatch batch = bench.Client.OpenBatch("spring"))
        {
            await bench.Clock.RunAsync(batch.BuyAsync(batch.Take(LedgerDesk.Row(1))));
        }

        File.AppendAllText(Path.Combine(bench.Client.Batches.Get("spring").Folder!, "ledger.jsonl"), "{\"v\":1,");
        using OpenBatch again = bench.Client.OpenBatch("spring");
        string root = Path.Combine(bench.Folder, "batches");

        foreach (string path in Directory.GetFileSystemEntries(root, "*", SearchOption.AllDirectories).Append(root))
        {
            UnixFileMode rights = UnixFileMode.UserRead | UnixFileMode.UserWrite | (Directory.Exists(path) ? UnixFileMode.UserExecute : 0);
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == rights, path);
        }

        Assert.Equal(
            ["ledger.jsonl", "ledger.lock", "manifest.json", "owner.json", "reserve.bin"],
            Directory.GetFiles(again.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
