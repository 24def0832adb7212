using System.Globalization;

namespace UgcLab.Crash.Child;

/// <summary>What a life is to do, from its command line: <c>run|hold ADDRESS STATE OUT PROJECT ROWS STEP</c>.</summary>
/// <param name="Holds">Whether it only opens the batch and holds it until its input ends.</param>
/// <param name="Address">Where the service is.</param>
/// <param name="State">The state folder.</param>
/// <param name="Out">Where the videos go.</param>
/// <param name="Project">The project.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="DiesAt">At which step of the ledger it kills itself, from 1; 0 for never.</param>
internal sealed record Life(bool Holds, Uri Address, string State, string Out, string Project, int Rows, int DiesAt)
{
    public static Life Read(string[] args) => new(
        args[0] == "hold", new Uri(args[1]), args[2], args[3], args[4], Number(args[5]), Number(args[6]));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
