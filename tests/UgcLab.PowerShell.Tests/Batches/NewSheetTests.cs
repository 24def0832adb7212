using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Batches;

/// <summary>New-UgcSheet: what it writes can be run.</summary>
public sealed class NewSheetTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();
    private readonly Shell _shell;

    public NewSheetTests() => _shell = _rehearsal.Open();

    public static TheoryData<string> Kinds => ["Video", "Image", "TalkingActor", "ProductVideo", "MotionVideo"];

    public void Dispose()
    {
        _shell.Dispose();
        _rehearsal.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_rows_of_every_kind_are_valid_one_for_each_model(string kind)
    {
        foreach (string name in new[] { "new.csv", "new.tsv" })
        {
            Assert.Equal([name], _shell.Run($"New-UgcSheet -Kind {kind} -Path $root/{name} -Force").Clean().Values("Name"));

            Outcome planned = _shell.Run($"Invoke-UgcBatch $root/{name} -Kind {kind} -Destination $videos -WhatIf");
            Assert.Empty(planned.ErrorIds);
            string models = Assert.Single(_shell.Run($"@(Get-UgcModel -Kind {kind}).Count").Texts);
            Assert.Contains(planned.Information, line => line.StartsWith($"Batch new: {models} row", StringComparison.Ordinal));
        }

        Outcome tested = _shell.Run($"[UgcLab.Sheet]::Read(\"$root/new.csv\") | Test-UgcVideo -Kind {kind}");
        Assert.All(tested.Values("IsValid"), valid => Assert.Equal("True", valid));
        Assert.NotEmpty(tested.Output);
    }

    [Fact]
    public void An_existing_file_is_replaced_only_with_Force_and_WhatIf_writes_none()
    {
        _shell.Run("New-UgcSheet $root/new.csv -WhatIf").Clean();
        Assert.False(File.Exists(Path.Combine(_rehearsal.Root, "new.csv")));

        _rehearsal.Sheet("mine", "new.csv");
        Outcome refused = _shell.Run("New-UgcSheet $root/new.csv");
        Assert.Equal(["UgcFileExists"], refused.ErrorIds);
        Assert.Contains("-Force", refused.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_rehearsal.Root, "new.csv")));

        _shell.Run("New-UgcSheet $root/new.csv -Force").Clean();
        Assert.StartsWith("Prompt,", File.ReadAllText(Path.Combine(_rehearsal.Root, "new.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_format_is_refused() => Assert.Equal(["UgcArgumentInvalid"], _shell.Run("New-UgcSheet $root/new.xlsx").ErrorIds);

    [Fact]
    public void The_help_lists_the_columns_and_values_of_every_kind()
    {
        string all = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Shell.Module)!, "en-US", "UgcLab.PowerShell.dll-Help.xml"));
        string help = all[all.IndexOf(">New-UgcSheet<", StringComparison.Ordinal)..];
        help = help[..help.IndexOf("</command:command>", StringComparison.Ordinal)];

        foreach (string value in _shell.Run("Get-UgcModel | ForEach-Object { $_.Name; $_.Durations; $_.AspectRatios; $_.Tiers }").Clean().Texts)
        {
            Assert.Contains(value, help, StringComparison.Ordinal);
        }

        foreach (string field in _shell.Run("[UgcLab.UgcKind].Assembly.GetType('UgcLab.CreationField').GetEnumNames()").Clean().Texts)
        {
            Assert.Contains(field, help, StringComparison.Ordinal);
        }
    }
}
