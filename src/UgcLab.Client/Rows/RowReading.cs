namespace UgcLab;

/// <summary>What a row says of a creation by its columns.</summary>
/// <param name="Draft">The creation on paper.</param>
/// <param name="RowId">The row's identity, without white space around it; null when none is given.</param>
/// <param name="Faults">What is wrong before any rule has seen the draft: its prompt could not be made, or its identity is none.</param>
internal sealed record RowReading(CreationDraft Draft, string? RowId, IReadOnlyList<UgcFault> Faults);
