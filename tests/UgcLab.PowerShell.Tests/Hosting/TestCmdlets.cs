using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace UgcLab.EngineTests.Hosting;

/// <summary>Cmdlets of strangers, as they stand downstream of ours.</summary>
internal static class TestCmdlets
{
    public static SessionStateCommandEntry[] Entries() =>
    [
        new SessionStateCmdletEntry("Test-Blocking", typeof(BlockingCommand), null),
        new SessionStateCmdletEntry("Test-Context", typeof(ContextCommand), null),
        new SessionStateCmdletEntry("Test-Throwing", typeof(ThrowingCommand), null),
    ];
}

/// <summary>Passes objects on, once it has blocked on an await of its own. Under a foreign context that would hang for ever.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Blocking")]
public sealed class BlockingCommand : PSCmdlet
{
    /// <summary>What to pass on.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        LaterAsync().GetAwaiter().GetResult();
        WriteObject(InputObject);
    }

    private static async Task LaterAsync()
    {
        await Task.Yield();
        await Task.Delay(1);
    }
}

/// <summary>Says which synchronization context its input reached it under.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Context")]
public sealed class ContextCommand : PSCmdlet
{
    /// <summary>Not looked at.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(SynchronizationContext.Current?.GetType().Name ?? "none");
}

/// <summary>Ends the pipeline at its first input.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Throwing")]
public sealed class ThrowingCommand : PSCmdlet
{
    /// <summary>Not looked at.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        ThrowTerminatingError(new ErrorRecord(new InvalidOperationException("Enough."), "Enough", ErrorCategory.InvalidOperation, InputObject));
}
