using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Binding;

public sealed class PipelineInputTests : IDisposable
{
    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    [Fact]
    public void The_module_exports_what_its_manifest_says_and_nothing_else()
    {
        string[] cmdlets =
        [
            "Connect-UgcLab", "Disconnect-UgcLab", "Get-UgcContext", "Get-UgcHistory", "Get-UgcJob", "Get-UgcModel", "Get-UgcProject",
            "New-UgcVideo", "Save-UgcVideo", "Test-UgcConnection", "Test-UgcVideo", "Wait-UgcJob",
        ];

        IReadOnlyList<string> exported = _shell.Run("(Get-Command -Module UgcLab).Name").Clean().Texts;

        Assert.Subset(exported.ToHashSet(), cmdlets.ToHashSet());
        Assert.Equal(_shell.Run("(Get-Module UgcLab).ExportedCommands.Keys").Texts.Order(), exported.Order());
    }

    [Theory]
    [InlineData("Get-UgcContext")]
    [InlineData("Get-UgcHistory")]
    [InlineData("Get-UgcJob")]
    [InlineData("Get-UgcModel")]
    [InlineData("Get-UgcProject")]
    [InlineData("Test-UgcConnection")]
    [InlineData("Test-UgcVideo 'A lamp in a dark room'")]
    [InlineData("New-UgcVideo 'A lamp in a dark room' -Model veo-3.1")]
    [InlineData("Disconnect-UgcLab")]
    public void A_cmdlet_works_from_a_clean_runspace_without_a_pipeline(string command)
    {
        using Service service = new();
        using Shell clean = new();
        clean.Connect(service, $"-ProjectId {Service.Project}");

        clean.Run(command).Clean();
    }

    [Fact]
    public void Rows_and_texts_are_created_by_value()
    {
        _shell.Connect(_service, $"-ProjectId {Service.Project} -Model veo-3.1");

        _shell.Run("""
            [pscustomobject]@{ Prompt = 'An object as a row' } | New-UgcVideo
            @{ prompt = 'A hashtable as a row' } | New-UgcVideo
            [ordered]@{ Prompt = 'An ordered table as a row' } | New-UgcVideo
            'A text as a prompt', 'Another text as a prompt' | New-UgcVideo
            New-UgcVideo -InputObject @{ Prompt = 'A row as an argument' }
            """).Clean();

        Assert.Equal(
            ["An object as a row", "A hashtable as a row", "An ordered table as a row", "A text as a prompt", "Another text as a prompt", "A row as an argument"],
            _service.Prompts);
    }

    [Theory]
    [InlineData("$job.UgcId | {0}")]
    [InlineData("$job | {0}")]
    [InlineData("[pscustomobject]@{{ UgcId = $job.UgcId }} | {0}")]
    [InlineData("[pscustomobject]@{{ Id = $job.UgcId }} | {0}")]
    [InlineData("[pscustomobject]@{{ JobId = $job.UgcId }} | {0}")]
    [InlineData("@{{ ugc_id = $job.UgcId }} | {0}")]
    [InlineData("Get-UgcHistory -Text 'found by every way' | {0}")]
    [InlineData("{0} $job.UgcId")]
    [InlineData("{0} -UgcId $job.UgcId")]
    [InlineData("{0} -Id $job.UgcId")]
    public void A_job_is_found_by_every_way_of_naming_it(string way)
    {
        using Shell shell = new();
        shell.Rehearse();
        shell.Run("$global:job = New-UgcVideo 'A job found by every way' -Model veo-3.1").Clean();
        string id = shell.Run("$job.UgcId").Texts[0];

        Assert.Equal([id], shell.Run(string.Format(null, way, "Get-UgcJob")).Clean().Values("UgcId"));
        Assert.Equal([id], shell.Run(string.Format(null, way, "Wait-UgcJob")).Clean().Values("UgcId"));
        using ScratchFolder folder = new();
        Assert.Equal([id], shell.Run(string.Format(null, way, $"Save-UgcVideo -Destination '{folder}'")).Clean().Values("UgcId"));
    }

    [Fact]
    public void Several_ids_may_be_an_argument()
    {
        _shell.Connect(_service);

        Assert.Equal(["a1", "b2"], _shell.Run("Get-UgcJob a1, b2").Clean().Values("UgcId"));
        Assert.Equal(["a1", "b2"], _shell.Run("'a1', 'b2' | Get-UgcJob").Clean().Values("UgcId"));
    }

    [Fact]
    public void Projects_and_models_are_filtered_by_value_and_by_property()
    {
        _shell.Connect(_service);

        Assert.Equal(["Project 3"], _shell.Run("'*3' | Get-UgcProject").Clean().Values("Name"));
        Assert.Equal(["Project 4"], _shell.Run("[pscustomobject]@{ ProjectId = 'clzz0000000000000project4' } | Get-UgcProject").Clean().Values("Name"));
        Assert.Equal(["Project 5"], _shell.Run("[pscustomobject]@{ Name = 'Project 5' } | Get-UgcProject").Clean().Values("Name"));
        Assert.Equal(["kling-2.6"], _shell.Run("'kling*' | Get-UgcModel").Clean().Values("Name"));
        Assert.Equal(["veo-3.1"], _shell.Run("[pscustomobject]@{ Model = 'veo-3.1' } | Get-UgcModel").Clean().Values("Name"));
    }

    [Fact]
    public void History_is_filtered_by_property()
    {
        _shell.Rehearse();
        _shell.Run("(row 'One of two in a history' @{ Reference = 'left' }), (row 'Two of two in a history' @{ Reference = 'right' }) | New-UgcVideo").Clean();

        Assert.Equal(["One of two in a history"], _shell.Run("[pscustomobject]@{ Reference = 'l*' } | Get-UgcHistory").Clean().Values("Prompt"));
    }

    [Theory]
    [InlineData("[IO.FileInfo]::new('/tmp/picture.png')", "UgcRowUnreadable")]
    [InlineData("42", "UgcRowUnreadable")]
    [InlineData("$true", "UgcRowUnreadable")]
    [InlineData(", @('a text in an array', 'and another')", "UgcRowUnreadable")]
    [InlineData("$null", "UgcRowUnreadable")]
    [InlineData("[pscustomobject]@{}", "UgcRowUnreadable")]
    public void What_is_no_row_is_refused_and_costs_nothing(string input, string id)
    {
        using Shell shell = new();
        shell.Connect(_service, $"-ProjectId {Service.Project} -Model veo-3.1");

        Outcome outcome = shell.Run($"{input} | New-UgcVideo");

        Assert.Equal([id], outcome.ErrorIds);
        Assert.Empty(outcome.Output);
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public void A_job_is_not_created_again_by_mistake()
    {
        _shell.Connect(_service);
        _shell.Run("$global:job = row 'A job that is made once' | New-UgcVideo").Clean();

        Outcome outcome = _shell.Run("$job | New-UgcVideo");

        Assert.Equal(["UgcRowUnreadable"], outcome.ErrorIds);
        Assert.Contains("InputRow", outcome.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Single(_service.Requests);
    }

    [Fact]
    public void What_is_refused_does_not_stop_what_comes_after_it()
    {
        _shell.Connect(_service, $"-ProjectId {Service.Project} -Model veo-3.1");

        Outcome outcome = _shell.Run("'A prompt before it all', 42, $null, 'A prompt after it all' | New-UgcVideo");

        Assert.Equal(["UgcRowUnreadable", "UgcRowUnreadable"], outcome.ErrorIds);
        Assert.Equal(["A prompt before it all", "A prompt after it all"], _service.Prompts);
        Assert.Equal(["1", "4"], outcome.Values("RowNumber"));
    }

    [Fact]
    public void An_object_without_an_id_names_no_job()
    {
        _shell.Connect(_service);

        Outcome outcome = _shell.Run("[pscustomobject]@{ Colour = 'blue' }, [pscustomobject]@{ UgcId = 'a1' } | Get-UgcJob");

        Assert.Equal(["UgcJobIdInvalid"], outcome.ErrorIds);
        Assert.Equal(["a1"], outcome.Values("UgcId"));
    }
}
