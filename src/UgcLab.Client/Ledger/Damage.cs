using System.Text;
using System.Text.RegularExpressions;

namespace UgcLab.Ledger;

/// <summary>
/// Says which rows a damaged piece of a ledger may have spoken of. A row that may have been sent is in doubt from then on:
/// that nothing of it can be read is no proof that nothing of it was written.
/// </summary>
internal static partial class Damage
{
    // One flipped bit alters one character; two are allowed for.
    private const int MostWrong = 2;

    private static readonly string[] Harmless = ["Run", "Planned", "Job", "Saved", "Counted"];

    /// <summary>The rows of the index that this text may be about; null when it may be about any.</summary>
    public static IReadOnlyCollection<RowKey>? Suspects(ReadOnlySpan<byte> bytes, BatchIndex index)
    {
        string text = Encoding.ASCII.GetString(bytes);
        MatchCollection events = Event().Matches(text);
        if (events.Count == 1 && Harmless.Contains(events[0].Groups[1].Value) && text.Split("\"v\":").Length == 2)
        {
            return [];
        }

        HashSet<RowKey> found = [];
        foreach (Match match in Key().Matches(text))
        {
            if (RowKey.TryParse(match.Value, out RowKey key) && index.Find(key) is not null)
            {
                found.Add(key);
            }
        }

        if (found.Count == 0)
        {
            found.UnionWith(index.Rows.Keys.Where(key => IsNearlyIn(text, key.ToString())));
        }

        return found.Count > 0 ? found : null;
    }

    private static bool IsNearlyIn(string text, string key)
    {
        for (int start = 0; start + key.Length <= text.Length; start++)
        {
            int wrong = 0;
            for (int i = 0; i < key.Length && wrong <= MostWrong; i++)
            {
                wrong += text[start + i] == key[i] ? 0 : 1;
            }

            if (wrong <= MostWrong)
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex("\"event\":\"([A-Za-z]+)\"")]
    private static partial Regex Event();

    [GeneratedRegex("[0-9a-f]{32}-[0-9]+")]
    private static partial Regex Key();
}
