namespace UgcLab.Client.Tests;

/// <summary>How much is tried: a sample in the ordinary run, all of it with <c>UGCLAB_PROOF=full</c>.</summary>
internal static class Proof
{
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("UGCLAB_PROOF") is "full";

    /// <summary>A number of rounds, steps or kills.</summary>
    public static int Of(int sample, int all) => IsFull ? all : sample;
}
