namespace UgcLab.Batches;

/// <summary>The exit codes of a batch run. README has the same table, and a test compares them.</summary>
internal static class ExitCodes
{
    public const int Saved = 0;
    public const int Failed = 1;
    public const int Invalid = 2;
    public const int Stopped = 3;
    public const int Credits = 4;
    public const int Unconfirmed = 5;

    public static IReadOnlyDictionary<int, string> All { get; } = new Dictionary<int, string>
    {
        [Saved] = "Every row is saved.",
        [Failed] = "Some rows were refused by the service, or their videos failed.",
        [Invalid] = "Rows are invalid, or would be created again. Nothing was sent.",
        [Stopped] = "The run stopped before the end. Run the command again to resume.",
        [Credits] = "The workspace has too few credits, or a spending limit was reached.",
        [Unconfirmed] = "Rows are unconfirmed. Resolve them, then run the command again.",
    };
}
