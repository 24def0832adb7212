namespace UgcLab.PowerShell.Commands;

/// <summary>Tests if the service is reachable and accepts the key. With -Contract, compares its answers with its documentation.</summary>
/// <remarks>
/// <para>The test costs no credits and uses one of the hourly reads. The request isn't retried. A failure is part of the result, not an
/// error, so a script can check it first.</para>
/// <para>-Contract sends twelve reads within the session's rate limits, each once, and never a request that could create anything: lists
/// with usual and unusual page sizes, a cursor and a job id that can't exist, and one read with a made-up key of the right form that
/// contains no part of your key. It costs no credits and uses twelve of the hourly reads. The read with the made-up key counts as a refused
/// sign-in from your address; the service allows 20 a minute.</para>
/// <para>It returns a finding for each question. Agrees: as documented. Differs: not as documented, or not as this module assumes. Learned:
/// the documentation leaves it open, and the answer shows it. NotTested: no answer could show it. A read that fails is a finding. The
/// command ends with an error only if the first read shows that the service can't be reached or refuses the key.</para>
/// <para>The authors of this module have no access to the service, so attach the file of -ReportPath to a bug report. It holds statuses,
/// codes, names of headers and members, and limits. It holds no key, id, name, or other value of yours.</para>
/// </remarks>
/// <example>
/// <code>Test-UgcConnection</code>
/// <para>Shows whether the connection works, and if not, why.</para>
/// </example>
/// <example>
/// <code>if (-not (Test-UgcConnection -Quiet)) { throw 'UGC Lab is out of reach.' }</code>
/// </example>
/// <example>
/// <title>Show differences from the documentation</title>
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

    /// <summary>Returns only True or False.</summary>
    [Parameter(ParameterSetName = ConnectionSet)]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Compares the service's answers with its documentation. Sends only reads.</summary>
    [Parameter(ParameterSetName = ContractSet, Mandatory = true)]
    public SwitchParameter Contract { get; set; }

    /// <summary>A JSON file for the findings, which you can attach to a bug report. Its folder is created if it doesn't exist.</summary>
    [Parameter(ParameterSetName = ContractSet)]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    /// <summary>Overwrites an existing report.</summary>
    [Parameter(ParameterSetName = ContractSet)]
    public SwitchParameter Force { get; set; }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        // -Contract:$false runs the plain test.
        if (Contract)
        {
            await TestContractAsync(ReportPath is null ? null : FullPath(ReportPath), cancellationToken);
            return;
        }

        UgcConnectionTest test = OpenSession is null && KeySources.InEnvironment() is null
            ? new UgcConnectionTest
            {
                Failure = UgcLabErrorKind.NotConnected,
                Message = "No session is open, and no key is in the environment. Run Connect-UgcLab first.",
            }
            : await Client.TestAsync(Notices, cancellationToken);
        WriteObject(Quiet ? test.IsConnected : test);
    }

    private async Task TestContractAsync(string? path, CancellationToken cancellationToken)
    {
        if (path is not null)
        {
            ContractReportFile.RequireRoom(path, Force);
        }

        UgcContractReport report = await Client.TestContractAsync(Notices, cancellationToken);
        WriteObjects(report.Findings);
        if (path is not null)
        {
            ContractReportFile.Write(report, path, Force);
            WriteVerbose($"The report is in {path}: {report}.");
        }
    }
}
