using System.Management.Automation;
using UgcLab.EngineTests.Hosting;
using UgcLab.Faults;

namespace UgcLab.EngineTests.Sessions;

public sealed class ContractTests : IDisposable
{
    private const string InvalidKey = "Bearer ugc_deadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeef";

    private readonly ScratchFolder _folder = new();
    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public ContractTests()
    {
        // What the tests' service does not play by itself.
        _service.Instead = request => request switch
        {
            _ when request.Header("Authorization") == InvalidKey => Service.Error(401, "UNAUTHORIZED"),
            _ when request.Path.Contains("cursor=c", StringComparison.Ordinal) => Service.Error(400, "VALIDATION_ERROR"),
            _ when request.Path.StartsWith("/ugc/c0", StringComparison.Ordinal) => Service.Error(404, "UGC_NOT_FOUND"),
            _ => null,
        };
        _shell.Connect(_service).Set("report", Path.Combine(_folder, "new", "contract.json"));
    }

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_contract_test_returns_findings_and_sends_reads_only()
    {
        Outcome outcome = _shell.Run("Test-UgcConnection -Contract").Clean();

        Assert.All(outcome.Output, item => Assert.Equal("UgcLab.UgcContractFinding", item.TypeNames[0]));
        Assert.Equal("Learned", Property(outcome, "Unknown key", "Verdict"));
        Assert.Equal("401 UNAUTHORIZED", Property(outcome, "Unknown key", "Found"));
        Assert.Equal("404 UGC_NOT_FOUND", Property(outcome, "Unknown job", "Found"));
        Assert.Equal("Differs", Property(outcome, "Rate-limit headers", "Verdict"));
        Assert.Equal(12, _service.Requests.Count);
        Assert.All(_service.Requests, request => Assert.Equal("GET", request.Method));
        Assert.Single(_service.Requests, request => request.Header("Authorization") == InvalidKey);
        Assert.Empty(outcome.Warnings);
    }

    [Fact]
    public void Its_report_holds_neither_key_nor_id_nor_name()
    {
        Outcome outcome = _shell.Run("Test-UgcConnection -Contract -ReportPath $report -Verbose").Clean();

        string json = File.ReadAllText(Path.Combine(_folder, "new", "contract.json"));
        foreach (string secret in new[] { Shell.Key[4..], "clzz", "Project 1", "req_of", "deadbeef", "So it is" })
        {
            Assert.DoesNotContain(secret, json, StringComparison.Ordinal);
        }

        Assert.Contains("\"topic\": \"Unknown key\"", json, StringComparison.Ordinal);
        Assert.Contains(outcome.Verbose, line => line.Contains("contract.json", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_there_is_an_error_before_anything_is_sent_unless_forced()
    {
        string path = Path.Combine(_folder, "there.json");
        File.WriteAllText(path, "mine");
        _shell.Set("report", path);

        ErrorRecord error = Assert.Single(_shell.Run("Test-UgcConnection -Contract -ReportPath $report").AllErrors);

        Assert.Equal(("UgcFileExists", "Name another file, or give -Force."), (Outcome.Id(error), error.ErrorDetails.RecommendedAction));
        Assert.Empty(_service.Requests);
        Assert.Equal("mine", File.ReadAllText(path));
        _shell.Run("Test-UgcConnection -Contract -ReportPath $report -Force").Clean();
        Assert.Contains("findings", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_that_cannot_be_written_costs_no_finding()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        _shell.Set("report", Path.Combine(file, "contract.json"));

        Outcome outcome = _shell.Run("Test-UgcConnection -Contract -ReportPath $report");

        Assert.Equal(["UgcFileUnwritable"], outcome.ErrorIds);
        Assert.Equal(18, outcome.Output.Count);
    }

    [Theory]
    [InlineData(401, "UgcKeyRefused")]
    [InlineData(302, "UgcNotTheService")]
    public void A_key_or_an_address_that_will_not_do_is_an_error_at_once(int status, string id)
    {
        _service.Instead = _ => Service.Error(status, "NO");

        Outcome outcome = _shell.Run("Test-UgcConnection -Contract -ReportPath $report");

        Assert.Equal([id], outcome.ErrorIds);
        Assert.Single(_service.Requests);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void Quiet_and_Contract_do_not_go_together()
    {
        Assert.Equal(["AmbiguousParameterSet"], _shell.Run("Test-UgcConnection -Contract -Quiet").ErrorIds);
        Assert.Equal(["True"], _shell.Run("Test-UgcConnection -Quiet").Clean().Texts);
    }

    [Fact]
    public void What_ordinary_answers_show_is_in_the_limits_of_the_session_that_saw_them()
    {
        _service.Instead = request => request.Path == "/ugc/a1" ? _service.Job("a1", "CANCELLED") with { Headers = [("X-RateLimit-Remaining", "998"), ("Content-Type", "application/json")] } : null;
        using Shell other = new();
        other.Connect(_service);

        Outcome outcome = _shell.Run("$null = 'a1' | Get-UgcJob; Get-UgcLimit").Clean();

        PSObject limit = Assert.Single(outcome.Output);
        Assert.Equal("X-RateLimit-Remaining: 998", limit.Properties["SeenHeaders"].Value.ToString());
        Assert.Contains("GET /ugc/{ugcId}: data.status is CANCELLED", limit.Properties["Seen"].Value.ToString(), StringComparison.Ordinal);
        Assert.Equal(["", ""], other.Run("$limit = Get-UgcLimit; $limit.Seen.ToString(); $limit.SeenHeaders.ToString()").Clean().Texts);
    }

    private static string? Property(Outcome outcome, string topic, string name) =>
        Assert.Single(outcome.Output, item => (string)item.Properties["Topic"].Value == topic).Properties[name].Value.ToString();
}
