namespace UgcLab.Batches;

// What a run of a batch would do: how many rows it would send, which rows it recognizes, and the cost. Result is the state
// of the rows before anything is sent; OpenVideos were created earlier and still have to be waited for or saved; NoLongerThere
// are rows that this input doesn't have; Version is the version of the batch, which another process may have changed since.
internal sealed record BatchPlan
{
    public required UgcBatchResult Result { get; init; }
    public string Batch => Result.Batch;
    public int Rows => Result.Rows;
    public int Invalid => Result.Invalid;
    public int ToSend => Generations.Count;
    public int ToRecreate { get; init; }
    public int CreatedBefore { get; init; }
    public int RefusedBefore { get; init; }
    public int Abandoned { get; init; }
    public IReadOnlyList<BatchRow> Unconfirmed { get; init; } = [];
    public int NoLongerThere { get; init; }
    public int OpenVideos { get; init; }

    // Rows to send that are equal to an earlier row of the input, and those that create what was created before.
    public int Equal { get; init; }
    public Duplicates Duplicates { get; init; } = new(0);

    // The file from which the batch was created, if this input is a different one with less than half of its rows in the batch.
    public string? OtherSource { get; init; }
    public int Known { get; init; }
    public long Version { get; init; }
    public required UgcEstimate Estimate { get; init; }
    public required IReadOnlyCollection<string> Columns { get; init; }

    // The rows to send, and the generation that each is created in; and the one of rows that are created again, null when none are.
    public required IReadOnlyDictionary<RowKey, int> Generations { get; init; }
    public int? Generation { get; init; }

    // What each row to send costs, in the order of the input; 0 if its price isn't known.
    public required IReadOnlyList<(int Position, decimal Credits)> Costs { get; init; }

    public UgcBatchResult NothingSent(int exitCode, string? why, DateTimeOffset startedAt, DateTimeOffset endedAt) =>
        Result with { ExitCode = exitCode, StoppedBy = why, StartedAt = startedAt, EndedAt = endedAt };

    public string Action => ToSend == 0
        ? "Wait for its videos and save them"
        : $"Create {Format.Count(Estimate.Videos, Estimate.Noun)} with {Format.Count(ToSend, "request")}";

    public string EqualRows => Equal == 0 ? ""
        : $"{Format.Count(Equal, "row")} {(Equal == 1 ? "is" : "are")} equal to an earlier row and {(Equal == 1 ? "creates" : "create")} "
            + "the same again.";

    // The question before the first row is sent, below a line with the known cost.
    public string Question => string.Join(' ', new[]
    {
        EqualRows,
        Duplicates.Any ? $"{Duplicates} Create them again?" : "",
        ToRecreate == 0 ? ""
            : $"{Format.Count(ToRecreate, "row")} of these {(ToRecreate == 1 ? "was" : "were")} created before and would be created AGAIN.",
        $"{Action} {Price}?",
    }.Where(text => text.Length > 0));

    public override string ToString()
    {
        IEnumerable<string> parts = new (int Count, string Text)[]
        {
            (ToSend - ToRecreate, "to send"), (ToRecreate, "to create again"), (CreatedBefore, "created before"),
            (Unconfirmed.Count, "unconfirmed"), (RefusedBefore, "refused before"), (Abandoned, "abandoned"), (Invalid, "invalid"),
            (NoLongerThere, "of earlier runs not among them"),
        }.Where(part => part.Count > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count:#,0} {part.Text}"));
        string counts = $"Batch {Batch}: {Format.Count(Rows, "row")}; {string.Join(", ", parts.DefaultIfEmpty("nothing to do"))}.";
        return Duplicates.Any ? $"{counts} {Duplicates}" : counts;
    }

    private string Price => Estimate switch
    {
        { Credits: decimal all } => $"for {Format.Amount(all)} credits",
        { KnownCredits: > 0 } => $"for {Format.Amount(Estimate.KnownCredits)} credits and more that are not known yet",
        _ => "at a price that is not known yet",
    };
}
