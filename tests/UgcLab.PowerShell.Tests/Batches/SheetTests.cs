using System.Management.Automation;
using System.Text;
using UgcLab.EngineTests.Hosting;
using UgcLab.Client.Tests.Rows;

namespace UgcLab.EngineTests.Batches;

/// <summary>Sheets as people have them, run with Invoke-UgcBatch.</summary>
public sealed class SheetTests : IDisposable
{
    private const string Run = "Invoke-UgcBatch $sheet -Destination $videos -Force";
    private const string Boat = "A paper boat sails down a rainy street";

    private readonly Rehearsal _rehearsal = new();
    private readonly Shell _shell;

    public SheetTests() => _shell = _rehearsal.Open();

    public void Dispose()
    {
        _shell.Dispose();
        _rehearsal.Dispose();
    }

    [Fact]
    public void A_workbook_is_run_and_its_rows_are_those_of_the_CSV_file()
    {
        TestWorkbook workbook = new TestWorkbook().Sheet("Notes", "hidden").Row("not this").Sheet("May");
        workbook.Row("Reference", "Prompt", "Model", "Duration", "AspectRatio").Row(workbook.Number(7, "000"), Boat, "Kling 2.6", 5, workbook.Number(0.6729166667, null, 20));
        workbook.Save(Path.Combine(_rehearsal.Root, "ads.xlsx"));

        Assert.Equal(1, RunResult.Of(_shell.Run("Invoke-UgcBatch $root/ads.xlsx -Destination $videos -Force").Clean()).Saved);
        Assert.Equal(["007-kling-2.6-v0.mp4"], _rehearsal.Files);

        _rehearsal.Sheet($"Reference,Prompt,Model,Duration,AspectRatio\n007,{Boat},kling-2.6,5,16:9\n");
        Assert.Equal(0, RunResult.Of(_shell.Run($"{Run} -Name ads").Clean()).Created);

        Outcome unknown = _shell.Run("Invoke-UgcBatch $root/ads.xlsx -Worksheet June -Destination $videos -Force");
        Assert.Equal(["UgcFileInvalid"], unknown.ErrorIds);
        Assert.Contains("has no worksheet 'June'. Worksheets: Notes (hidden), May.", unknown.Caught!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[IO.FileInfo]\"$root/a.csv\", [IO.FileInfo]\"$root/b.csv\" | Invoke-UgcBatch")]
    [InlineData("'a', 'b' | ForEach-Object { [pscustomobject]@{ FullName = \"$root/$_.csv\"; Length = 5 } } | Invoke-UgcBatch")]
    [InlineData("Invoke-UgcBatch $root/*.csv")]
    [InlineData("Invoke-UgcBatch $root/a.csv, $root/b.csv")]
    [InlineData("Invoke-UgcBatch -LiteralPath $root/a.csv, $root/b.csv")]
    public void Each_file_is_a_batch_with_a_folder_of_its_own(string command)
    {
        Two();

        Outcome outcome = _shell.Run($"{command} -Destination $videos -Force").Clean();

        Assert.Equal(["a", "b"], outcome.Values("Batch"));
        Assert.Equal(["a", "b"], _rehearsal.Batches.Order());
        Assert.All(new[] { "a", "b" }, name => Assert.True(File.Exists(Path.Combine(_rehearsal.Videos, name, "results.csv"))));
    }

    [Fact]
    public void One_limit_holds_for_all_files()
    {
        Two();

        Outcome outcome = _shell.Run("Invoke-UgcBatch $root/*.csv -Destination $videos -MaxCredit 40 -Force");

        Assert.Equal(1, _rehearsal.Arrived.Orders);
        Assert.Contains("UgcSpendingLimit", outcome.ErrorIds);
    }

    [Fact]
    public void All_files_are_compared_with_the_limit_before_the_first_is_sent()
    {
        Two();
        _shell.Run("Invoke-UgcBatch $root/a.csv -Name prices -Destination $videos -Force").Clean();
        int before = _rehearsal.Arrived.Orders;

        Outcome outcome = _shell.Run("Invoke-UgcBatch $root/*.csv -Destination $videos -MaxCredit 40 -AllowDuplicate -Force");

        Assert.Equal("UgcSpendingLimit", Outcome.Id(Assert.IsType<ErrorRecord>(outcome.Caught)));
        Assert.Contains("The rows of 2 files cost 70 credits by known prices, and -MaxCredit allows 40. Nothing was sent.", outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
        Assert.Equal(before, _rehearsal.Arrived.Orders);
        Assert.NotEmpty(_shell.Run("Invoke-UgcBatch $root/*.csv -Destination $videos -MaxCredit 40 -AllowPartial -AllowDuplicate -Force").ErrorIds);
        Assert.Equal(before + 1, _rehearsal.Arrived.Orders);
    }

    [Theory]
    [InlineData("Invoke-UgcBatch $root/*.csv -Name nov", "-Name is the name of one batch, and there are 2 files")]
    [InlineData("[IO.FileInfo]\"$root/a.csv\", [IO.FileInfo]\"$root/b.csv\" | Invoke-UgcBatch -Name nov", "-Name is the name of one batch, and there are 2 files")]
    [InlineData("Invoke-UgcBatch $root/a.csv, $root/feb/a.csv", "would be one batch, a")]
    [InlineData("[IO.FileInfo]\"$root/a.csv\", 'A paper boat sails by' | Invoke-UgcBatch", "can't be piped together")]
    public void Files_that_cannot_be_distinguished_are_an_error_before_anything_is_read(string command, string says)
    {
        Two();
        Directory.CreateDirectory(Path.Combine(_rehearsal.Root, "feb"));
        _rehearsal.Sheet("", "feb/a.csv");

        Outcome outcome = _shell.Run($"{command} -Destination $videos -Force");

        Assert.Equal(["UgcArgumentInvalid"], outcome.ErrorIds);
        Assert.Contains(says, outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, _rehearsal.Arrived.Any);
    }

    [Fact]
    public void A_file_that_cannot_be_read_does_not_stop_the_others_and_no_match_is_an_error()
    {
        Two();
        _rehearsal.Sheet("<html><body>Sign in</body></html>", "a.csv");

        Outcome outcome = _shell.Run("Invoke-UgcBatch $root/*.csv -Destination $videos -Force");

        Assert.Equal(["UgcFileInvalid"], outcome.ErrorIds);
        Assert.Equal("b", RunResult.Of(outcome).Batch);
        Assert.Contains("No file matches", _shell.Run("Invoke-UgcBatch $root/*.xlsx -Destination $videos -Force").Caught!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_in_brackets_is_a_file_and_results_in_the_folder_are_not_run_again()
    {
        _rehearsal.Sheet(Valid("x"), "a[1].csv").Sheet(Valid("y"), "results.csv");

        Assert.Equal(1, RunResult.Of(_shell.Run("Invoke-UgcBatch $root/a[1].csv -Name nov -Destination $videos -Force").Clean()).Saved);
        Outcome all = _shell.Run("Invoke-UgcBatch $root/*.csv -Name nov -Destination $videos -Force").Clean();
        Assert.Equal(0, RunResult.Of(all).Created);
        Assert.Contains("results.csv was skipped", Assert.Single(all.Warnings), StringComparison.Ordinal);
        Assert.Equal(1, RunResult.Of(_shell.Run("Invoke-UgcBatch -LiteralPath $root/results.csv -Destination $videos -Force")).Saved);
    }

    [Theory]
    [InlineData("windows-1252")]
    [InlineData("1252")]
    [InlineData("([Text.Encoding]::Latin1)")]
    public void An_encoding_is_specified_as_for_Import_Csv(string encoding)
    {
        File.WriteAllBytes(Path.Combine(_rehearsal.Root, "ads.csv"), Encoding.Latin1.GetBytes(Valid("Caf\u00E9")));

        Outcome refused = _shell.Run(Run);
        Assert.Equal(["UgcFileInvalid"], refused.ErrorIds);
        Assert.Contains("line 2: there is a byte that isn't valid", refused.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, _rehearsal.Arrived.Any);

        _shell.Run($"{Run} -Encoding {encoding}").Clean();
        Assert.Equal(["Caf\u00E9-kling-2.6-v0.mp4"], _rehearsal.Files);
    }

    [Fact]
    public void Encodings_are_completed_and_another_name_is_refused()
    {
        Assert.Equal(["windows-1252"], _shell.Complete("Invoke-UgcBatch a.csv -Encoding win"));
        Assert.Contains("Valid names: utf8", _shell.Run($"{Run} -Encoding klingon").Caught!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_out_is_reported_in_one_line_and_the_results_have_the_delimiter()
    {
        _rehearsal.Sheet($"Reference;Prompt;Model;Duration;;\na;{Boat};kling-2.6;5;;\n;;;;;\n;;;;;\n");

        Outcome outcome = _shell.Run(Run).Clean();

        Assert.Contains("ads.csv: ignored 2 columns without a name and 2 blank rows.", outcome.Information);
        Assert.StartsWith("Reference;Prompt;Model;Duration;UgcRow;", File.ReadAllText(RunResult.Of(outcome).ReportPath!), StringComparison.Ordinal);
        _shell.Run("Export-UgcReport ads -Destination $root/other").Clean();
        Assert.StartsWith("Reference;Prompt;Model;Duration;UgcRow;", File.ReadAllText(Path.Combine(_rehearsal.Root, "other", "results.csv")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prompt text,Length (s),Model\n", "-Column @{ Prompt = 'prompt text'; Duration = 'Length (s)' }")]
    [InlineData("Werbetext,Modell-Name,Sekunden\n", "-Column @{ Prompt = 'Werbetext' }")]
    [InlineData("Ad copy;Model;Seconds\n", "-Column @{ Prompt = 'Ad copy' }")]
    public void Columns_with_other_names_are_one_error_with_the_line_that_maps_them(string header, string says)
    {
        char delimiter = header.Contains(';', StringComparison.Ordinal) ? ';' : ',';
        _rehearsal.Sheet(header + string.Concat(Enumerable.Repeat($"{Boat}{delimiter}5{delimiter}kling-2.6\n", 300)));

        Outcome outcome = _shell.Run(Run);

        Assert.Equal(["UgcColumnSuspicious"], outcome.ErrorIds);
        Assert.Contains("There is no Prompt column.", outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Contains(says, outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Empty(_rehearsal.Batches);
    }

    [Fact]
    public void Columns_without_a_sentence_are_parts_of_a_template()
    {
        _rehearsal.Sheet("Product,Surface,Color,Model\nkettle,walnut table,red,kling-2.6\n");

        Outcome outcome = _shell.Run(Run);

        Assert.EndsWith(
            "map it: -Column @{ Prompt = 'NAME OF THE COLUMN' }, or make the Prompt of several columns: "
                + "-PromptTemplate 'TEXT {Product} TEXT {Surface} TEXT'. New-UgcSheet -Kind Video writes a file with all columns.",
            outcome.Caught!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_line_that_maps_columns_can_be_run()
    {
        _rehearsal.Sheet($"prompt text,Length (s),Model\n{Boat},5s,Kling 2.6\n");
        string message = _shell.Run(Run).Caught!.ToString()!;
        string map = message[message.IndexOf("-Column", StringComparison.Ordinal)..(message.IndexOf('}', StringComparison.Ordinal) + 1)];

        Assert.Equal(1, RunResult.Of(_shell.Run($"{Run} {map}").Clean()).Saved);
    }

    [Theory]
    [InlineData("Prompt^Model^Duration\n", "looks like several in one")]
    [InlineData("Ads for May\nPrompt,Model,Duration\n", "line 2: this looks like the header, and above it is text")]
    [InlineData(Boat + ",kling-2.6,5\n", "The first line looks like a row")]
    [InlineData("a,b,c\n", "None of the columns is known.")]
    public void A_sheet_without_a_known_column_is_one_error_that_names_the_cause(string header, string says)
    {
        _rehearsal.Sheet(header + string.Concat(Enumerable.Repeat($"{Boat},kling-2.6,5\n", 300)));

        Outcome outcome = _shell.Run(Run);

        Assert.Single(outcome.ErrorIds);
        Assert.Contains(says, outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, _rehearsal.Arrived.Any);
    }

    [Fact]
    public void Bars_separate_cells_too()
    {
        _rehearsal.Sheet($"Reference|Prompt|Model|Duration\na|{Boat}|kling-2.6|5\n");

        Assert.Equal(1, RunResult.Of(_shell.Run(Run).Clean()).Saved);
    }

    [Fact]
    public void Ten_invalid_rows_are_shown_and_all_of_them_are_in_a_file()
    {
        _rehearsal.Sheet("Reference;Prompt;Model;Duration\n" + string.Concat(Enumerable.Range(1, 300).Select(n => $"r{n};short;kling-2.6;7\n")));

        Outcome outcome = _shell.Run(Run);

        Assert.Equal(10, outcome.ErrorIds.Count);
        string path = Path.Combine(_rehearsal.Videos, "errors.csv");
        Assert.Contains($"300 rows are invalid; the first 10 are shown. All errors are in {path}.", outcome.Warnings);
        string[] lines = File.ReadAllLines(path);
        Assert.Equal(601, lines.Length);
        Assert.Equal("Row;Line;Reference;Column;Value;Error;Action", lines[0]);
        Assert.StartsWith("300;301;r300;Duration;7;\"Duration '7' isn't a valid duration", lines[600], StringComparison.Ordinal);
        Assert.Equal(2, RunResult.Of(outcome).ExitCode);
        Assert.Empty(_rehearsal.Batches);
    }

    [Fact]
    public void With_WhatIf_and_with_ten_invalid_rows_no_file_is_written()
    {
        _rehearsal.Sheet("Prompt,Model,Duration\n" + string.Concat(Enumerable.Repeat("short,kling-2.6,5\n", 11)));
        Assert.Contains(_shell.Run($"{Run} -WhatIf").Warnings, warning => warning.StartsWith("11 rows are invalid; the first 10 are shown.", StringComparison.Ordinal));

        _rehearsal.Sheet("Prompt,Model,Duration\n" + string.Concat(Enumerable.Repeat("short,kling-2.6,5\n", 10)));
        Assert.Equal(10, _shell.Run(Run).ErrorIds.Count);
        Assert.Empty(Directory.GetFiles(_rehearsal.Videos));
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><head><title>Sign in</title></head></html>", "web page")]
    [InlineData("[{\"Prompt\":\"A paper boat sails by\"}]", "JSON array")]
    [InlineData("{\n  \"error\": \"unauthorized\"\n}", "several lines")]
    [InlineData("You are not signed in.", "None of the columns is known.")]
    public void What_is_no_table_is_an_error(string text, string says)
    {
        Outcome outcome = _rehearsal.Sheet(text) is { } ? _shell.Run(Run) : null!;

        Assert.Single(outcome.ErrorIds);
        Assert.Contains(says, outcome.Caught!.ToString(), StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("Prompt,Model,Duration\n")]
    [InlineData("Prompt,Model,Duration\n,,\n")]
    public void An_empty_file_is_a_warning(string text)
    {
        Outcome outcome = _rehearsal.Sheet(text) is { } ? _shell.Run(Run) : null!;

        RunResult result = RunResult.Of(outcome);
        Assert.Equal((0, 0, null), (result.ExitCode, result.Rows, result.StoppedBy));
        Assert.Contains("There are no rows in", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
        Assert.Empty(outcome.ErrorIds);
        Assert.Empty(_rehearsal.Batches);
    }

    [Fact]
    public void How_a_value_was_read_is_verbose_once_and_the_row_stays_the_same()
    {
        _rehearsal.Sheet($"Prompt,Model,Duration,AspectRatio\n{Boat},Kling 2.6,5s,9x16\n{Boat} again,Kling 2.6,5s,9x16\n");

        Outcome outcome = _shell.Run($"{Run} -Verbose 4>&1 | ForEach-Object {{ \"$_\" }}");

        Assert.Single(outcome.Texts, "Duration '5s' is read as 5.");
        Assert.Single(outcome.Texts, "Model 'Kling 2.6' is read as kling-2.6.");
        Assert.Single(outcome.Texts, "AspectRatio '9x16' is read as 9:16.");
        _rehearsal.Sheet($"Prompt,Model,Duration,AspectRatio\n{Boat},kling-2.6,5,9:16\n{Boat} again,kling-2.6,5,9:16\n");
        Assert.Equal(0, RunResult.Of(_shell.Run(Run).Clean()).Created);
    }

    private static string Valid(string reference) => $"Reference,Prompt,Model,Duration\n{reference},{Boat} {reference},kling-2.6,5\n";

    private void Two() => _rehearsal.Sheet(Valid("a"), "a.csv").Sheet(Valid("b"), "b.csv");
}
