using System.Globalization;
using System.Text.RegularExpressions;
using UgcLab.Rows;

namespace UgcLab.Catalog;

/// <summary>
/// The shape. Its words differ by model: <c>landscape</c> for one is <c>16:9</c> for another. They are not translated
/// silently, for whoever mixes them up may have mixed up the models, which have different prices.
/// </summary>
internal static partial class AspectRatioRules
{
    // What means the same shape, over all models.
    private static readonly string[][] Shapes = [["16:9", "landscape"], ["9:16", "portrait"], ["1:1", "square"]];

    public static string? Check(string? text, UgcModel? model, UgcKind kind, Findings findings)
    {
        const CreationField Field = CreationField.AspectRatio;
        IReadOnlyList<string> allowed = model?.AspectRatios ?? [.. Catalogue.Of(kind).SelectMany(each => each.AspectRatios).Distinct()];
        string? known = text is null ? null : Words.Find(allowed, text);
        if (text is null || known is not null)
        {
            return known;
        }

        string what = $"is not a shape for it: {(model is null ? "the models make" : $"{model.Name} makes")} {Words.List(allowed)}.";
        return TimeOfDay(text) is string ratio
            ? findings.Fault(
                "AspectRatioNotAllowed", Field, text, $"{what} A spreadsheet has taken {ratio} for a time of day.",
                $"Format the column as text and write {SameShape(ratio, allowed) ?? Words.List(allowed)} there again.")
            : findings.Fault("AspectRatioNotAllowed", Field, text, what, Findings.DidYouMean(Near(text, allowed)));
    }

    private static string? Near(string text, IReadOnlyList<string> allowed)
    {
        Match pair = Pair().Match(FieldText.Narrow(text));
        string meant = pair.Success ? $"{pair.Groups[1].Value}:{pair.Groups[2].Value}" : text;
        return SameShape(meant, allowed) ?? Nearest.Of(text, allowed.Where(word => !word.Contains(':', StringComparison.Ordinal)));
    }

    private static string? SameShape(string text, IReadOnlyList<string> allowed) =>
        Shapes.FirstOrDefault(shape => Words.Find(shape, text) is not null)?.FirstOrDefault(word => allowed.Contains(word));

    // 16:9 typed into a cell becomes nine minutes past four in the afternoon, shown as 16:09:00 or 4:09 PM, or kept as
    // the part of the day that has gone by: 969 of 1440 minutes, 0.6729.
    private static string? TimeOfDay(string text)
    {
        if (Fraction().IsMatch(text))
        {
            double minutes = double.Parse(text.Replace(',', '.'), CultureInfo.InvariantCulture) * 24 * 60;
            int whole = (int)Math.Round(minutes);
            return Math.Abs(minutes - whole) < 0.1 ? RatioOf(whole / 60, whole % 60) : null;
        }

        Match time = Time().Match(text);
        if (!time.Success || (time.Groups["s"].Length == 0 && time.Groups["half"].Length == 0))
        {
            return null;
        }

        int hour = int.Parse(time.Groups["h"].ValueSpan, CultureInfo.InvariantCulture);
        bool afternoon = time.Groups["half"].Value.StartsWith("P", StringComparison.OrdinalIgnoreCase);
        return RatioOf(afternoon && hour < 12 ? hour + 12 : hour, int.Parse(time.Groups["m"].ValueSpan, CultureInfo.InvariantCulture));
    }

    private static string? RatioOf(int hour, int minute) => $"{hour}:{minute}" is "16:9" or "9:16" or "1:1" ? $"{hour}:{minute}" : null;

    [GeneratedRegex(@"^0[.,][0-9]{2,17}$")]
    private static partial Regex Fraction();

    // A date may stand before the time: a sheet's time of day is one of 30 December 1899.
    [GeneratedRegex(@"(?i)^([0-9./-]+[ T])?(?<h>[0-9]{1,2}):(?<m>[0-9]{2})(?<s>:00(\.0+)?)?( ?(?<half>[AP]M))?$")]
    private static partial Regex Time();

    [GeneratedRegex(@"^\s*0*([0-9]+)\s*[x×:/∶.-]\s*0*([0-9]+)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Pair();
}
