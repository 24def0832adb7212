namespace UgcLab.PowerShell.Commands;

/// <summary>Gets the batches in the store, or their rows: what was sent, what it cost, and what is unconfirmed.</summary>
/// <remarks>
/// <para>This cmdlet needs no key and no network, and doesn't affect a process that is running the batch.</para>
/// <para>The batches of all workspaces are returned, those of the session first, in a table for each workspace. If several workspaces
/// have a batch of the same name, -Row and -State return the rows of the session's; -Workspace selects another.</para>
/// <para>An unconfirmed row was sent and its outcome is unknown. Its Evidence property contains the credits of the workspace and
/// the number of clips in the project, before and after the request. The evidence isn't proof, because other requests change these numbers
/// too. To record the outcome, use Resolve-UgcBatchRow.</para>
/// </remarks>
/// <example>
/// <code>Get-UgcBatch</code>
/// <para>Lists all batches with the number of rows in each state, and their credits.</para>
/// </example>
/// <example>
/// <title>Show unconfirmed rows with the evidence</title>
/// <code>Get-UgcBatch nov -State Unconfirmed | Format-List RowNumber, Reference, SentAt, Prompt, Message, Evidence</code>
/// </example>
/// <example>
/// <title>Save the remaining videos</title>
/// <code>(Get-UgcBatch nov -State Running, Finished).Jobs | Wait-UgcJob | Save-UgcVideo -Destination ./videos</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "UgcBatch")]
[OutputType(typeof(UgcBatch), typeof(UgcBatchRow))]
public sealed class GetUgcBatchCommand : BatchCmdlet
{
    /// <summary>The names of the batches to get. Wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Batch")]
    [TextOnly]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BatchNameCompleter))]
    public string[] Name
    {
        get;
        set => field = value is null ? ["*"] : [.. value.Where(name => name is not null).Select(name => name.Trim().Normalize())];
    } = ["*"];

    /// <summary>Returns the rows instead of the batch.</summary>
    [Parameter]
    public SwitchParameter Row { get; set; }

    /// <summary>Returns only the rows in these states.</summary>
    [Parameter]
    [ValueOf<UgcRowState>]
    public UgcRowState[] State { get; set => field = value ?? []; } = [];

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        string? only = Name is [string one] && !WildcardPattern.ContainsWildcardCharacters(one) ? one : null;
        IReadOnlyList<UgcBatch> all = await Batches.ListAsync(Query(only), cancellationToken);
        UgcBatch[] found = [.. all.Where(batch => IsLike(Name, batch.Name.Normalize()))];
        if (!Row && State.Length == 0)
        {
            bool isOfSeveral = found.DistinctBy(batch => batch.Workspace).Skip(1).Any();
            foreach (PSObject shown in found.Select(PSObject.AsPSObject))
            {
                if (isOfSeveral)
                {
                    shown.TypeNames.Insert(0, "UgcLab.UgcBatch#Workspace");
                }

                WriteObject(shown);
            }
        }
        else
        {
            foreach (UgcBatch batch in found.DistinctBy(batch => batch.Name, StringComparer.OrdinalIgnoreCase))
            {
                await foreach (UgcBatchRow row in Batches.RowsAsync(batch, State, cancellationToken))
                {
                    WriteObject(row);
                }
            }
        }

        // A missing batch is an error, which must not keep the others from being returned.
        foreach (string name in Name.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)
            && !found.Any(batch => batch.Name.Normalize().Equals(name, StringComparison.OrdinalIgnoreCase))))
        {
            await Batches.GetAsync(Query(name), cancellationToken);
        }
    }
}
