using UgcLab.PowerShell.Binding;
using UgcLab.PowerShell.Pipeline;
using UgcLab.Store;

namespace UgcLab.PowerShell.Commands;

/// <summary>Gets the purchases that were recorded on this machine, the newest first: those of every console that used this store.</summary>
/// <remarks>
/// <para>Needs no key and no network. The store is a SQLite database in the user's folder for state ($env:UGCLAB_STATE_HOME moves it), readable by the user alone. It holds prompts and ids; no key, and no signed part of a link.</para>
/// <para>State Unconfirmed means that a request was sent and no answer came: it may have been charged, and is never sent again by itself.</para>
/// <para>Purchases are read page by page, so Select-Object -First and -First cost no more with a long history than with a short one.</para>
/// </remarks>
/// <example>
/// <code>Get-UgcHistory -First 10</code>
/// <para>The last ten purchases.</para>
/// </example>
/// <example>
/// <title>What is unconfirmed</title>
/// <code>Get-UgcHistory -State Unconfirmed | Format-List Time, RowNumber, Reference, Prompt, Message, RequestId</code>
/// <para>What to look for in the dashboard before any of it is created again.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "UgcHistory")]
[OutputType(typeof(UgcHistoryEntry))]
public sealed class GetUgcHistoryCommand : UgcCmdlet
{
    /// <summary>Only purchases at this time or later.</summary>
    [Parameter]
    [Alias("After")]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only purchases before this time.</summary>
    [Parameter]
    public DateTimeOffset? Before { get; set; }

    /// <summary>Only purchases in one of these states.</summary>
    [Parameter]
    [Alias("Status")]
    public UgcPurchaseState[] State { get; set => field = value ?? []; } = [];

    /// <summary>Only purchases of these models; wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] Model { get; set => field = [.. (value ?? []).Where(text => text is not null)]; } = [];

    /// <summary>Only purchases for these projects, by id; wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ProjectId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProjectIdCompleter))]
    public string[] Project { get; set => field = [.. (value ?? []).Where(text => text is not null)]; } = [];

    /// <summary>Only purchases with these references; wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] Reference { get; set => field = [.. (value ?? []).Where(text => text is not null)]; } = [];

    /// <summary>Only purchases of these batches; wildcards are allowed, and '' is what belongs to no batch.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BatchNameCompleter))]
    public string[] Batch { get; set => field = [.. (value ?? []).Where(text => text is not null)]; } = [];

    /// <summary>Only purchases whose prompt contains this text, in upper or lower case.</summary>
    [Parameter(Position = 0)]
    public string? Text { get; set; }

    /// <summary>Returns at most this many purchases.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        // What the store filters by itself, it also counts by itself.
        int? first = Text is null && Model is [] && Project is [] && Reference is [] && Batch is [] ? First : null;
        PurchaseFilter filter = new() { First = first, Since = Since, Before = Before, States = State, Models = Model, Projects = Project, References = Reference, Batches = Batch };
        int left = First ?? int.MaxValue;
        await foreach (UgcHistoryEntry entry in History.ReadAsync(filter, cancellationToken))
        {
            if (IsWanted(entry))
            {
                WriteObject(entry);
                if (--left == 0)
                {
                    break;
                }
            }
        }
    }

    // What only PowerShell's patterns can say.
    private bool IsWanted(UgcHistoryEntry entry) =>
        IsLike(Model, entry.Model)
        && IsLike(Project, entry.ProjectId)
        && IsLike(Reference, entry.Reference)
        && IsLike(Batch, entry.Batch)
        && (Text is null || entry.Prompt?.Contains(Text, StringComparison.OrdinalIgnoreCase) is true);
}
