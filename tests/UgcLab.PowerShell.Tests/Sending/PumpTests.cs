using System.Collections;
using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Sending;

public sealed class PumpTests : IDisposable
{
    private const string Three = "1..3 | & { process { row \"Row $_ under the pump\" } } | New-UgcVideo";

    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public PumpTests() => _shell.Connect(_service);

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    [Theory]
    [InlineData(Three)]
    [InlineData("Get-UgcProject")]
    [InlineData("'a1', 'b2' | Get-UgcJob")]
    [InlineData("Get-UgcModel")]
    public void No_context_of_ours_reaches_the_pipeline_downstream(string command)
    {
        Outcome outcome = _shell.Run($"{command} | Test-Context; & {{ $null | Test-Context }}").Clean();

        Assert.All(outcome.Texts, context => Assert.Equal("none", context));
        Assert.True(outcome.Output.Count > 1);
    }

    [Theory]
    [InlineData(Three, 3)]
    [InlineData("Get-UgcProject", 6)]
    [InlineData("'a1', 'b2' | Get-UgcJob", 2)]
    public void Who_blocks_on_an_await_downstream_does_not_hang(string command, int objects) =>
        Assert.Equal(objects, _shell.Run($"{command} | Test-Blocking").Clean().Output.Count);

    [Theory]
    [InlineData("try { THREE | & { process { throw 'Enough.' } } } catch { }")]
    [InlineData("foreach ($once in 1) { THREE | & { process { break } } }")]
    [InlineData("THREE | Test-Throwing")]
    [InlineData("& { THREE | & { process { return $_ ; } } | & { process { throw 'Enough.' } } }")]
    public void Who_ends_the_pipeline_downstream_ends_the_creating(string script)
    {
        _shell.Run(script.Replace("THREE", Three, StringComparison.Ordinal));

        Assert.Single(_service.Orders);
    }

    [Fact]
    public void A_page_that_is_not_wanted_is_not_asked_for()
    {
        _shell.Run("foreach ($once in 1) { Get-UgcProject | & { process { break } } }");

        Assert.Single(_service.Requests);
    }

    [Fact]
    public void A_failure_downstream_stays_there()
    {
        Outcome outcome = _shell.Run($"{Three} | Test-Throwing");

        Assert.StartsWith("Enough,", outcome.Caught?.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(outcome.Errors);
    }

    [Fact]
    public void One_feeds_another_and_each_job_is_saved()
    {
        using Shell shell = new();
        using ScratchFolder folder = new();
        shell.Rehearse();

        Outcome outcome = shell.Run($"1..4 | & {{ process {{ row \"Row $_ through all of it\" @{{ Reference = \"r$_\" }} }} }} | New-UgcVideo | Wait-UgcJob | Save-UgcVideo -Destination '{folder}'").Clean();

        Assert.Equal(4, outcome.Output.Count);
        Assert.Equal(["r1", "r2", "r3", "r4"], outcome.Values("Reference").Order());
        Assert.Equal(8, folder.Files.Count);
    }

    [Fact]
    public void A_script_block_downstream_may_call_us_in_turn()
    {
        Outcome outcome = _shell.Run($"{Three} | & {{ process {{ $_ | Get-UgcJob | & {{ process {{ Get-UgcJob $_.UgcId }} }} }} }}").Clean();

        Assert.Equal(["1", "2", "3"], outcome.Values("RowNumber"));
        Assert.Equal(3 + 6, _service.Requests.Count);
    }

    [Fact]
    public void Jobs_come_out_one_by_one_and_not_at_the_end()
    {
        _shell.Set("seen", new ArrayList()).Set("service", _service);

        _shell.Run($"{Three} | & {{ process {{ [void]$seen.Add($service.Requests.Count) }} }}").Clean();

        Assert.Equal(["1", "2", "3"], _shell.Run("$seen").Texts);
    }
}
