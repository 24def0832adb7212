using System.Management.Automation;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Tries the session with one cheap read, made once: is the service there, and does it know the key?</summary>
/// <remarks>
/// <para>Costs no credits and one of the hour's reads. A failure is in the result, not an error, so a script can ask before it begins.</para>
/// </remarks>
/// <example>
/// <code>Test-UgcConnection</code>
/// <para>Says whether it works, and if not, why.</para>
/// </example>
/// <example>
/// <code>if (-not (Test-UgcConnection -Quiet)) { throw 'UGC Lab is out of reach.' }</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "UgcConnection")]
[OutputType(typeof(UgcConnectionTest), typeof(bool))]
public sealed class TestUgcConnectionCommand : UgcCmdlet
{
    /// <summary>Returns True or False alone.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        UgcConnectionTest test = OpenSession is null && KeySources.Environment() is null
            ? new UgcConnectionTest { Failure = UgcLabErrorKind.NotConnected, Message = "No session is open, and no key is in the environment. Run Connect-UgcLab first." }
            : await Client.TestAsync(Notices, cancellationToken);
        WriteObject(Quiet ? test.IsConnected : test);
    }
}
