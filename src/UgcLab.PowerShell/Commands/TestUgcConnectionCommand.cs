using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Tries the session with one cheap read, made once: is the service there, and does it know the key? With -Contract it holds the service's answers against its documentation.</summary>
/// <remarks>
/// <para>Costs no credits and one of the hour's reads. A failure is in the result, not an error, so a script can ask before it begins.</para>
/// <para>-Contract sends twelve reads at the session's pace, each once, and never anything that could buy: lists with usual and odd page sizes, a cursor and a job id that cannot exist, and one read with a key of the right form that is nobody's, in which yours has no part. It costs no credits and twelve of the hour's reads. The read with nobody's key is a refused log-in of your address; the service allows twenty a minute.</para>
/// <para>It returns a finding for each question. Agrees: as documented. Differs: otherwise than documented, or than this module takes it to be. Learned: the documentation leaves it open, and the answer settles it. NotTested: no answer came that could tell. A read that fails is a finding; only when the first one shows that the service is out of reach, or refuses the key, does it end with an error.</para>
/// <para>Nobody who makes this module can call the service. The file of -ReportPath, attached to a bug report, helps everybody: it holds statuses, codes, names of headers and of members, and limits, and no key, no id, no name and no other value of yours.</para>
/// </remarks>
/// <example>
/// <code>Test-UgcConnection</code>
/// <para>Says whether it works, and if not, why.</para>
/// </example>
/// <example>
/// <code>if (-not (Test-UgcConnection -Quiet)) { throw 'UGC Lab is out of reach.' }</code>
/// </example>
/// <example>
/// <title>What is otherwise than documented</title>
/// <code>Test-UgcConnection -Contract -ReportPath ./contract.json | Where-Object Verdict -ne Agrees | Format-List</code>
/// </example>
/// <seealso href="https://ugclab.app/docs">The service's documentation</seealso>
[Cmdlet(VerbsDiagnostic.Test, "UgcConnection", DefaultParameterSetName = ConnectionSet)]
[OutputType(typeof(UgcConnectionTest), typeof(bool), ParameterSetName = [ConnectionSet])]
[OutputType(typeof(UgcContractFinding), ParameterSetName = [ContractSet])]
public sealed class TestUgcConnectionCommand : UgcCmdlet
{
    private const string ConnectionSet = "Connection";
    private const string ContractSet = "Contract";

    /// <summary>Returns True or False alone.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Holds the service's answers against its documentation, by reads alone.</summary>
    [Parameter(ParameterSetName = ContractSet, Mandatory = true)]
    public SwitchParameter Contract { get; set; }

    /// <summary>A JSON file to write the findings to, fit to be attached to a bug report. Its folder is made when it is not there.</summary>
    [Parameter(ParameterSetName = ContractSet)]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    /// <summary>Lets the report take the place of a file that is there.</summary>
    [Parameter(ParameterSetName = ContractSet)]
    public SwitchParameter Force { get; set; }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        // -Contract:$false is the plain test.
        if (Contract)
        {
            await TestContractAsync(ReportPath is null ? null : FullPath(ReportPath), cancellationToken);
            return;
        }

        UgcConnectionTest test = OpenSession is null && KeySources.Environment() is null
            ? new UgcConnectionTest { Failure = UgcLabErrorKind.NotConnected, Message = "No session is open, and no key is in the environment. Run Connect-UgcLab first." }
            : await Client.TestAsync(Notices, cancellationToken);
        WriteObject(Quiet ? test.IsConnected : test);
    }

    private async Task TestContractAsync(string? path, CancellationToken cancellationToken)
    {
        if (path is not null)
        {
            UgcContractReport.RequireRoom(path, Force);
        }

        UgcContractReport report = await Client.TestContractAsync(Notices, cancellationToken);
        WriteObjects(report.Findings);
        if (path is not null)
        {
            report.WriteTo(path, Force);
            WriteVerbose($"The report is in {path}: {report}.");
        }
    }
}
