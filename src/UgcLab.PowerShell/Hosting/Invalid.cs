namespace UgcLab.PowerShell.Hosting;

internal static class Invalid
{
    // A parameter, or what was given with it, can't be used.
    public static UgcLabException Argument(string message, string? advice = null) => new(UgcLabErrorKind.ArgumentInvalid, message, advice);
}
