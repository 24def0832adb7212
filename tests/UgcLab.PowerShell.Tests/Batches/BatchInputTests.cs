using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Batches;

/// <summary>What Invoke-UgcBatch reads, and what it refuses before any money.</summary>
public sealed class BatchInputTests : IDisposable
{
    private const string Run = "Invoke-UgcBatch $sheet -Destination $videos -Force";

    private readonly Rehearsal _rehearsal = new();
    private readonly Shell _shell;

    public BatchInputTests() => _shell = _rehearsal.Open();

    public void Dispose()
    {
        _shell.Dispose();
        _rehearsal.Dispose();
    }

    [Fact]
    public void Every_fault_of_every_row_is_shown_with_its_line_before_any_money()
    {
        _rehearsal.Sheet("""
            Reference,Prompt,Model,Duration
            a,A paper boat sails down a rainy street,kling-2.6,5
            b,short,kling-2.6,7
            c,"A prompt
            of two lines",kling-2.6,5
            d,A paper boat sails down a rainy street,,5
            """);

        Outcome outcome = _shell.Run(Run);

        Assert.Equal(["UgcRowInvalid", "UgcModelMissing"], outcome.ErrorIds);
        Assert.Null(outcome.Caught);
        Assert.StartsWith("Row 2 (line 3) has 2 errors: ", outcome.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.StartsWith("Row 4 (line 6): ", outcome.Errors[1].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains(outcome.Warnings, warning => warning.Contains("-SkipInvalid", StringComparison.Ordinal));
        RunResult result = RunResult.Of(outcome);
        Assert.Equal((2, 4, 2, 2), (result.ExitCode, result.Rows, result.Invalid, result.NotSent));
        Assert.Equal(0, _rehearsal.Arrived.Any);

        // Nothing of it was planned: mended, the sheet has other rows.
        Assert.Empty(_rehearsal.Batches);
    }

    [Fact]
    public void Sound_rows_go_out_when_the_others_may_be_skipped()
    {
        _rehearsal.Sheet("Reference,Prompt,Model,Duration\na,A paper boat sails down a rainy street,kling-2.6,5\nb,short,kling-2.6,5\n");

        Outcome outcome = _shell.Run($"{Run} -SkipInvalid");

        Assert.Empty(outcome.ErrorIds);
        Assert.Contains(outcome.Warnings, warning => warning.StartsWith("Row 2 (line 3)", StringComparison.Ordinal) && warning.EndsWith("It is skipped.", StringComparison.Ordinal));
        RunResult result = RunResult.Of(outcome);
        Assert.Equal((1, 1, 1), (result.ExitCode, result.Invalid, result.Saved));
        Assert.Contains(File.ReadAllLines(result.ReportPath!), line => line.StartsWith("b,short", StringComparison.Ordinal));
    }

    [Fact]
    public void A_RowId_that_stands_twice_is_a_fault_of_its_row()
    {
        _rehearsal.Sheet("RowId,Prompt,Model,Duration\nx,A paper boat sails down a rainy street,kling-2.6,5\nx,A paper boat sails down another street,kling-2.6,5\n");

        Outcome outcome = _shell.Run(Run);

        Assert.StartsWith("Row 2 (line 3)", Assert.Single(outcome.Errors).ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal(2, RunResult.Of(outcome).ExitCode);
    }

    [Fact]
    public void A_RowId_whose_text_was_changed_is_refused_and_its_row_is_named()
    {
        _rehearsal.Sheet("RowId,Prompt,Model,Duration\nx,A paper boat sails down a rainy street,kling-2.6,5\n");
        _shell.Run(Run).Clean();
        _rehearsal.Sheet("RowId,Prompt,Model,Duration\nx,A paper boat sails down another street,kling-2.6,5\n");

        Outcome outcome = _shell.Run(Run);

        Assert.Equal(["UgcRowIdReused"], outcome.ErrorIds);
        Assert.StartsWith("Row 1 (line 2): ", outcome.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal((2, 1), (RunResult.Of(outcome).ExitCode, _rehearsal.Arrived.Orders));
    }

    [Theory]
    [InlineData("", "UgcFileInvalid")]
    [InlineData("Promt,Model,Duration\nA paper boat sails down a rainy street,kling-2.6,5\n", "UgcColumnSuspicious")]
    public void A_file_that_is_not_there_and_an_invalid_header_leave_no_batch_behind(string text, string error)
    {
        if (text.Length > 0)
        {
            _rehearsal.Sheet(text);
        }

        Assert.Equal([error], _shell.Run(Run).ErrorIds);
        Assert.Empty(_rehearsal.Batches);
        Assert.Equal(0, _rehearsal.Arrived.Any);
    }

    [Fact]
    public void Piped_rows_are_a_batch_when_they_have_a_name()
    {
        const string Rows = "1..2 | & { process { row \"A sound row, number $_\" @{ Reference = \"r$_\" } } }";

        Assert.Equal(["UgcArgumentInvalid"], _shell.Run($"{Rows} | Invoke-UgcBatch -Destination $videos -Force").ErrorIds);
        Assert.Equal(2, RunResult.Of(_shell.Run($"{Rows} | Invoke-UgcBatch -Name nov -Destination $videos -Force").Clean()).Saved);
        Assert.Equal(0, RunResult.Of(_shell.Run($"{Rows} | Invoke-UgcBatch -Name nov -Destination $videos -Force").Clean()).Created);
        Assert.Equal(["nov"], _rehearsal.Batches);
    }

    [Fact]
    public void Only_the_first_of_piped_rows_are_taken_when_that_is_specified() =>
        Assert.Equal(2, RunResult.Of(_shell.Run("1..5 | & { process { row \"A sound row, number $_\" } } | Invoke-UgcBatch -Name nov -First 2 -Destination $videos -Force").Clean()).Rows);

    [Fact]
    public void Json_lines_are_a_sheet()
    {
        _rehearsal.Sheet("{\"Reference\":\"a\",\"Prompt\":\"A paper boat sails down a rainy street\",\"Model\":\"kling-2.6\",\"Duration\":5}\n", "ads.jsonl");

        Assert.Equal("ads", RunResult.Of(_shell.Run("Invoke-UgcBatch $root/ads.jsonl -Destination $videos -Force").Clean()).Batch);
        Assert.Equal(["a-kling-2.6-v0.mp4"], _rehearsal.Files);
    }

    [Fact]
    public void Columns_are_mapped_prompts_are_made_and_what_is_typed_is_laid_over()
    {
        _rehearsal.Sheet("Nr;Thing;Colour\n7;mug;red\n8;bag;blue\n");

        _shell.Run($"{Run} -Column @{{ Reference = 'Nr' }} -PromptTemplate 'A {{Colour}} {{Thing}} on a wooden table' -Model kling-2.6 -Duration 5 -FileName '{{Thing}}-{{Reference}}'").Clean();

        Assert.Equal(["A red mug on a wooden table", "A blue bag on a wooden table"], _rehearsal.Sold);
        Assert.Equal(["bag-8.mp4", "mug-7.mp4"], _rehearsal.Files);
    }

    [Fact]
    public void A_template_that_cannot_be_filled_is_a_fault_of_the_row()
    {
        _rehearsal.Sheet("Thing,Colour\nmug,red\nbag,\n");

        Outcome outcome = _shell.Run($"{Run} -PromptTemplate 'A {{Colour}} {{Thing}} on a wooden table' -Model kling-2.6 -Duration 5");

        Assert.StartsWith("Row 2 (line 3)", Assert.Single(outcome.Errors).ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal((2, 0), (RunResult.Of(outcome).ExitCode, _rehearsal.Arrived.Any));
    }

    [Fact]
    public void Paths_are_relative_to_the_prompts_folder()
    {
        _rehearsal.Sheet(1);

        Outcome outcome = _shell.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($root); Invoke-UgcBatch ads.csv -Destination videos -Force").Clean();

        Assert.Equal(Path.Combine(_rehearsal.Videos, "results.csv"), RunResult.Of(outcome).ReportPath);
        Assert.Single(_rehearsal.Files);
    }

    [Fact]
    public void Without_a_destination_videos_go_where_the_session_says()
    {
        _rehearsal.Sheet(1);
        using Shell shell = _rehearsal.Open(more: $"-Destination '{_rehearsal.Videos}'");

        shell.Run("Invoke-UgcBatch $sheet -Force").Clean();

        Assert.Single(_rehearsal.Files);
    }

    [Fact]
    public void The_sheet_is_never_replaced_by_the_results_though_it_is_called_so()
    {
        _rehearsal.Sheet(1).Sheet(File.ReadAllText(Path.Combine(_rehearsal.Root, "ads.csv")), "results.csv");
        string before = File.ReadAllText(Path.Combine(_rehearsal.Root, "results.csv"));

        RunResult result = RunResult.Of(_shell.Run("Invoke-UgcBatch $root/results.csv -Destination $root -Force"));

        Assert.Equal(before, File.ReadAllText(Path.Combine(_rehearsal.Root, "results.csv")));
        Assert.NotEqual(Path.Combine(_rehearsal.Root, "results.csv"), result.ReportPath);
    }
}
