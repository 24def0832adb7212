namespace UgcLab.Rows;

/// <summary>What makes two names of columns the same.</summary>
internal static class ColumnName
{
    /// <summary>
    /// Without case, spaces, underscores, hyphens and the marks that some programs leave at the start of a file (a byte-order
    /// mark, or what becomes of one that is read as Windows-1252).
    /// </summary>
    public static string Squeeze(string name) =>
        string.Concat(name.Replace("ï»¿", "", StringComparison.Ordinal)
            .Where(c => !char.IsWhiteSpace(c) && c is not ('_' or '-' or '\uFEFF' or '\u200B')))
            .ToUpperInvariant();
}
