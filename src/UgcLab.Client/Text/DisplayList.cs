using System.Collections.ObjectModel;

namespace UgcLab.Text;

/// <summary>A list that a cell of a CSV file shows by what is in it, and not by its type.</summary>
internal sealed class DisplayList<T>(IEnumerable<T> items) : ReadOnlyCollection<T>([.. items])
{
    public override string ToString() => string.Join("; ", this);
}
