using System.Text.Json;
using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Batches;

/// <summary>A row is what a person sees, whatever program wrote it and whatever way it comes in.</summary>
public sealed class RowIdentityTests : IDisposable
{
    private const string Run = "Invoke-UgcBatch $sheet -Destination $videos -Force";
    private const string Header = "Prompt,Model,Duration,Reference\n";

    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Theory]
    [InlineData("  A cafe\u0301 \r\non a table\t", "  kling-2.6 ", " 5", "a ")]
    [InlineData("\uFEFFA café \ron a table\u200B", "kling-2.6\u2060", "5\u00A0", "")]
    public void A_sheet_that_another_program_wrote_costs_nothing_again(string prompt, string model, string duration, string reference)
    {
        using Shell shell = _rehearsal.Sheet(Header + "\"A café \non a table\",kling-2.6,5,a\n").Open();
        Assert.Equal(1, RunResult.Of(shell.Run(Run).Clean()).Created);

        string row = $"\"{prompt}\",\"{model}\",\"{duration}\",\"{reference}\"\n";
        _rehearsal.Sheet(Header + row);
        Assert.Equal(0, RunResult.Of(shell.Run(Run).Clean()).Created);
        Assert.Equal(0, RunResult.Of(shell.Run("[UgcLab.Sheet]::Read($sheet) | Invoke-UgcBatch -Name ads -Destination $videos -Force").Clean()).Created);
        shell.Set("prompt", prompt).Set("model", model).Set("duration", duration);
        Assert.Equal(0, RunResult.Of(shell.Run("@{ Prompt = $prompt; Model = $model; Duration = $duration } | Invoke-UgcBatch -Name ads -Destination $videos -Force").Clean()).Created);
        _rehearsal.Sheet(JsonSerializer.Serialize(new { Prompt = prompt, Model = model, Duration = duration }), "ads.jsonl");
        Assert.Equal(0, RunResult.Of(shell.Run("Invoke-UgcBatch $root/ads.jsonl -Destination $videos -Force").Clean()).Created);
        shell.Run("New-UgcVideo -Prompt $prompt -Model kling-2.6 -Duration 5 -Batch ads").Clean();

        Assert.Equal("A café \non a table", Assert.Single(_rehearsal.Sold));
    }

    [Fact]
    public void Rows_that_look_the_same_are_equal_rows()
    {
        using Shell shell = _rehearsal.Sheet(Header + "A café on a table,kling-2.6,5,a\nA cafe\u0301 on a table ,kling-2.6,5,b\n").Open();

        Outcome outcome = shell.Run(Run).Clean();

        Assert.Equal(2, RunResult.Of(outcome).Created);
        Assert.Contains("1 row is equal to an earlier row and creates the same again. Row 2 (line 3) asks for the same video as row 1.", outcome.Warnings);
        Assert.Contains("Batch ads: 2 rows; 2 to send.", outcome.Information);
        Assert.Equal(0, RunResult.Of(shell.Run(Run).Clean()).Created);
    }

    [Fact]
    public void Equal_rows_are_one_line_and_stand_in_the_question()
    {
        using Shell shell = _rehearsal.Sheet(Header + string.Concat(Enumerable.Repeat("A paper boat sails,kling-2.6,5,a\n", 30))).Open();
        shell.Host.Answer("No");

        Assert.Equal("29 rows are equal to an earlier row and create the same again. Row 2 (line 3) asks for the same video as row 1.", Assert.Single(shell.Run(Run.Replace(" -Force", "", StringComparison.Ordinal)).Clean().Warnings));
        Assert.Contains("29 rows are equal to an earlier row and create the same again. Create 30 videos", Assert.Single(shell.Host.Questions), StringComparison.Ordinal);
    }

    [Fact]
    public void Results_are_read_as_the_rows_they_are_of()
    {
        using Shell shell = _rehearsal.Sheet("Reference,Prompt,Model,Duration,Variants\na,- a paper boat sails,kling-2.6,5,3\nb,'=a second boat sails,kling-2.6,5,1\nc,'a third boat sails,kling-2.6,5,2\n").Open();
        RunResult first = RunResult.Of(shell.Run(Run).Clean());
        Assert.Equal((3, 6), (first.Created, first.VideosSaved));
        Assert.Equal(7, File.ReadAllLines(first.ReportPath!).Length);

        shell.Set("results", first.ReportPath);

        // As Import-Csv makes them.
        shell.Run("""
            $lines = [IO.File]::ReadAllLines($results)
            $names = $lines[0].Split(',')
            $rows = foreach ($line in $lines[1..6]) { $row = [ordered]@{}; for ($i = 0; $i -lt $names.Count; $i++) { $row[$names[$i]] = $line.Split(',')[$i] }; [pscustomobject]$row }
            $reversed = $rows[5..0]
            """).Clean();
        foreach (string again in new[]
        {
            "Invoke-UgcBatch $results -Name ads -Destination $videos/new -Force",
            "$rows | Invoke-UgcBatch -Name ads -Destination $videos/new -Force",
            "$reversed | Invoke-UgcBatch -Name ads -Destination $videos/new -Force",
        })
        {
            Outcome outcome = shell.Run(again).Clean();
            Assert.Equal((3, 0, 3), (RunResult.Of(outcome).Rows, RunResult.Of(outcome).Created, RunResult.Of(outcome).Saved));
            Assert.StartsWith("Saved by an earlier run", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
        }

        Assert.Equal(6, shell.Run("$rows | New-UgcVideo -Batch ads").Clean().Output.Count);
        Assert.Equal(6, _rehearsal.Sold.Count);
        Assert.Equal(3, _rehearsal.Sold.Count(prompt => prompt == "- a paper boat sails"));
        Assert.Contains(File.ReadAllLines(Path.Combine(_rehearsal.Videos, "new", "results.csv")), line => line.StartsWith("a,'- a paper boat sails,", StringComparison.Ordinal));
    }

    [Fact]
    public void Lines_of_one_row_that_differ_are_an_error_before_money()
    {
        using Shell shell = _rehearsal.Sheet("Prompt,Model,Duration,UgcRow,UgcState\nA paper boat sails,kling-2.6,5,1,Saved\nA second boat sails,kling-2.6,5,1,Saved\n").Open();

        Outcome outcome = shell.Run(Run);

        Assert.Equal(["UgcRowUnreadable"], outcome.ErrorIds);
        Assert.StartsWith("Row 1 (line 3): An earlier line is of the same UgcRow", outcome.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal((2, 0), (RunResult.Of(outcome).ExitCode, _rehearsal.Arrived.Orders));
    }

    // The runtime composes no letters there.
    [Fact]
    public void A_process_without_globalization_takes_a_row_for_the_same_or_refuses_it()
    {
        using Service service = new();
        string state = Path.Combine(_rehearsal.Root, "state");
        string script = $"$run = Invoke-UgcBatch '{Path.Combine(_rehearsal.Root, "ads.csv")}' -Destination '{_rehearsal.Videos}' -ProjectId {Service.Project} -Timeout 5 -Force; \"Created $($run.Created).\"; exit $run.ExitCode";
        (string, string) invariant = ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1");
        _rehearsal.Sheet(Header + "A café on a table,kling-2.6,5,a\nПривет и ❤️ на столе,kling-2.6,5,b\n");
        (int ExitCode, string Output) first = Ran();
        Assert.True(first.Output.Contains("Created 2.", StringComparison.Ordinal), first.Output);

        (int ExitCode, string Output) same = Ran(invariant);
        Assert.True(same.Output.Contains("Created 0.", StringComparison.Ordinal), same.Output);
        _rehearsal.Sheet(Header + "A cafe\u0301 on a table,kling-2.6,5,a\n");
        (int ExitCode, string Output) refused = Ran(invariant);

        Assert.True(refused.ExitCode == 2, refused.Output);
        Assert.Contains("Row 1 (line 2)", refused.Output, StringComparison.Ordinal);
        Assert.Contains("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", refused.Output, StringComparison.Ordinal);
        Assert.Equal(2, service.Orders.Count);

        (int ExitCode, string Output) Ran(params (string, string)[] environment)
        {
            using Child child = new(service, state, script, "", environment);
            return child.End();
        }
    }
}
