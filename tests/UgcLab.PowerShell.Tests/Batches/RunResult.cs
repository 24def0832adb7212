using System.Globalization;
using System.Management.Automation;
using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Batches;

/// <summary>The result of a run as a script sees it: these tests know the module by its commands alone.</summary>
internal sealed class RunResult
{
    private readonly PSObject _item;

    private RunResult(PSObject item)
    {
        Assert.Equal("UgcLab.UgcBatchResult", item.TypeNames[0]);
        _item = item;
    }

    public string? Batch => Text("Batch");

    public int ExitCode => Number("ExitCode");

    public string? StoppedBy => Text("StoppedBy");

    public int Rows => Number("Rows");

    public int Created => Number("Bought");

    public int VideosSaved => Number("VideosSaved");

    public int Invalid => Number("Invalid");

    public int NotSent => Number("NotSent");

    public int Unconfirmed => Number("Unconfirmed");

    public int Failed => Number("Failed");

    public int Saved => Number("Saved");

    public decimal CreditsCharged => (decimal)_item.Properties["CreditsCharged"].Value;

    public string? ReportPath => Text("ReportPath");

    /// <summary>The result that a run gave and nothing else.</summary>
    public static RunResult Of(Outcome outcome) => new(Assert.Single(outcome.Output));

    private string? Text(string name) => _item.Properties[name].Value as string;

    private int Number(string name) => Convert.ToInt32(_item.Properties[name].Value, CultureInfo.InvariantCulture);
}
