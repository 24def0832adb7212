namespace UgcLab.PowerShell.Binding;

// Completes a value from the newest purchases in the store, with the prompt and the age as tooltip.
internal abstract class HistoryCompleter(Func<Completion, IEnumerable<UgcHistoryEntry>, IEnumerable<CompletionResult>> complete)
    : Completer(typed => complete(typed, typed.Waited(client =>
        new History(client?.Store ?? Stores.Default(), client?.BaseUri).ReadAsync(new PurchaseFilter { First = Most }).ToListAsync())))
{
    // Older ones aren't completed, so that a long history completes as fast as a short one.
    private const int Most = 300;
    private const int LongestPrompt = 60;

    private protected static string Tip(UgcHistoryEntry entry, params string?[] first) => Completion.Tip(
    [
        .. first, entry.Prompt is { Length: > LongestPrompt } whole ? whole[..LongestPrompt] + "…" : entry.Prompt, UgcView.Age(entry.Time),
    ]);
}

// Matched by id or by reference.
internal sealed class JobIdCompleter() : HistoryCompleter((typed, newest) => newest
    .SelectMany(entry => entry.Jobs, (entry, job) => (entry, job))
    .Where(each => each.job.UgcId.StartsWith(typed.Begun, StringComparison.OrdinalIgnoreCase)
        || each.entry.Reference?.StartsWith(typed.Begun, StringComparison.OrdinalIgnoreCase) is true)
    .Select(each => Completion.Of(
        each.job.UgcId, each.entry.Reference is null ? each.job.UgcId : $"{each.entry.Reference} {each.job.UgcId}",
        Tip(each.entry, each.entry.Reference, each.job.SavedPath is null ? each.job.Status.ToString() : "Saved"))));

internal sealed class ReferenceCompleter() : HistoryCompleter((typed, newest) => newest
    .Where(entry => entry.Reference?.StartsWith(typed.BegunName, StringComparison.OrdinalIgnoreCase) is true)
    .DistinctBy(entry => entry.Reference)
    .Select(entry => Completion.Of(WildcardPattern.Escape(entry.Reference!), entry.Reference!, Tip(entry, entry.Batch))));

// The numbers of the rows of a batch that are unconfirmed or abandoned.
internal sealed class RowNumberCompleter() : Completer(typed => typed.Starting(typed
    .Waited(async client =>
    {
        BatchService batches = client?.Batches ?? new BatchService(Stores.Default());
        UgcBatch batch = await batches.GetAsync(new BatchQuery(Name: $"{typed["Batch"]}"));
        return await batches.RowsAsync(batch, [UgcRowState.Unconfirmed, UgcRowState.Abandoned]).ToListAsync();
    })
    .Where(row => row.RowNumber is not null)
    .Select(row => (
        row.RowNumber!.Value.ToString(CultureInfo.InvariantCulture),
        Completion.Tip(row.Reference, $"{row.State}", row.Prompt, UgcView.Age(row.SentAt))))));
