using System.Text;
using System.Text.Json;

namespace UgcLab.Client.Tests.Batches;

public sealed class ResultSheetTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("ugclab-results-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Each_video_is_a_line_and_so_is_a_row_without_one_after_the_rows_own_columns()
    {
        ResultFiles files = await WriteAsync(
            new ResultRow { RowNumber = 1, State = UgcRowState.Saved, Cells = Cells("tea", "A cup"), Jobs = [Job("j1", 0), Job("j2", 1)] },
            new ResultRow { RowNumber = 2, State = UgcRowState.Refused, Cells = Cells("mug", "A mug"), Message = "Too dull.", RequestId = "req_9" });

        Assert.Empty(files.Warnings);
        Assert.Equal(
            [
                "Sku,Prompt,UgcRow,UgcState,UgcId,UgcVariant,UgcActor,UgcStatus,UgcCreditsCharged,UgcCreditsRefunded,UgcNetCredits,UgcFile,UgcError,UgcRequestId",
                $"tea,A cup,1,Saved,j1,0,,Completed,12.5,2.5,10.0,{Path.Combine("videos", "j1.mp4")},,req_1",
                $"tea,A cup,1,Saved,j2,1,,Completed,12.5,2.5,10.0,{Path.Combine("videos", "j2.mp4")},,req_1",
                "mug,A mug,2,Refused,,,,,,,,,Too dull.,req_9",
                "",
            ],
            File.ReadAllText(files.Csv!).Split("\r\n"));
        Assert.Equal(Encoding.UTF8.GetPreamble(), File.ReadAllBytes(files.Csv!)[..3]);
    }

    [Fact]
    public async Task Who_is_seen_in_a_video_is_named_as_far_as_that_is_known()
    {
        UgcJob job = Job("j1", 0);

        ResultFiles files = await WriteAsync(new ResultRow
        {
            RowNumber = 1,
            Cells = Cells("s", "p"),
            Jobs = [job with { ActorId = "a1", ActorName = "Sarah" }, job with { ActorId = "a2" }, job with { IsCustomActor = true }, job with { ActorName = "=Eve" }],
        });

        string sheet = File.ReadAllText(files.Csv!);
        Assert.All([",0,Sarah,Completed", ",0,a2,Completed", ",0,(described),Completed", ",0,'=Eve,Completed"], cells => Assert.Contains(cells, sheet, StringComparison.Ordinal));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(files.Json!));
        JsonElement video = json.RootElement.GetProperty("results")[0].GetProperty("videos")[0];
        Assert.Equal(("a1", "Sarah"), (video.GetProperty("actorId").GetString(), video.GetProperty("actorName").GetString()));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 30", "'+49 30")]
    [InlineData("-x", "'-x")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("   =1+1", "'   =1+1")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData("a=b", "a=b")]
    [InlineData("a, \"b\"\nc", "\"a, \"\"b\"\"\nc\"")]
    [InlineData("x;=1", "\"x;=1\"")]
    [InlineData(" x", "\" x\"")]
    [InlineData("", "")]
    public async Task A_cell_is_never_a_formula_and_always_one_cell(string cell, string written)
    {
        ResultFiles files = await WriteAsync(new ResultRow { RowNumber = 1, Cells = Cells("s", cell) });

        Assert.StartsWith($"s,{written},1,", File.ReadAllText(files.Csv!).Split("UgcRequestId\r\n")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_of_ours_stay_numbers_and_words_of_the_service_do_not_become_formulas()
    {
        UgcJob refunded = Job("j1", 0) with { CreditsCharged = 5, CreditsRefunded = 10, ErrorMessage = "=cmd|' /C calc'!A0" };

        ResultFiles files = await WriteAsync(new ResultRow { RowNumber = 1, Cells = Cells("s", "p"), Jobs = [refunded] });

        Assert.Contains(",5,10,-5,", File.ReadAllText(files.Csv!), StringComparison.Ordinal);
        Assert.Contains(",'=cmd|", File.ReadAllText(files.Csv!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_JSON_file_has_a_head_and_the_same_rows_with_their_values_as_they_are()
    {
        ResultFiles files = await WriteAsync(
            new ResultRow { RowNumber = 1, State = UgcRowState.Saved, Cells = Cells("=tea", "A cup"), Jobs = [Job("j1", 0)] },
            new ResultRow { RowNumber = 2, State = UgcRowState.NotSent, Cells = Cells("half \ud800", "key " + Bench.Key) });

        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(files.Json!));
        JsonElement root = json.RootElement;
        Assert.Equal("nov", root.GetProperty("batch").GetString());
        Assert.Equal(Now, root.GetProperty("writtenAt").GetDateTimeOffset());
        Assert.Equal(3, root.GetProperty("rows").GetInt32());
        Assert.Equal(90, root.GetProperty("netCredits").GetDecimal());
        Assert.Equal(
            ["batch", "writtenAt", "rows", "notSent", "sending", "refused", "unconfirmed", "abandoned", "running", "finished", "failed", "saved", "videos", "creditsCharged", "creditsRefunded", "netCredits", "results"],
            root.EnumerateObject().Select(member => member.Name));
        Assert.Equal((1, 2), (root.GetProperty("notSent").GetInt32(), root.GetProperty("saved").GetInt32()));
        JsonElement first = root.GetProperty("results")[0];
        Assert.Equal("=tea", first.GetProperty("cells").GetProperty("Sku").GetString());
        Assert.Equal(10m, first.GetProperty("videos")[0].GetProperty("netCredits").GetDecimal());
        Assert.Equal("half \ufffd", root.GetProperty("results")[1].GetProperty("cells").GetProperty("Sku").GetString());
        Assert.Empty(root.GetProperty("results")[1].GetProperty("videos").EnumerateArray());
        Assert.DoesNotContain(Bench.Key, File.ReadAllText(files.Json!) + File.ReadAllText(files.Csv!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sheet_whose_place_is_taken_is_written_beside_it_with_a_warning()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "results.csv"));

        ResultFiles files = await WriteAsync(new ResultRow { RowNumber = 1, Cells = Cells("s", "p") });

        Assert.Equal(Path.Combine(_folder, "results-2.csv"), files.Csv);
        Assert.Equal(Path.Combine(_folder, "results.json"), files.Json);
        Assert.Contains("results-2.csv", Assert.Single(files.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sheet_that_the_rows_came_from_is_never_replaced()
    {
        string input = Path.Combine(_folder, "results.csv");
        File.WriteAllText(input, "mine");

        ResultFiles files = await ResultSheet.WriteAsync(_folder, Batch, ["Sku"], ResultRow.Rows([]), Now, input);

        Assert.Equal("mine", File.ReadAllText(input));
        Assert.EndsWith("results-2.csv", files.Csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_gives_a_warning_and_no_files()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        ResultFiles files = await ResultSheet.WriteAsync(Path.Combine(file, "below"), Batch, ["Sku"], ResultRow.Rows([]), Now);

        Assert.Empty(files.Paths);
        Assert.Single(files.Warnings);
    }

    [Fact]
    public async Task Rows_that_break_off_leave_the_old_results_as_they_were()
    {
        await WriteAsync(new ResultRow { RowNumber = 1, Cells = Cells("old", "p") });

        await Assert.ThrowsAsync<InvalidOperationException>(() => ResultSheet.WriteAsync(_folder, Batch, ["Sku"], Broken(), Now));

        Assert.Equal(["report.html", "results.csv", "results.json"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        Assert.Contains("old", File.ReadAllText(Path.Combine(_folder, "results.csv")), StringComparison.Ordinal);

        static async IAsyncEnumerable<UgcBatchRow> Broken()
        {
            await Task.CompletedTask;
            yield return new UgcBatchRow { Batch = "nov" };
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public async Task A_sheet_of_results_can_be_read_as_rows_again_and_gets_one_set_of_results()
    {
        string[] headers = ["Id", "Prompt", .. ResultColumns.Names];

        RowColumns columns = RowColumns.Match(CreationDescriptor.Video, headers);
        ResultFiles files = await ResultSheet.WriteAsync(_folder, Batch, headers, ResultRow.Rows([]), Now);

        Assert.Empty(columns.Unrecognized);
        Assert.True(columns.IsUsed("Id"));
        Assert.Equal(string.Join(',', headers) + "\r\n", File.ReadAllText(files.Csv!));
    }

    private static UgcBatch Batch { get; } = new()
    {
        Name = "nov",
        States = new Dictionary<UgcRowState, int> { [UgcRowState.Saved] = 2, [UgcRowState.NotSent] = 1 },
        CreditsCharged = 100,
        CreditsRefunded = 10,
    };

    private Task<ResultFiles> WriteAsync(params ResultRow[] rows) => ResultSheet.WriteAsync(_folder, Batch, ["Sku", "Prompt"], ResultRow.Rows(rows), Now);

    private static Dictionary<string, string> Cells(string sku, string prompt) => new() { ["Sku"] = sku, ["Prompt"] = prompt };

    private UgcJob Job(string id, int variant) => new()
    {
        UgcId = id,
        VariantIndex = variant,
        Status = UgcJobStatus.Completed,
        CreditsCharged = 12.5m,
        CreditsRefunded = 2.5m,
        RequestId = "req_1",
        SavedPath = Path.Combine(_folder, "videos", $"{id}.mp4"),
    };
}
