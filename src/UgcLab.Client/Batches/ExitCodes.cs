namespace UgcLab.Batches;

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
