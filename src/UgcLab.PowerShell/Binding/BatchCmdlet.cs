namespace UgcLab.PowerShell.Binding;

/// <summary>The base class of the cmdlets that find a batch by its name, which several workspaces may have.</summary>
public abstract class BatchCmdlet : UgcCmdlet
{
    /// <summary>
    /// The workspace of the batch: the name of its profile, or an empty string for none. By default, if several workspaces have a batch of
    /// the name, that of the session is used.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string? Workspace { get; set; }

    /// <summary>The base address of the batch's service, as its BaseUri property shows it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? BaseUri { get; set; }

    // A batch without a workspace that is piped has null as its workspace.
    private protected BatchQuery Query(string? name) => new(
        Workspace ?? (MyInvocation.BoundParameters.ContainsKey(nameof(Workspace)) ? "" : null), BaseUri, name);
}
