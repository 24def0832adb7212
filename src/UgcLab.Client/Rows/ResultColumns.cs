namespace UgcLab.Rows;

// The columns that a sheet of results adds to those of its rows.
internal static class ResultColumns
{
    public const string Row = "UgcRow";
    public const string State = "UgcState";
    public const string Id = "UgcId";
    public const string Variant = "UgcVariant";
    public const string Actor = "UgcActor";
    public const string Status = "UgcStatus";
    public const string CreditsCharged = "UgcCreditsCharged";
    public const string CreditsRefunded = "UgcCreditsRefunded";
    public const string NetCredits = "UgcNetCredits";
    public const string File = "UgcFile";
    public const string Error = "UgcError";
    public const string RequestId = "UgcRequestId";

    // The note of a person who reviewed the videos, in the sheets that report.html exports.
    public const string Note = "UgcNote";

    public static IReadOnlyList<string> Names { get; } =
        [Row, State, Id, Variant, Actor, Status, CreditsCharged, CreditsRefunded, NetCredits, File, Error, RequestId];

    // Whether these are the columns of such a sheet, which has a line for each video and not for each row.
    public static bool AreIn(IReadOnlyList<string> columns) =>
        columns.Contains(Row, StringComparer.OrdinalIgnoreCase) && columns.Contains(State, StringComparer.OrdinalIgnoreCase);
}
