namespace UgcLab.PowerShell.Commands;

/// <summary>Gets the purchases recorded in the store, newest first, from all consoles and machines that use it.</summary>
/// <remarks>
/// <para>This cmdlet needs no key and no network. The store is a SQLite database in the user's state folder, or in the folder that
/// $env:UGCLAB_STATE_HOME specifies. Only the user can read it. It contains prompts and ids, but no key and no signed part of a
/// link.</para>
/// <para>The state Unconfirmed means that a request was sent and no response was received. The request may have been charged, and is never
/// sent again automatically.</para>
/// <para>Purchases are read page by page, so -First and Select-Object -First are as fast with a long history as with a short one.</para>
/// </remarks>
/// <example>
/// <code>Get-UgcHistory -First 10</code>
/// <para>Gets the last ten purchases.</para>
/// </example>
/// <example>
/// <title>Show unconfirmed purchases</title>
/// <code>Get-UgcHistory -State Unconfirmed | Format-List Time, RowNumber, Reference, Prompt, Message, RequestId</code>
/// <para>Shows what to look for in the dashboard before you create any of it again.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "UgcHistory")]
[OutputType(typeof(UgcHistoryEntry))]
public sealed class GetUgcHistoryCommand : UgcCmdlet
{
    /// <summary>Returns only purchases at this time or later.</summary>
    [Parameter]
    [Alias("After")]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Returns only purchases before this time.</summary>
    [Parameter]
    public DateTimeOffset? Before { get; set; }

    /// <summary>Returns only purchases in one of these states.</summary>
    [Parameter]
    [Alias("Status")]
    [ValueOf<UgcPurchaseState>]
    public UgcPurchaseState[] State { get; set => field = value ?? []; } = [];

    /// <summary>Returns only purchases of these models. Wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string[] Model { get; set => field = [.. (value ?? []).Where(text => text is not null)]; } = [];

    /// <summary>Returns only purchases for projects with these ids. Wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ProjectId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProjectIdCompleter))]
    public string[] Project { get; set => field = [.. (value ?? []).Where(text => text is not null)]; } = [];

    /// <summary>Returns only purchases with these references. Wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ReferenceCompleter))]
    public string[] Reference { get; set => field = [.. (value ?? []).Where(text => text is not null)]; } = [];

    /// <summary>Returns only purchases of these batches. Wildcards are allowed. '' returns purchases that belong to no batch.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BatchNameCompleter))]
    public string[] Batch { get; set => field = [.. (value ?? []).Where(text => text is not null)]; } = [];

    /// <summary>Returns only purchases that were sent from these machines. Wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[] Machine { get; set => field = [.. (value ?? []).Where(text => text is not null)]; } = [];

    /// <summary>Returns only purchases whose prompt contains this text. Case is ignored.</summary>
    [Parameter(Position = 0)]
    public string? Text { get; set; }

    /// <summary>Returns at most this many purchases.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        RequirePeriod(Since, Before);
        // The store can apply -First only if it also applies all filters.
        int? first = Text is null && Model is [] && Project is [] && Reference is [] && Batch is [] && Machine is [] ? First : null;
        PurchaseFilter filter = new()
        {
            First = first,
            Since = Since,
            Before = Before,
            States = State,
            Models = Model,
            Projects = Project,
            References = Reference,
            Batches = Batch,
            Machines = Machine,
        };
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

    // Filters that the store can't apply, such as PowerShell wildcards.
    private bool IsWanted(UgcHistoryEntry entry) =>
        IsLike(Model, entry.Model)
        && IsLike(Project, entry.ProjectId)
        && IsLike(Reference, entry.Reference)
        && IsLike(Batch, entry.Batch)
        && IsLike(Machine, entry.Machine)
        && (Text is null || entry.Prompt?.Contains(Text, StringComparison.OrdinalIgnoreCase) is true);
}
