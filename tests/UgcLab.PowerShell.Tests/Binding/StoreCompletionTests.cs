using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Binding;

/// <summary>Completion from the store, and of values that are known without it.</summary>
[Collection(nameof(ProcessWide))]
public sealed class StoreCompletionTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public StoreCompletionTests()
    {
        Environment.SetEnvironmentVariable(TestProcess.StateVariable, _folder);
        _shell.Connect(_service);
        _shell.Run("row 'A red boat' @{ Reference = 'red 1' } | New-UgcVideo -Batch nov; row 'A blue boat' @{ Reference = 'blue-1' } | New-UgcVideo").Clean();
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(TestProcess.StateVariable, TestProcess.StateHome);
        _shell.Dispose();
        _service.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Job_ids_are_matched_by_id_and_reference_the_newest_first()
    {
        string[] ids = [.. _shell.Run("(Get-UgcHistory).Jobs.UgcId").Clean().Texts];
        int before = _service.Requests.Count;

        Assert.Equal(ids, _shell.Complete("Get-UgcJob "));
        Assert.Equal([ids[0]], _shell.Complete("Wait-UgcJob -UgcId blue"));
        Assert.Equal([ids[1]], _shell.Complete("Save-UgcVideo -Id 'red 1"));
        Assert.Equal([ids[1]], _shell.Complete($"Get-UgcJob {ids[1]}"));
        Assert.Equal([""], _shell.Complete("Get-UgcJob -UgcId green"));
        Assert.Equal(before, _service.Requests.Count);
    }

    [Theory]
    [InlineData("Get-UgcHistory -Reference ", "blue-1|'red 1'")]
    [InlineData("Get-UgcHistory -Reference RED", "'red 1'")]
    [InlineData("Get-UgcHistory -Reference 'red 1*", "'red 1'")]
    [InlineData("Get-UgcHistory -Model v", "veo-3.1")]
    [InlineData("Get-UgcBatch ", "nov")]
    [InlineData("Get-UgcModel seed", "seedream-4.5")]
    [InlineData("Save-UgcVideo -Name '{Reference}-{Mod", "'{Reference}-{Model}'")]
    [InlineData("Invoke-UgcBatch ./a.csv -FileName '{Var", "'{VariantIndex}'|'{VariantCount}'")]
    [InlineData("Connect-UgcLab -Simulator -SimulatorOption Cre", "@{ Credits = 10000 }")]
    public void Known_values_complete(string line, string offered) => Assert.Equal(offered, string.Join('|', _shell.Complete(line)));

    [Theory]
    [InlineData("Get-UgcJob blue", "blue-1 · Pending · A blue boat · just now")]
    [InlineData("Get-UgcHistory -Reference red", "nov · A red boat · just now")]
    [InlineData("Get-UgcBatch n", "changed just now")]
    public void A_tooltip_shows_the_prompt_and_the_age(string line, string tip)
    {
        _shell.Set("line", line);

        Assert.Equal([tip], _shell.Run("(TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.ToolTip").Clean().Texts);
    }

    [Fact]
    public void A_simulators_ages_complete_when_its_actors_were_listed()
    {
        _shell.Rehearse();
        Assert.DoesNotContain("25-34", _shell.Complete("Get-UgcActor -Age "));

        _shell.Run("Get-UgcActor").Clean();

        Assert.Equal(["18-24", "25-34", "35-44", "45-54", "55-64"], _shell.Complete("Get-UgcActor -Age "));
        Assert.Equal(["25-34"], _shell.Complete("Get-UgcActor -Age 2"));
    }
}
