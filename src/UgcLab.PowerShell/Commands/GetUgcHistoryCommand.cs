using System.Management.Automation;
using UgcLab.PowerShell.Binding;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Gets the local record of purchases, oldest first: those of every console that used this state folder.</summary>
/// <remarks>
/// <para>Needs no key and no network. The record lies in the user's folder for state ($env:UGCLAB_STATE_HOME moves it), one file a process and one a batch, readable by the user alone. It holds prompts and ids; no key, and no signed part of a link.</para>
/// <para>State Unknown means that a request went out and no answer came: it may have been charged, and is never sent again by itself.</para>
/// </remarks>
/// <example>
/// <code>Get-UgcHistory -After (Get-Date).AddDays(-1)</code>
/// </example>
/// <example>
/// <title>What is in doubt</title>
/// <code>Get-UgcHistory -State Unknown | Format-List Time, RowNumber, Reference, Prompt, Message, RequestId</code>
/// <para>What to look for in the dashboard before any of it is bought again.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "UgcHistory")]
[OutputType(typeof(UgcHistoryEntry))]
public sealed class GetUgcHistoryCommand : UgcCmdlet
{
    /// <summary>Only purchases at this time or later.</summary>
    [Parameter]
    public DateTimeOffset? After { get; set; }

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

    /// <summary>Only purchases with these labels; wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] Reference { get; set => field = [.. (value ?? []).Where(text => text is not null)]; } = [];

    /// <summary>Only purchases of these batches; wildcards are allowed, and '' is what was bought outside of any.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BatchNameCompleter))]
    public string[] Batch { get; set => field = [.. (value ?? []).Where(text => text is not null)]; } = [];

    /// <summary>Only purchases whose prompt holds this text, whatever its case.</summary>
    [Parameter(Position = 0)]
    public string? Text { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (UgcHistoryEntry entry in History.Read(WriteWarning).Where(IsWanted))
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteObject(entry);
        }

        return Task.CompletedTask;
    }

    private bool IsWanted(UgcHistoryEntry entry) =>
        (After is null || entry.Time >= After)
        && (Before is null || entry.Time < Before)
        && (State.Length == 0 || State.Contains(entry.State))
        && IsLike(Model, entry.Model)
        && IsLike(Reference, entry.Reference)
        && IsLike(Batch, entry.Batch)
        && (Text is null || entry.Prompt?.Contains(Text, StringComparison.OrdinalIgnoreCase) is true);
}
