using System.Runtime.CompilerServices;

namespace UgcLab.Simulator;

/// <summary>The ranges of the options. The option's name comes from the property that asks.</summary>
internal static class Require
{
    public static double Positive(double value, [CallerMemberName] string name = "") =>
        double.IsFinite(value) && value > 0 ? value : throw Refused(name, value, "it must be above 0.");

    public static TimeSpan Positive(TimeSpan value, [CallerMemberName] string name = "") =>
        value > TimeSpan.Zero ? value : throw Refused(name, value, "it must be longer than no time.");

    public static TimeSpan NotNegative(TimeSpan value, [CallerMemberName] string name = "") =>
        value >= TimeSpan.Zero ? value : throw Refused(name, value, "time does not run backwards.");

    public static decimal NotNegative(decimal value, [CallerMemberName] string name = "") =>
        value >= 0 ? value : throw Refused(name, value, "it must be 0 or more.");

    public static int AtLeast(int least, int value, [CallerMemberName] string name = "") =>
        value >= least ? value : throw Refused(name, value, $"it must be {least} or more.");

    public static double Rate(double value, [CallerMemberName] string name = "") =>
        value is >= 0 and <= 1 ? value : throw Refused(name, value, "a rate goes from 0 (never) to 1 (always).");

    public static Uri OnThisMachine(Uri value, [CallerMemberName] string name = "") =>
        value is { IsAbsoluteUri: true, IsLoopback: true, Scheme: "http" or "https" } ? value : throw Refused(
            name, Origin(value),
            "a rehearsal sends nothing to other machines, so it must be http or https on loopback, such as http://127.0.0.1:8080/.");

    // The rest of such an address is often a secret.
    private static string Origin(Uri address) => address.IsAbsoluteUri ? $"{address.Scheme}://{address.Host}" : address.OriginalString;

    public static UgcLabException Refused(string name, object? value, string why) => new(
        UgcLabErrorKind.ArgumentInvalid, Invariant($"Simulator option {name} cannot be '{value}': {why}"));
}
