using System.Collections;

namespace UgcLab.PowerShell.Binding;

/// <summary>Completes a value from the newest purchases in the store, with the prompt and the age as tooltip.</summary>
public abstract class HistoryCompleter : Completer
{
    // Older ones aren't completed, so that a long history completes as fast as a short one.
    private const int Most = 300;
    private const int LongestPrompt = 60;

    private protected HistoryCompleter(Func<string, string, IDictionary, IEnumerable<CompletionResult>> complete)
        : base(complete)
    {
    }

    private protected static IReadOnlyList<UgcHistoryEntry> Newest(IDictionary bound)
    {
        UgcLabClient? client = (CompletionResults.Typed(bound, "Session") as UgcSession ?? UgcSession.Default)?.Client;
        return CompletionResults.Waited(async () =>
        {
            History history = new(client?.Store ?? Stores.Default(), client?.BaseUri);
            List<UgcHistoryEntry> entries = [];
            await foreach (UgcHistoryEntry entry in history.ReadAsync(new PurchaseFilter { First = Most }))
            {
                entries.Add(entry);
            }

            return (IReadOnlyList<UgcHistoryEntry>)entries;
        });
    }

    private protected static string Tip(UgcHistoryEntry entry, params string?[] more) => string.Join(" · ", more.Concat(
    [
        entry.Prompt is { Length: > LongestPrompt } whole ? whole[..LongestPrompt] + "…" : entry.Prompt, UgcView.Age(entry.Time),
    ]).Where(part => !string.IsNullOrEmpty(part)));
}

/// <summary>Completes the ids of jobs, the newest first. They are matched by id or by reference.</summary>
public sealed class JobIdCompleter() : HistoryCompleter((_, word, bound) =>
{
    string begun = CompletionResults.Unquoted(word);
    return Newest(bound).SelectMany(entry => entry.Jobs, (entry, job) => (entry, job))
        .Where(each => each.job.UgcId.StartsWith(begun, StringComparison.OrdinalIgnoreCase)
            || each.entry.Reference?.StartsWith(begun, StringComparison.OrdinalIgnoreCase) is true)
        .Select(each => CompletionResults.Of(
            each.job.UgcId, each.entry.Reference is null ? each.job.UgcId : $"{each.entry.Reference} {each.job.UgcId}",
            Tip(each.entry, each.entry.Reference, each.job.SavedPath is null ? each.job.Status.ToString() : "Saved")));
});

/// <summary>Completes the references of purchases, those of the newest first.</summary>
public sealed class ReferenceCompleter() : HistoryCompleter((_, word, bound) =>
{
    string begun = WildcardPattern.Unescape(CompletionResults.Unquoted(word)).TrimEnd('*');
    return Newest(bound)
        .Where(entry => entry.Reference?.StartsWith(begun, StringComparison.OrdinalIgnoreCase) is true)
        .DistinctBy(entry => entry.Reference)
        .Select(entry => CompletionResults.Of(WildcardPattern.Escape(entry.Reference!), entry.Reference!, Tip(entry, entry.Batch)));
});

/// <summary>Completes the numbers of the rows of a batch that are unconfirmed or abandoned.</summary>
public sealed class RowNumberCompleter() : Completer((command, word, bound) =>
{
    UgcLabClient? client = (CompletionResults.Typed(bound, "Session") as UgcSession ?? UgcSession.Default)?.Client;
    string name = CompletionResults.Typed(bound, "Batch")?.ToString() ?? "";
    IReadOnlyList<UgcBatchRow> unconfirmed = CompletionResults.Waited(async () =>
    {
        BatchService batches = client?.Batches ?? new BatchService(Stores.Default());
        List<UgcBatchRow> rows = [];
        await foreach (UgcBatchRow row in batches.RowsAsync(
            await batches.GetAsync(new BatchQuery(Name: name)), [UgcRowState.Unconfirmed, UgcRowState.Abandoned]))
        {
            rows.Add(row);
        }

        return (IReadOnlyList<UgcBatchRow>)rows;
    });
    return CompletionResults.Starting(
        unconfirmed.Where(row => row.RowNumber is not null).Select(row => (
            row.RowNumber!.Value.ToString(CultureInfo.InvariantCulture),
            string.Join(" · ", new[] { row.Reference, $"{row.State}", row.Prompt, UgcView.Age(row.SentAt) }
                .Where(part => !string.IsNullOrEmpty(part))))), word);
});

/// <summary>Completes the age groups of actors that were listed.</summary>
public sealed class ActorAgeCompleter() : Completer((_, word, bound) =>
    CompletionResults.Starting(
        Actors("GET-UGCACTOR", bound)
            .GroupBy(actor => actor.Note?.Split(", ").FirstOrDefault(part => part.Any(char.IsAsciiDigit)) ?? "")
            .Where(age => age.Key.Length > 0).OrderBy(age => age.Key, StringComparer.Ordinal)
            .Select(age => (age.Key, $"{Format.Count(age.Count(), "actor")} listed before")), word));
