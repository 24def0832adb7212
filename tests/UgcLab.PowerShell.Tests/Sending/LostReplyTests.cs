using System.Management.Automation;
using UgcLab.EngineTests.Hosting;
using UgcLab.Faults;

namespace UgcLab.EngineTests.Sending;

public sealed class LostReplyTests : IDisposable
{
    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public LostReplyTests() => _shell.Connect(_service);

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    public static TheoryData<string> Ways => ["closed", "reset", "status only", "500", "gateway"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_purchase_whose_answer_is_lost_is_sent_once_and_the_next_row_continues(string way)
    {
        string mark = Guid.NewGuid().ToString("N");
        _service.Instead = _ => _service.Requests.Count == 1 ? Lost(way) : null;

        Outcome outcome = _shell.Run($"(row 'Lost on its way {mark}' @{{ Reference = 'lost' }}), (row 'Came through well {mark}') | New-UgcVideo");

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.Null(outcome.Caught);
        Assert.Equal("UgcOutcomeUnconfirmed", Outcome.Id(error));
        Assert.Equal(ErrorCategory.OperationTimeout, error.CategoryInfo.Category);
        Assert.Contains("Get-UgcHistory -State Unconfirmed", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("lost", PSObject.AsPSObject(error.TargetObject).Properties["Reference"].Value);

        Assert.Equal([$"Lost on its way {mark}", $"Came through well {mark}"], _service.Prompts);
        Assert.Equal(["2"], outcome.Values("RowNumber"));
        Assert.Equal([$"Lost on its way {mark}"], _shell.Run($"Get-UgcHistory -State Unconfirmed -Text {mark}").Clean().Values("Prompt"));
        Assert.Equal(["Accepted", "Unconfirmed"], _shell.Run($"Get-UgcHistory -Text {mark}").Clean().Values("State"));
    }

    [Fact]
    public void ErrorAction_Stop_ends_at_the_doubt()
    {
        _service.Instead = _ => Lost("closed");

        Outcome outcome = _shell.Run("1..3 | & { process { row \"Row $_ in doubt\" } } | New-UgcVideo -ErrorAction Stop");

        Assert.Equal("UgcOutcomeUnconfirmed", Outcome.Id(outcome.Caught!));
        Assert.Single(_service.Requests);
    }

    [Fact]
    public void A_read_whose_answer_is_lost_is_made_again()
    {
        _service.Instead = _ => _service.Requests.Count == 1 ? Lost("closed") : null;

        Assert.Equal(["a1"], _shell.Run("Get-UgcJob a1").Clean().Values("UgcId"));
        Assert.Equal(2, _service.Requests.Count);
    }

    private static Reply Lost(string way) => way switch
    {
        "closed" => new Reply { CutAt = 0, Ending = Ending.Fin },
        "reset" => new Reply { CutAt = 0, Ending = Ending.Rst },
        "status only" => Reply.Text(202, "{\"data\":{\"jobs\":[") with { CutBodyAt = 0 },
        "500" => Service.Error(500, "INTERNAL_ERROR"),
        _ => Reply.Text(502, "<html>Bad gateway</html>", "text/html"),
    };
}
