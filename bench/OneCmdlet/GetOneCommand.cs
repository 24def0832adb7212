using System.Management.Automation;

namespace UgcLab.Bench;

/// <summary>The least a binary module can be: what importing one costs by itself.</summary>
[Cmdlet(VerbsCommon.Get, "One")]
public sealed class GetOneCommand : Cmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(1);
}
