using System.Globalization;
using System.Text.RegularExpressions;
using UgcLab.Rows;

namespace UgcLab.Catalog;

/// <summary>
/// Model, duration, shape and quality, by the models of a kind. Where the model is not known, the others are held against
/// all models together: what would be right for one of them may be right, and the fault to mend first is the model.
/// </summary>
internal sealed partial class SettingRules(UgcKind kind, Findings findings)
{
    // One quality, by the word of one page and by that of another.
    private static readonly string[] Standard = ["standard", "std"];

    private readonly IReadOnlyList<UgcModel> _models = Catalogue.Of(kind);

    private string AllModels => string.Join(", ", _models);

    public string? Model(string? text, CreationField field) =>
        text is null ? findings.Fault($"{field}Missing", field, null, "is missing.", $"Known are {AllModels}.")
        : Catalogue.Find(text, kind)?.Name ?? findings.Fault(
            $"{field}Unknown", field, text, $"is none of {AllModels}. If it is newer than these, send it with -SkipValidation.",
            Findings.DidYouMean(NearModel(text)));

    public string? Duration(string? text, UgcModel? model)
    {
        const CreationField Field = CreationField.Duration;
        IReadOnlyList<string> allowed = model?.Durations ?? [.. _models.SelectMany(each => each.Durations).Distinct().OrderBy(Seconds)];
        string unit = allowed[0].EndsWith('s') ? "" : " seconds";
        string form = unit.Length > 0 ? "as digits alone" : "with the s";
        string makes = $"{(model is null ? "the models make" : $"{model.Name} makes")} {Words.List(allowed)}{unit}";
        return text is null ? model?.DefaultDuration ?? findings.Fault("DurationMissing", Field, null, $"is missing; {makes}.")
            : allowed.Contains(text) ? text
            : findings.Fault(
                "DurationNotAllowed", Field, text, $"is not a length for it: {makes}, written {form}.",
                Findings.DidYouMean(NearDuration(text, allowed)));
    }

    public string? Tier(string? text, UgcModel? model, bool isRequired, CreationField field)
    {
        IReadOnlyList<string> allowed = model?.Tiers ?? [.. _models.SelectMany(each => each.Tiers).Distinct()];
        if (text is null)
        {
            return isRequired && model is { Tiers.Count: > 0 }
                ? findings.Fault($"{field}Required", field, null, $"is missing; {model.Name} wants {Words.List(allowed)}.") : null;
        }

        if (Words.Find(allowed, text) is string tier)
        {
            return tier;
        }

        if (model is { Tiers.Count: 0 })
        {
            return findings.Fault($"{field}NotAllowed", field, text, $"cannot be chosen: {model.Name} has no tiers.", "Leave it out.");
        }

        string? near = text.Length > 2 ? allowed.FirstOrDefault(each => each.StartsWith(text, StringComparison.OrdinalIgnoreCase)) : null;
        near ??= Words.Find(Standard, text) is null ? Nearest.Of(text, allowed) : allowed.Intersect(Standard).FirstOrDefault();
        return findings.Fault($"{field}NotAllowed", field, text, $"is not one of {Words.List(allowed)}.", Findings.DidYouMean(near));
    }

    // "sora" and "veo 3" are too far from the whole name in edits, and yet there is one thing that they can mean.
    private string? NearModel(string text)
    {
        string squeezed = Squeeze(text);
        return _models.Select(model => model.Name)
            .FirstOrDefault(name => squeezed.Length > 2 && Squeeze(name).StartsWith(squeezed, StringComparison.Ordinal))
            ?? Nearest.Of(text, _models.Select(model => model.Name))
            ?? _models.Select(model => model.Name)
                .FirstOrDefault(name => squeezed.StartsWith(name[..name.IndexOf('-', StringComparison.Ordinal)].ToUpperInvariant(), StringComparison.Ordinal));
    }

    private static string Squeeze(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    // "10s", "10.0", "010", "1e1" and full-width digits: a length costs money, so it is asked about and not repaired.
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

    [GeneratedRegex(@"[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")]
    private static partial Regex Number();
}
