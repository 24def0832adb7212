using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Batches;

/// <summary>New rows that create what was created before are held until that is decided.</summary>
public sealed class EarlierRowsTests : IDisposable
{
    private const string Run = "Invoke-UgcBatch $sheet -Destination $videos -MaxCredit 10000";

    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void A_copy_of_a_finished_sheet_is_held_where_no_prompt_is_possible()
    {
        using Shell shell = _rehearsal.Sheet(11).Open(host: Shell.NonInteractive);
        shell.Run(Run).Clean();
        File.Copy(Path.Combine(_rehearsal.Root, "ads.csv"), Path.Combine(_rehearsal.Root, "ads (2).csv"));
        const string Copy = "Invoke-UgcBatch \"$root/ads (2).csv\" -Destination $videos -MaxCredit 10000";

        foreach (string more in new[] { "", " -Force", " -Confirm:$false" })
        {
            Outcome held = shell.Run(Copy + more).Clean();

            Assert.Contains(held.Information, text => text.StartsWith("Batch ads (2): 11 rows; 11 to send. 11 of 11 rows were created in batch ads on ", StringComparison.Ordinal));
            Assert.Equal((2, 11), (RunResult.Of(held).ExitCode, RunResult.Of(held).NotSent));
            Assert.Matches(@"^11 of 11 rows were created in batch ads on \d{4}-\d\d-\d\d\.$", RunResult.Of(held).StoppedBy);
            Assert.Contains("-AllowDuplicate", Assert.Single(held.Warnings), StringComparison.Ordinal);
        }

        Assert.Contains(shell.Run(Copy + " -WhatIf").Clean().Information, text => text.Contains("11 of 11 rows were created in batch ads", StringComparison.Ordinal));
        Assert.Equal(["ads"], _rehearsal.Batches);
        Assert.Equal(11, _rehearsal.Arrived.Orders);
        Assert.Equal(11, RunResult.Of(shell.Run(Copy + " -AllowDuplicate").Clean()).Created);
        Assert.Equal(0, RunResult.Of(shell.Run(Copy).Clean()).Created);
    }

    [Fact]
    public void A_job_of_several_files_holds_the_rows_that_one_of_them_creates()
    {
        using Shell shell = _rehearsal.Sheet(3).Open(host: Shell.NonInteractive);
        File.Copy(Path.Combine(_rehearsal.Root, "ads.csv"), Path.Combine(_rehearsal.Root, "copy.csv"));

        Outcome outcome = shell.Run("$job = Invoke-UgcBatch $root/ads.csv, $root/copy.csv -Destination $videos -MaxCredit 10000 -AsJob; Receive-Job $job -Wait").Clean();

        Assert.Equal(["ads", "copy"], outcome.Values("Batch"));
        Assert.Equal(["0", "2"], outcome.Values("ExitCode"));
        Assert.Equal(["3", "0"], outcome.Values("Created"));
        Assert.Equal(3, _rehearsal.Arrived.Orders);

        // The session of a job stays.
        shell.Run("Disconnect-UgcLab").Clean();
    }

    [Fact]
    public void A_user_is_asked_once_and_an_interrupted_run_continues_without_a_question()
    {
        using Shell shell = _rehearsal.Sheet(3).Open();
        shell.Run($"{Run} -Force").Clean();
        File.Copy(Path.Combine(_rehearsal.Root, "ads.csv"), Path.Combine(_rehearsal.Root, "copy.csv"));
        shell.Host.Answer("Enter", "Yes");

        Assert.Equal(3, RunResult.Of(shell.Run("Invoke-UgcBatch $root/copy.csv -Destination $videos -Force").Clean()).ExitCode);
        Assert.Matches(@"3 of 3 rows were created in batch ads on \d{4}-\d\d-\d\d\. Create them again\? Create 3 videos with 3 requests", shell.Host.Questions[0]);
        Assert.Equal(3, _rehearsal.Arrived.Orders);
        Assert.Equal(1, RunResult.Of(shell.Run("Invoke-UgcBatch $root/copy.csv -Destination $videos -MaxCredit 40 -AllowPartial")).Created);
        Assert.Equal(2, RunResult.Of(shell.Run("Invoke-UgcBatch $root/copy.csv -Destination $videos -Force").Clean()).Created);
        Assert.Equal(2, shell.Host.Questions.Count);
    }

    [Theory]
    [InlineData("00123", "123", " (RowId 00123 is now 123)")]
    [InlineData("1.23457E+12", "1234567890123", " (RowId 1.23457E+12 is now 1234567890123)")]
    [InlineData("00123", "", " (one had RowId 00123)")]
    [InlineData("", "123", " (one now has RowId 123)")]
    public void A_row_whose_RowId_was_rewritten_is_held(string before, string now, string ids)
    {
        const string Header = "RowId,Prompt,Model,Duration\n";
        const string Rest = "x,A second boat sails,kling-2.6,5\n";
        using Shell shell = _rehearsal.Sheet($"{Header}{before},A paper boat sails,kling-2.6,5\n{Rest}").Open(host: Shell.NonInteractive);
        shell.Run(Run).Clean();

        _rehearsal.Sheet($"{Header}{now},A paper boat sails,kling-2.6,5\n{Rest}");
        Outcome held = shell.Run(Run);

        Assert.Equal($"1 new row has the content of rows that were created earlier in this batch and are no longer in the input{ids}.", RunResult.Of(held).StoppedBy);
        Assert.Equal((2, 2), (RunResult.Of(held).ExitCode, _rehearsal.Arrived.Orders));
        Assert.Equal(1, RunResult.Of(shell.Run($"{Run} -AllowDuplicate").Clean()).Created);
    }

    [Fact]
    public void A_RowId_that_a_spreadsheet_has_rewritten_is_warned_of()
    {
        using Shell shell = _rehearsal.Sheet("RowId,Prompt,Model,Duration\n1.23457E+12,A paper boat sails,kling-2.6,5\n\"1,2E+09\",A second boat sails,kling-2.6,5\nAE-12,A third boat sails,kling-2.6,5\n").Open();

        IReadOnlyList<string> warnings = shell.Run($"{Run} -WhatIf").Clean().Warnings;

        Assert.Equal(2, warnings.Count(text => text.Contains("Format the column as text", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_equal_row_that_was_added_is_not_held()
    {
        const string Row = "A paper boat sails,kling-2.6,5\n";
        using Shell shell = _rehearsal.Sheet("Prompt,Model,Duration\n" + Row).Open(host: Shell.NonInteractive);
        shell.Run(Run).Clean();

        _rehearsal.Sheet("Prompt,Model,Duration\n" + Row + Row);
        Assert.Equal(1, RunResult.Of(shell.Run(Run).Clean()).Created);
    }

    [Fact]
    public void Another_file_of_the_same_name_is_refused_and_the_same_rows_elsewhere_continue()
    {
        using Shell shell = _rehearsal.Sheet(4).Open(host: Shell.NonInteractive);
        shell.Run($"{Run} -First 3").Clean();
        string text = File.ReadAllText(Path.Combine(_rehearsal.Root, "ads.csv"));
        Directory.CreateDirectory(Path.Combine(_rehearsal.Root, "feb"));
        Directory.CreateDirectory(Path.Combine(_rehearsal.Root, "mar"));
        _rehearsal.Sheet(text, "feb/ads.csv").Sheet(text.Replace("boat", "kite", StringComparison.Ordinal), "mar/ads.csv");

        Assert.Equal(1, RunResult.Of(shell.Run("Invoke-UgcBatch $root/feb/ads.csv -Destination $videos -MaxCredit 1000").Clean()).Created);
        Outcome other = shell.Run("Invoke-UgcBatch $root/mar/ads.csv -Destination $videos -MaxCredit 1000 -Force");

        Assert.Equal(["UgcArgumentInvalid"], other.ErrorIds);
        Assert.Empty(other.Output);
        Assert.Contains($"Batch ads was created from {Path.Combine(_rehearsal.Root, "ads.csv")}, and 0 of 4 rows of {Path.Combine(_rehearsal.Root, "mar", "ads.csv")} belong to it.", other.Caught?.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal(4, _rehearsal.Arrived.Orders);
        Assert.Contains(shell.Run("Invoke-UgcBatch $root/mar/ads.csv -Destination $videos -WhatIf").Clean().Information, line => line.StartsWith("Batch ads was created from", StringComparison.Ordinal));
        Assert.Equal(4, RunResult.Of(shell.Run("Invoke-UgcBatch $root/mar/ads.csv -Name march -Destination $videos -MaxCredit 1000").Clean()).Created);
    }

    [Fact]
    public void A_user_may_add_the_rows_of_another_file_to_a_batch_and_is_not_asked_twice()
    {
        using Shell shell = _rehearsal.Sheet(2).Open();
        shell.Run($"{Run} -Force").Clean();
        Directory.CreateDirectory(Path.Combine(_rehearsal.Root, "feb"));
        _rehearsal.Sheet(File.ReadAllText(Path.Combine(_rehearsal.Root, "ads.csv")).Replace("boat", "kite", StringComparison.Ordinal), "feb/ads.csv");
        shell.Host.Answer("No", "Yes");

        Assert.Equal(3, RunResult.Of(shell.Run("Invoke-UgcBatch $root/feb/ads.csv -Destination $videos -Force").Clean()).ExitCode);
        Assert.Equal(2, _rehearsal.Arrived.Orders);
        Assert.Equal(2, RunResult.Of(shell.Run("Invoke-UgcBatch $root/feb/ads.csv -Destination $videos -Force").Clean()).Created);
        Assert.Equal(0, RunResult.Of(shell.Run("Invoke-UgcBatch $root/feb/ads.csv -Destination $videos -Force").Clean()).Created);
        Assert.Equal(2, shell.Host.Questions.Count);
    }
}
