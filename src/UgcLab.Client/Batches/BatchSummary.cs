namespace UgcLab.Batches;

// What a run came to, in a few sentences: rows by state, credits, time, where the files are, and what to do next.
internal static class BatchSummary
{
    public static string Of(UgcBatchResult result) => string.Join(' ', Sentences(result));

    public static string? Next(UgcBatchResult result) => result switch
    {
        { ExitCode: 5 } =>
            $"Check the dashboard, then record the outcome: Get-UgcBatch {Name(result)} -State Unconfirmed shows the rows, and "
            + "Resolve-UgcBatchRow records it."
            + (result.NotSent + result.Running + result.Finished > 0 ? " To resume with the other rows, run the same command again." : ""),
        { ExitCode: 4 } => "Add credits or raise the spending limit, then run the same command again.",
        { ExitCode: 3 } => "To resume, run the same command again.",
        { Failed: > 0 } => "To create the failed rows again, run the same command with -RetryFailed.",
        { Refused: > 0 } => $"Get-UgcBatch {Name(result)} -State Refused shows why. Correct the rows, then run the same command again.",
        { Invalid: > 0 } => "Correct the invalid rows, then run the same command again.",
        _ => null,
    };

    private static IEnumerable<string> Sentences(UgcBatchResult result)
    {
        string states = string.Join(", ", new (int Rows, string State)[]
        {
            (result.Saved, "saved"), (result.Failed, "failed"), (result.Unconfirmed, "unconfirmed"), (result.Running, "in progress"),
            (result.Finished, "finished and not saved"), (result.NotSent, "not sent"), (result.Refused, "refused"),
            (result.Abandoned, "abandoned"), (result.Invalid, "invalid"),
        }.Where(part => part.Rows > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Rows:#,0} {part.State}")));
        yield return $"Batch {result.Batch}: {Format.Count(result.Rows, "row")}{(states.Length == 0 ? "" : $": {states}")}.";
        yield return $"This run sent {Format.Count(result.Created, "row")} for {Format.Amount(result.CreditsCharged)} credits and saved "
            + $"{Format.Count(result.VideosSaved, "file")} in {Format.Elapsed(result.EndedAt - result.StartedAt)}.";
        if (result.ReportPath is string path)
        {
            yield return $"Files, results.csv, and report.html are in {Path.GetDirectoryName(path)}.";
        }

        if (Next(result) is string next)
        {
            yield return next;
        }
    }

    private static string Name(UgcBatchResult result) => CommandText.Argument(result.Batch);
}

// The exit codes of a batch run. README and the help say what they mean, and a test compares them.
internal static class ExitCodes
{
    public const int Saved = 0;
    public const int Failed = 1;
    public const int Invalid = 2;
    public const int Stopped = 3;
    public const int Credits = 4;
    public const int Unconfirmed = 5;
}
