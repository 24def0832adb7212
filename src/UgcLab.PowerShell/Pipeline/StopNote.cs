namespace UgcLab.PowerShell.Pipeline;

/// <summary>What a cmdlet had done when it was stopped, as a sentence, and how to resume.</summary>
internal sealed record StopNote(string Done, string? Resume = null)
{
    public const string SaveRest = "To save the remaining videos, run: Get-UgcJob -Unsaved | Wait-UgcJob | Save-UgcVideo";

    // One line for all cmdlets of a pipeline. The first says how to resume, because it is the one that creates.
    public static string Line(IReadOnlyList<StopNote> notes) =>
        string.Join(
            ' ', [.. notes.Select(note => note.Done).Prepend("Stopped."), .. notes.Select(note => note.Resume).OfType<string>().Take(1)]);
}
