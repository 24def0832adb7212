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

    // Longer than this are many lines run together, and too long to look for a hundred thousand keys in.
    private const int LongestText = 64 * 1024;

    private static readonly string[] Harmless = ["Run", "Planned", "Job", "Saved", "Counted"];

    /// <summary>The rows that this text may be about, known to the index or not; null when it may be about any.</summary>
    public static IReadOnlyCollection<RowKey>? Suspects(ReadOnlySpan<byte> bytes, BatchIndex index)
    {
        // A line is plain text. Where more than a flipped bit is not, something was wiped out, whole lines perhaps.
        if (bytes.Length > LongestText || Odd(bytes) > 1)
        {
            return null;
        }

        string text = Encoding.ASCII.GetString(bytes);
        MatchCollection events = Event().Matches(text);
        if (events.Count == 1 && Harmless.Contains(events[0].Groups[1].Value) && text.Split("\"v\":").Length == 2)
        {
            return [];
        }

        // Rows that buy the same differ in the last character of their keys, so one that stands there to the letter may be
        // another one that was altered.
        HashSet<RowKey> found = [.. index.Rows.Keys.Where(key => IsNearlyIn(text, key.ToString()))];

        // A row may have been planned and sent in the very piece that is damaged.
        foreach (Match match in Key().Matches(text))
        {
            if (RowKey.TryParse(match.Groups[1].Value, out RowKey key) && !found.Any(known => IsNearlyIn(match.Value, known.ToString())))
            {
                found.Add(key);
            }
        }

        return found.Count > 0 ? found : null;
    }

    private static int Odd(ReadOnlySpan<byte> bytes)
    {
        int odd = 0;
        foreach (byte each in bytes)
        {
            odd += each is >= (byte)' ' and <= (byte)'~' ? 0 : 1;
        }

        return odd;
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

    [GeneratedRegex("\"key\":\"([0-9a-f]{32}-[0-9]+)\"")]
    private static partial Regex Key();
}
