namespace UgcLab;

// An id from a list of the service, its name when it has one, and what distinguishes it from others of that name: a project's folder, an
// actor's gender and age.
internal sealed record KnownName(string Id, string? Name, string? Note)
{
    // Longer ones are of no use for completion.
    private const int LongestId = 100;
    private const int LongestName = 200;

    public string Label => Redaction.Show(Name ?? Id);

    public string Description => Redaction.Show(Note is null ? $"{Name} {Id}".Trim() : $"{Name} ({Note}) {Id}".Trim(), 2 * LongestName);

    public override string ToString() => Label;

    /// <summary>What may be kept of it; null when that is nothing. Whatever is like a key stays out of the file.</summary>
    internal static KnownName? Of(string id, string? name, string? note) =>
        IsFit(id, LongestId) ? new KnownName(id, IsFit(name, LongestName) ? name : null, IsFit(note, LongestName) ? note : null) : null;

    private static bool IsFit(string? text, int longest) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= longest && Redaction.Clean(text) == text;
}
