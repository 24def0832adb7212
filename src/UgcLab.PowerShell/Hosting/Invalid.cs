using System.Diagnostics.CodeAnalysis;

namespace UgcLab.PowerShell.Hosting;

internal static class Invalid
{
    public static void ThrowIf([DoesNotReturnIf(true)] bool condition, string message, string? advice = null)
    {
        if (condition)
        {
            throw Argument(message, advice);
        }
    }

    // A parameter, or what was given with it, can't be used.
    public static UgcLabException Argument(string message, string? advice = null) => new(UgcLabErrorKind.ArgumentInvalid, message, advice);
}
