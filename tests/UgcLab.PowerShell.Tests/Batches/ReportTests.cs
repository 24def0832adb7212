using System.Security.Cryptography;
using System.Text;
using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Batches;

public sealed class ReportTests : IDisposable
{
    private readonly string _batch = "r" + Guid.NewGuid().ToString("N");
    private readonly ScratchFolder _folder = new();
    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public ReportTests()
    {
        _shell.Connect(_service).Set("batch", _batch).Set("folder", _folder.Path);
        _shell.Run("(row 'A row that is saved' @{ Note = '=1+1' }), (row 'A row of two takes' @{ Variants = 2 }) | New-UgcVideo -Batch $batch -WarningAction SilentlyContinue").Clean();
    }

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_report_has_a_line_for_each_video_with_the_rows_own_columns_in_front()
    {
        _shell.Run("(Get-UgcBatch $batch -Row)[0].Jobs | Save-UgcVideo -Destination $folder -Name saved").Clean();

        Outcome outcome = _shell.Run("Export-UgcReport $batch -Destination $folder").Clean();

        Assert.Equal(new[] { "results.csv", "results.json", "report.html" }.Select(name => Path.Combine(_folder, name)), outcome.Values("FullName"));
        string[] lines = File.ReadAllLines(Path.Combine(_folder, "results.csv"));
        Assert.StartsWith("Prompt,Model,Duration,ProjectId,Note,Variants,UgcRow,UgcState,", lines[0], StringComparison.Ordinal);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("A row that is saved,kling-2.6,5,clzz0000000000000project1,'=1+1,,1,Saved,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",10,0,10,saved.mp4,,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",2,Running,", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_is_written_without_a_session_and_relative_to_the_prompts_folder()
    {
        using Shell clean = new();

        Outcome outcome = clean.Set("batch", _batch).Set("folder", _folder.Path).Run("$null = $ExecutionContext.SessionState.Path.SetLocation($folder); Get-UgcBatch $batch | Export-UgcReport -Destination out").Clean();

        Assert.Equal(3, outcome.Output.Count);
        Assert.Equal(["out/report.html", "out/results.csv", "out/results.json"], _folder.Files.Select(file => file.Replace('\\', '/')));
    }

    [Fact]
    public void The_results_of_two_batches_in_one_folder_are_written_one_after_the_other()
    {
        string state = _shell.Run("(Get-UgcContext).StateFolder").Clean().Texts[0];
        _shell.Run("Export-UgcReport $batch -Destination $folder/one").Clean();
        byte[] name = Encoding.UTF8.GetBytes(Path.Combine(_folder, "one").ToUpperInvariant());
        string turn = Path.Combine(state, $"results-{Convert.ToHexString(SHA256.HashData(name).AsSpan(0, 8))}.lock");
        Assert.True(File.Exists(turn));
        string page = Path.Combine(_folder, "one", "report.html");
        using Shell other = new();
        other.Connect(_service).Set("folder", _folder.Path);
        other.Run("row 'A row of another batch' | New-UgcVideo -Batch \"$project-other\" -WarningAction SilentlyContinue").Clean();
        using FileStream writing = new(turn, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        using Running waiting = other.Start("Export-UgcReport \"$project-other\" -Destination $folder/one/");
        Assert.Equal(3, _shell.Run("Export-UgcReport $batch -Destination $folder/two").Clean().Output.Count);
        Assert.DoesNotContain("A row of another batch", File.ReadAllText(page), StringComparison.Ordinal);
        writing.Dispose();

        Assert.Equal(3, waiting.End().Clean().Output.Count);
        Assert.Contains("A row of another batch", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_is_written_again_to_the_folder_where_it_was()
    {
        _shell.Run("Export-UgcReport $batch -Destination $folder/videos").Clean();

        Assert.All(_shell.Run("(Export-UgcReport $batch).DirectoryName").Clean().Texts, folder => Assert.Equal(Path.Combine(_folder, "videos"), folder));
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        _shell.Run("Export-UgcReport $batch -Destination $folder -WhatIf").Clean();

        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_an_error()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");

        Assert.Equal(["UgcFileUnwritable"], _shell.Run("Export-UgcReport $batch -Destination $folder/file/below").ErrorIds);
        Assert.Equal(["UgcBatchNotFound"], _shell.Run("Export-UgcReport nosuchbatch -Destination $folder").ErrorIds);
    }
}
