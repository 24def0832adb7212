using UgcLab.Client.Tests.Store;
using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Batches;

/// <summary>What is in the state folder after a batch was run, and who can read it.</summary>
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
        for (int number = 1; number <= 3; number++)
        {
            PurchaseRequest order = new(Bench.Video with { Prompt = $"Number {number}: a key {Bench.Key} on a table", ImageUrl = signed, AdditionalProperties = new Dictionary<string, object?> { ["hook"] = signed } })
            {
                RowId = $"row {number} {Bench.Key}",
                RowNumber = number,
                Reference = signed,
                Cells = new Dictionary<string, string> { ["Image"] = signed, ["Note"] = Bench.Key },
            };
            await Record.ExceptionAsync(() => bench.CreateRowAsync("spring", order));
        }

        await bench.Store.RecordJobAsync(new UgcJob { UgcId = "clzzjob1", StatusText = "FAILED", Status = UgcJobStatus.Failed });

        Assert.Equal(
            [UgcRowState.Failed, UgcRowState.Refused, UgcRowState.Unconfirmed],
            (await bench.Client.Batches.RowsAsync("spring").ToListAsync()).Select(row => row.State));
        Assert.Contains("Number 3: a key ", bench.StoreText, StringComparison.Ordinal);
        Assert.All([bench.StoreText, StoreDump.Raw(bench.Folder)], text =>
        {
            Assert.DoesNotContain(Bench.Key[4..], text, StringComparison.Ordinal);
            Assert.DoesNotContain("5ec4e7", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Folders_and_files_are_the_users_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps rights in lists, and the user's folder has them.");
        using Bench bench = new(Answer(202, Bench.Receipt));
        Directory.Delete(bench.Folder);
        await bench.CreateRowAsync("spring", Bench.Row(1));

        foreach (string path in Directory.GetFileSystemEntries(bench.Folder, "*", SearchOption.AllDirectories).Append(bench.Folder))
        {
            UnixFileMode rights = UnixFileMode.UserRead | UnixFileMode.UserWrite | (Directory.Exists(path) ? UnixFileMode.UserExecute : 0);
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == rights, path);
        }

        Assert.Equal(
            ["reserve.bin", "ugclab.db", "ugclab.db-journal", "ugclab.lock"],
            Directory.GetFiles(bench.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Single(Directory.GetFiles(Path.Combine(bench.Folder, "owners")));
    }
}
