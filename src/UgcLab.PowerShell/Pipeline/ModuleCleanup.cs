using System.Management.Automation.Runspaces;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>Ends the runspace's session when the module is removed.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => DefaultSessions.Release(Runspace.DefaultRunspace);
}
