using System.Text.RegularExpressions;

namespace UgcLab.Creations;

// Model, duration, shape and quality, by the models of a kind. Where the model is not known, the others are checked against
// all models together: what would be right for one of them may be right, and the error to correct first is the model.
internal sealed partial class SettingRules(UgcKind kind, ValidationResultBuilder findings)
{
    // One quality, by the word of one page and by that of another.
    private static readonly string[] Standard = ["standard", "std"];

    // What means the same shape, over all models.
    private static readonly string[][] Shapes = [["16:9", "landscape"], ["9:16", "portrait"], ["1:1", "square"]];

    private readonly IReadOnlyList<UgcModel> _models = ModelCatalog.Of(kind);

    private string AllModels => string.Join(", ", _models);

    public string? Model(string? text, CreationField field) =>
        text is null ? findings.Fault($"{field}Missing", field, null, "is missing.", $"Known are {AllModels}.")
        : ModelCatalog.Find(text, kind)?.Name is string name ? findings.ReadAs(field, text, name)
        : findings.Fault(
            $"{field}Unknown", field, text, $"is unknown. Valid models: {AllModels}. To send a newer model, specify -SkipValidation.",
            ValidationResultBuilder.DidYouMean(NearModel(text)));

    public string? Duration(string? text, UgcModel? model)
    {
        const CreationField Field = CreationField.Duration;
        IReadOnlyList<string> allowed = model?.Durations ?? [.. AllOf(each => each.Durations).OrderBy(Seconds)];
        if ((text is null ? model?.DefaultDuration : allowed.FirstOrDefault(each => each == text)) is string known)
        {
            return known;
        }

        bool hasUnit = allowed[0].EndsWith('s');
        string makes = Makes(model, allowed) + (hasUnit ? "" : " seconds");
        return text is null ? findings.Fault("DurationMissing", Field, null, $"is missing; {makes}.")
            : LenientValue.Duration(text, allowed) is string meant ? findings.ReadAs(Field, text, meant)
            : findings.Fault(
                "DurationNotAllowed", Field, text,
                $"isn't a valid duration: {makes}, written {(hasUnit ? "with the s" : "as digits only")}.",
                ValidationResultBuilder.DidYouMean(NearDuration(text, allowed)));
    }

    // Its words differ by model: "landscape" for one is "16:9" for another. They are not translated silently, because a user who
    // confuses them may have confused the models, which have different prices.
    public string? AspectRatio(string? text, UgcModel? model)
    {
        const CreationField Field = CreationField.AspectRatio;
        IReadOnlyList<string> allowed = model?.AspectRatios ?? AllOf(each => each.AspectRatios);
        if (text is null)
        {
            return null;
        }

        if ((FieldText.Find(allowed, text) ?? FieldText.Find(allowed, LenientValue.Ratio(text) ?? "")
            ?? LenientValue.Name(text, allowed.Where(IsWord))) is string meant)
        {
            return findings.ReadAs(Field, text, meant);
        }

        string what = $"isn't a valid aspect ratio: {Makes(model, allowed)}.";
        return TimeOfDay(text) is string ratio
            ? findings.Fault(
                "AspectRatioNotAllowed", Field, text, $"{what} A spreadsheet has taken {ratio} for a time of day.",
                $"Format the column as text and write {SameShape(ratio, allowed) ?? FieldText.List(allowed)} there again.")
            : findings.Fault("AspectRatioNotAllowed", Field, text, what, ValidationResultBuilder.DidYouMean(NearShape(text, allowed)));
    }

    public string? Tier(string? text, UgcModel? model, CreationField field)
    {
        IReadOnlyList<string> allowed = model?.Tiers ?? AllOf(each => each.Tiers);
        if (text is null)
        {
            return model is { Tiers.Count: > 0, DefaultTier: null }
                ? findings.Fault($"{field}Required", field, null, $"is missing; {model.Name} wants {FieldText.List(allowed)}.") : null;
        }

        if ((FieldText.Find(allowed, text) ?? LenientValue.Name(text, allowed)) is string meant)
        {
            return findings.ReadAs(field, text, meant);
        }

        if (model is { Tiers.Count: 0 })
        {
            return findings.Fault($"{field}NotAllowed", field, text, $"cannot be chosen: {model.Name} has no tiers.", "Leave it out.");
        }

        string? near = text.Length > 2 ? allowed.FirstOrDefault(each => each.StartsWith(text, StringComparison.OrdinalIgnoreCase)) : null;
        near ??= FieldText.Find(Standard, text) is null ? Nearest.Of(text, allowed) : allowed.Intersect(Standard).FirstOrDefault();
        return findings.Fault(
            $"{field}NotAllowed", field, text, $"is not one of {FieldText.List(allowed)}.", ValidationResultBuilder.DidYouMean(near));
    }

    private List<string> AllOf(Func<UgcModel, IEnumerable<string>> values) => [.. _models.SelectMany(values).Distinct()];

    private static string Makes(UgcModel? model, IReadOnlyList<string> allowed) =>
        $"{(model is null ? "the models make" : $"{model.Name} makes")} {FieldText.List(allowed)}";

    // A beginning such as "sora" or "veo 3" is far from the whole name by edit distance, but may fit only one.
    private string? NearModel(string text)
    {
        string normalized = LenientValue.Letters(text);
        string[] begun = [.. _models.Select(model => model.Name)
            .Where(name => normalized.Length > 2 && LenientValue.Letters(name).StartsWith(normalized, StringComparison.Ordinal))];
        return (begun is [string only] ? only : null)
            ?? Nearest.Of(text, _models.Select(model => model.Name))
            ?? _models.Select(model => model.Name)
                .FirstOrDefault(name => normalized.StartsWith(
                    name[..name.IndexOf('-', StringComparison.Ordinal)].ToUpperInvariant(), StringComparison.Ordinal));
    }

    // "1e1", "7" and "10.5": a length is charged, so it is asked about and not guessed.
    private static string? NearDuration(string text, IReadOnlyList<string> allowed)
    {
        Match number = Number().Match(FieldText.Narrow(text).Replace(',', '.'));
        return number.Success
            && double.TryParse(number.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            && double.IsFinite(seconds)
            ? allowed.MinBy(each => Math.Abs(Seconds(each) - seconds))
            : null;
    }

    private static double Seconds(string duration) => double.Parse(duration.TrimEnd('s'), CultureInfo.InvariantCulture);

    private static string? NearShape(string text, IReadOnlyList<string> allowed) =>
        SameShape(LenientValue.Ratio(text) ?? text, allowed) ?? Nearest.Of(text, allowed.Where(IsWord));

    private static bool IsWord(string shape) => !shape.Contains(':', StringComparison.Ordinal);

    private static string? SameShape(string text, IReadOnlyList<string> allowed) =>
        Shapes.FirstOrDefault(shape => FieldText.Find(shape, text) is not null)?.FirstOrDefault(word => allowed.Contains(word));

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

        return TimeOnly.TryParse(Time().Match(text).Groups["time"].ValueSpan, CultureInfo.InvariantCulture, out TimeOnly time)
            ? RatioOf(time.Hour, time.Minute) : null;
    }

    private static string? RatioOf(int hour, int minute) => $"{hour}:{minute}" is "16:9" or "9:16" or "1:1" ? $"{hour}:{minute}" : null;

    [GeneratedRegex(@"^0[.,][0-9]{2,17}$")]
    private static partial Regex Fraction();

    // A date may stand before the time: a sheet's time of day is one of 30 December 1899.
    [GeneratedRegex(@"(?i)^([0-9./-]+[ T])?(?<time>[0-9]{1,2}:[0-9]{2}(:00(\.0+)?( ?[AP]M)?| ?[AP]M))$")]
    private static partial Regex Time();

    [GeneratedRegex(@"[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")]
    private static partial Regex Number();
}

// Reads a value that is spelled differently than the service requires: 5s, 9x16, Veo 3.1. Accepts only unambiguous values: an ambiguous
// one is an error, because it would be charged.
internal static partial class LenientValue
{
    // The name that differs only in spaces, punctuation, and case; null if none does, or several.
    public static string? Name(string text, IEnumerable<string> names)
    {
        string letters = Letters(text);
        string[] same = [.. names.Where(name => letters.Length > 0 && Letters(name) == letters).Take(2)];
        return same is [string only] ? only : null;
    }

    // A whole number of seconds, with or without a unit, in the form that is allowed.
    public static string? Duration(string text, IEnumerable<string> allowed) =>
        Seconds().Match(FieldText.Narrow(text)) is { Success: true } match
            ? allowed.FirstOrDefault(each => each.TrimEnd('s') == match.Groups["whole"].Value) : null;

    // Seconds with a unit, such as 12.5 s, as a number.
    public static string? Number(string text) =>
        WithUnit().Match(FieldText.Narrow(text)) is { Success: true } match ? match.Groups["number"].Value : null;

    // Two numbers with any sign between them that stands for a ratio, as 16:9.
    public static string? Ratio(string text) => Pair().Match(FieldText.Narrow(text)) is { Success: true } match
        ? $"{match.Groups["wide"].Value}:{match.Groups["high"].Value}" : null;

    public static string Letters(string text) => string.Concat(FieldText.Narrow(text).Where(char.IsLetterOrDigit)).ToUpperInvariant();

    [GeneratedRegex(@"^\s*0*(?<whole>[0-9]{1,4})([.,]0+)?\s*(s|secs?|seconds?|sek|sekunden|″|"")?\.?\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Seconds();

    [GeneratedRegex(@"^\s*(?<number>[0-9]{1,3}(\.[0-9]{1,6})?)\s*(s|secs?|seconds?|sek|sekunden|″|"")?\.?\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex WithUnit();

    [GeneratedRegex(@"^\s*0*(?<wide>[0-9]{1,2})\s*([x×✕*:∶/.\-–]|by|to)\s*0*(?<high>[0-9]{1,2})\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Pair();
}
