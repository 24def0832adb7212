namespace UgcLab.Text;

// Finds the name that was probably meant.
internal static class Nearest
{
    // The closest candidate, or null when none is close: at most two edits, and at most a third of the longer word.
    public static string? Of(string text, IEnumerable<string> candidates) => candidates
        .Select(candidate => (Text: candidate, Distance: Distance(text.ToUpperInvariant(), candidate.ToUpperInvariant())))
        .Where(each => each.Distance <= 2 && each.Distance * 3 <= Math.Max(text.Length, each.Text.Length))
        .OrderBy(each => each.Distance).Select(each => each.Text).FirstOrDefault();

    // Optimal string alignment: an insertion, a deletion, a substitution or a swap of neighbors is one edit.
    private static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                cost[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(cost[i - 1, j] + 1, cost[i, j - 1] + 1),
                    cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }
}
