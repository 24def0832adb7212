using System.Management.Automation;
using UgcLab.EngineTests.Hosting;
using UgcLab.Faults;

namespace UgcLab.EngineTests.Sending;

public sealed class RefusalTests : IDisposable
{
    private const string Three = "1..3 | & { process { row \"Row $_ of those refused\" @{ Reference = $_ } } } | New-UgcVideo";

    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public RefusalTests() => _shell.Connect(_service);

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    [Theory]
    [InlineData(402, "INSUFFICIENT_CREDITS", "UgcInsufficientCredits", ErrorCategory.QuotaExceeded)]
    [InlineData(401, "UNAUTHORIZED", "UgcKeyRefused", ErrorCategory.AuthenticationError)]
    [InlineData(403, "FORBIDDEN", "UgcAccessDenied", ErrorCategory.PermissionDenied)]
    [InlineData(302, "MOVED", "UgcNotTheService", ErrorCategory.SecurityError)]
    public void What_no_later_row_could_pass_ends_creation(int status, string code, string id, ErrorCategory category)
    {
        _service.Instead = _ => _service.Requests.Count == 2 ? Service.Error(status, code) : null;

        Outcome outcome = _shell.Run(Three);

        Assert.Null(outcome.Caught);
        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.Equal(id, Outcome.Id(error));
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Equal("2", PSObject.AsPSObject(error.TargetObject).Properties["Reference"].Value.ToString());
        Assert.Equal(["Row 1 of those refused", "Row 2 of those refused"], _service.Prompts);
        Assert.Single(outcome.Output);
    }

    [Theory]
    [InlineData(400, "VALIDATION_ERROR", "UgcRequestRefused", ErrorCategory.InvalidArgument)]
    [InlineData(400, "IMAGE_DOWNLOAD_FAILED", "UgcImageDownloadFailed", ErrorCategory.InvalidArgument)]
    [InlineData(404, "PROJECT_NOT_FOUND", "UgcProjectNotFound", ErrorCategory.ObjectNotFound)]
    public void What_is_wrong_with_one_row_is_that_rows_error_only(int status, string code, string id, ErrorCategory category)
    {
        _service.Instead = _ => _service.Requests.Count == 2 ? Service.Error(status, code, "These are the words of the service.") : null;

        Outcome outcome = _shell.Run(Three);

        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.Null(outcome.Caught);
        Assert.Equal(id, Outcome.Id(error));
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Contains("These are the words of the service.", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("2", PSObject.AsPSObject(error.TargetObject).Properties["Reference"].Value.ToString());
        dynamic exception = error.Exception;
        Assert.Equal((status, code, "req_of_error"), ((int)exception.StatusCode, (string)exception.Code, (string)exception.RequestId));
        Assert.Equal(["1", "3"], outcome.Values("RowNumber"));
    }

    [Fact]
    public void ErrorAction_Stop_ends_at_the_refused_row()
    {
        _service.Instead = _ => Service.Error(400, "VALIDATION_ERROR");

        Outcome outcome = _shell.Run($"{Three} -ErrorAction Stop");

        Assert.Equal("UgcRequestRefused", Outcome.Id(outcome.Caught!));
        Assert.Single(_service.Requests);
    }

    [Fact]
    public void Every_error_id_begins_with_ours_and_names_the_cmdlet()
    {
        _service.Instead = _ => Service.Error(402, "INSUFFICIENT_CREDITS");

        Outcome outcome = _shell.Run(Three);

        Assert.StartsWith("UgcInsufficientCredits,", outcome.Caught!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("NewUgcVideo", outcome.Caught.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Add credits", outcome.Caught.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_that_is_not_there_is_one_error_among_jobs_that_are()
    {
        _service.Instead = request => request.Path.EndsWith("/b2", StringComparison.Ordinal) ? Service.Error(404, "UGC_NOT_FOUND") : null;

        Outcome outcome = _shell.Run("'a1', 'b2', 'c3' | Get-UgcJob");

        Assert.Equal(["UgcJobNotFound"], outcome.ErrorIds);
        Assert.Equal("b2", ((dynamic)outcome.Errors[0].TargetObject).UgcId);
        Assert.Equal(["a1", "c3"], outcome.Values("UgcId"));
    }

    [Fact]
    public void Test_UgcConnection_reports_a_failure_and_does_not_throw_it()
    {
        Assert.Equal(["True"], _shell.Run("Test-UgcConnection -Quiet").Clean().Texts);
        _service.Instead = _ => Service.Error(401, "UNAUTHORIZED");

        Outcome outcome = _shell.Run("Test-UgcConnection").Clean();

        Assert.Equal(["KeyRefused"], outcome.Values("Failure"));
        Assert.Equal(["401"], outcome.Values("StatusCode"));
        Assert.Equal(["False"], _shell.Run("Test-UgcConnection -Quiet").Clean().Texts);
    }

    [Fact]
    public void Each_kind_of_error_has_a_category() => Assert.Empty(_shell.Run("""
        $category = [UgcLab.PowerShell.Commands.NewUgcVideoCommand].Assembly.GetType('UgcLab.PowerShell.Pipeline.ErrorRecords').GetMethod('Category', [Reflection.BindingFlags] 'NonPublic, Static')
        [Enum]::GetValues([UgcLab.UgcLabErrorKind]) | Where-Object { $category.Invoke($null, [object[]] [UgcLab.UgcLabErrorKind[]] $_) -eq 'NotSpecified' }
        """).Clean().Texts);
}
