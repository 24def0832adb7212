namespace UgcLab.PowerShell.Commands;

/// <summary>Gets the batches in the store, or their rows: what was sent, what it cost, and what is unconfirmed.</summary>
/// <remarks>
/// <para>This cmdlet needs no key and no network, and doesn't affect a process that is running the batch.</para>
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
public sealed class GetUgcBatchCommand : UgcCmdlet
{
    /// <summary>The names of the batches to get. Wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Batch")]
    [TextOnly]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BatchNameCompleter))]
    public string[] Name { get; set => field = value is null ? ["*"] : [.. value.Where(name => name is not null)]; } = ["*"];

    /// <summary>Returns the rows instead of the batch.</summary>
    [Parameter]
    public SwitchParameter Row { get; set; }

    /// <summary>Returns only the rows in these states.</summary>
    [Parameter]
    public UgcRowState[] State { get; set => field = value ?? []; } = [];

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string name in await NamesAsync(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Row && State.Length == 0)
            {
                WriteObject(await Batches.GetAsync(name, cancellationToken));
                continue;
            }

            await foreach (UgcBatchRow row in Batches.RowsAsync(name, State, cancellationToken))
            {
                WriteObject(row);
            }
        }
    }

    // Batches that exist come first: a missing batch is an error, which must not keep the others from being returned.
    private async Task<IEnumerable<string>> NamesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> known = await Batches.NamesAsync(cancellationToken);
        return known.Where(name => IsLike(Name, name)).Concat(Name.Where(name =>
            !WildcardPattern.ContainsWildcardCharacters(name) && !known.Contains(name.Trim(), StringComparer.OrdinalIgnoreCase)));
    }
}
