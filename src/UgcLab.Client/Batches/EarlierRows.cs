namespace UgcLab.Batches;

// New rows of an input that create what was created before: in this batch, by a row whose id has left the input; or in another batch.
internal sealed record Duplicates(int Rows)
{
    public int Renamed { get; init; }
    public (string? Before, string? Now) Example { get; init; }
    public int Copied { get; init; }
    public IReadOnlyCollection<string> Batches { get; init; } = [];
    public DateTimeOffset? Last { get; init; }
    public int Count => Renamed + Copied;
    public bool Any => Count > 0;

    public override string ToString() => string.Join(' ', new[]
    {
        Renamed == 0 ? ""
            : $"{Format.Count(Renamed, "new row")} {(Renamed == 1 ? "has" : "have")} the content of rows that were created earlier in"
            + $" this batch and are no longer in the input{Ids}.",
        Copied == 0 ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{Copied:#,0} of {Format.Count(Rows, "row")} {(Copied == 1 ? "was" : "were")}")
            + $" created in {Names}{On}.",
    }.Where(text => text.Length > 0));

    private string Ids => (Example.Before, Example.Now) switch
    {
        (null, null) => "",
        (string before, string now) => $" (RowId {Redaction.Show(before)} is now {Redaction.Show(now)})",
        (string before, null) => $" (one had RowId {Redaction.Show(before)})",
        (null, string now) => $" (one now has RowId {Redaction.Show(now)})",
    };

    private string Names => Batches.Count == 1 ? $"batch {Batches.First()}"
        : "other batches: " + string.Join(", ", Batches.Order(StringComparer.OrdinalIgnoreCase).Take(3))
            + (Batches.Count > 3 ? ", …" : "");

    private string On => Last is DateTimeOffset time
        ? string.Create(CultureInfo.InvariantCulture, $" on {time.ToLocalTime():yyyy-MM-dd}") : "";
}

// The rows that confirmed plans will create, by content: the batch of each. Other plans count them as created.
internal sealed class PlannedContents
{
    private readonly Dictionary<string, string> _batches = new(StringComparer.Ordinal);

    public CreatedRow? Find(string content) =>
        _batches.TryGetValue(content, out string? name) ? new CreatedRow(content, 0, name, "", null, null) : null;

    public void Add(BatchPlan plan)
    {
        foreach (string content in plan.Contents)
        {
            _batches.TryAdd(content, plan.Batch);
        }
    }
}

// Finds them while a plan is made. Which rows have left the input is known only at its end.
internal sealed class EarlierRows(BatchView batch, PlannedContents? planned)
{
    private readonly HashSet<RowKey> _known = [];
    private readonly List<(string Content, string? RowId)> _new = [];
    private readonly Dictionary<string, List<CreatedRow>> _created = [];

    public async Task AddAsync(IReadOnlyList<BatchRow> rows, CancellationToken cancellationToken)
    {
        _known.UnionWith(rows.Where(row => row.IsKnown).Select(row => row.Key));
        BatchRow[] unknown = [.. rows.Where(row => !row.IsKnown)];
        string[] contents = [.. unknown.Select(row => batch.ContentOf(row))];
        string[] asked = [.. contents.Distinct().Where(each => !_created.ContainsKey(each))];
        IReadOnlyList<CreatedRow> found = await batch.Store.FindCreatedAsync(asked, cancellationToken).ConfigureAwait(false);
        foreach (CreatedRow created in planned is null ? found : found.Concat(asked.Select(planned.Find).OfType<CreatedRow>()))
        {
            if (!_created.TryGetValue(created.Content, out List<CreatedRow>? same))
            {
                _created[created.Content] = same = [];
            }

            same.Add(created);
        }

        _new.AddRange(contents.Zip(unknown, (content, row) => (content, row.Purchase.RowId))
            .Where(row => _created.ContainsKey(row.content)));
    }

    public Duplicates Total(int rows)
    {
        Duplicates found = new(rows);
        HashSet<string> batches = new(StringComparer.OrdinalIgnoreCase);
        foreach (IGrouping<string, (string Content, string? RowId)> same in _new.GroupBy(row => row.Content))
        {
            // Each row that was created stands for one new row; more of them are new indeed.
            CreatedRow[] gone =
                [.. _created[same.Key].Where(row => row.Batch == batch.Id && !_known.Contains(RowKey.Parse(row.Key)))];
            CreatedRow[] elsewhere = [.. _created[same.Key].Where(row => row.Batch != batch.Id)];
            int renamed = Math.Min(same.Count(), gone.Length);
            int copied = Math.Min(same.Count() - renamed, elsewhere.Length);
            batches.UnionWith(elsewhere.Take(copied).Select(row => row.BatchName.Equals(batch.Name, StringComparison.OrdinalIgnoreCase)
                ? $"{row.BatchName} of another workspace" : row.BatchName));
            found = found with
            {
                Renamed = found.Renamed + renamed,
                Copied = found.Copied + copied,
                Example = found.Renamed == 0 && renamed > 0 ? (gone[0].RowId, same.First().RowId) : found.Example,
                Last = elsewhere.Take(copied).Select(row => row.Time).Append(found.Last).Max(),
            };
        }

        return found with { Batches = batches };
    }
}
