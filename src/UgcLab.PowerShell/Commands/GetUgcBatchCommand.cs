using System.Management.Automation;
using UgcLab.PowerShell.Binding;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Gets batches of the local record, or their rows: what was sent, what it cost, and what is in doubt.</summary>
/// <remarks>
/// <para>Needs no key and no network, and does not disturb a run that is at work on the batch.</para>
/// <para>A row in doubt (Unknown) went out and nobody knows what became of it. Its Witnesses say what the workspace's credits and the project's clips before and after speak for; they prove nothing, for other people move them too. Resolve-UgcBatchRow settles it.</para>
/// </remarks>
/// <example>
/// <code>Get-UgcBatch</code>
/// <para>Lists all batches with their rows by state, and their credits.</para>
/// </example>
/// <example>
/// <title>What is in doubt, and why</title>
/// <code>Get-UgcBatch nov -State Unknown | Format-List RowNumber, Reference, SentAt, Prompt, Message, Witnesses</code>
/// </example>
/// <example>
/// <title>Save what is left</title>
/// <code>(Get-UgcBatch nov -State Running, Finished).Jobs | Wait-UgcJob | Save-UgcVideo -Destination ./videos</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "UgcBatch")]
[OutputType(typeof(UgcBatch), typeof(UgcBatchRow))]
public sealed class GetUgcBatchCommand : UgcCmdlet
{
    /// <summary>Names of batches; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Batch")]
    [TextAlone]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BatchNameCompleter))]
    public string[] Name { get; set => field = value is null ? ["*"] : [.. value.Where(name => name is not null)]; } = ["*"];

    /// <summary>Returns the rows in place of the batch.</summary>
    [Parameter]
    public SwitchParameter Row { get; set; }

    /// <summary>Returns the rows in one of these states, and no others.</summary>
    [Parameter]
    public UgcRowState[] State { get; set => field = value ?? []; } = [];

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string name in Names())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Row && State.Length == 0)
            {
                WriteObject(Batches.Get(name));
                continue;
            }

            foreach (UgcBatchRow row in Batches.Rows(name).Where(row => State.Length == 0 || State.Contains(row.State)))
            {
                WriteObject(row);
            }
        }

        return Task.CompletedTask;
    }

    // Those that are there first: one that is missing is an error, and must cost none of the others.
    private IEnumerable<string> Names()
    {
        string[] missing = [.. Name.Where(name => !WildcardPattern.ContainsWildcardCharacters(name) && !Batches.Names().Contains(name.Trim(), StringComparer.OrdinalIgnoreCase))];
        return Batches.Names().Where(name => IsLike(Name, name)).Concat(missing);
    }
}
