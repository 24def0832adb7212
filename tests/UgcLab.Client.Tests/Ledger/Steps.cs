using UgcLab.Ledger;

namespace UgcLab.Client.Tests.Ledger;

/// <summary>Lets the disk of one test give way at chosen steps, and of no other test that runs beside it.</summary>
internal sealed class Steps : IDisposable
{
    private static readonly AsyncLocal<Steps?> Here = new();

    static Steps() => DurableFile.Step = static step => Here.Value?.Take(step);

    public Steps() => Here.Value = this;

    /// <summary>The steps that were taken.</summary>
    public List<string> Taken { get; } = [];

    /// <summary>Which steps fail, by their number from 1.</summary>
    public Func<int, bool> Fails { get; set; } = static _ => false;

    public void Dispose() => Here.Value = null;

    private void Take(string step)
    {
        Taken.Add(step);
        if (Fails(Taken.Count))
        {
            throw new IOException("No space left on device");
        }
    }
}
