using System.Globalization;
using System.Text.RegularExpressions;
using UgcLab.Rows;

namespace UgcLab.Catalog;

/// <summary>
/// Model, duration and tier. Where the model is not known, the other two are held against all models together: what
/// would be right for one of them may be right, and the fault to mend first is the model.
/// </summary>
internal static partial class SettingRules
{
    private static readonly string[] AllDurations =
        [.. VideoCatalog.Models.SelectMany(model => model.Durations).Distinct().OrderBy(text => int.Parse(text, CultureInfo.InvariantCulture))];

    private static readonly string AllModels = string.Join(", ", VideoCatalog.Models);

    public static string? Model(string? text, Findings findings)
    {
        const string Field = nameof(VideoDraft.Model);
        if (text is null)
        {
            findings.Fault("ModelMissing", Field, null, "is missing.", $"Known are {AllModels}.");
            return null;
        }

        if (VideoCatalog.Find(text) is VideoModel model)
        {
            return model.Name;
        }

        string? near = NearModel(text);
        findings.Fault(
            "ModelUnknown", Field, text, $"is none of {AllModels}. If it is newer than these, send it with -SkipValidation.",
            near is null ? null : $"Did you mean {near}?");
        return null;
    }

    public static string? Duration(string? text, VideoModel? model, Findings findings)
    {
        const string Field = nameof(VideoDraft.Duration);
        IReadOnlyList<string> allowed = model?.Durations ?? AllDurations;
        if (text is null)
        {
            if (model?.DefaultDuration is null)
            {
                findings.Fault("DurationMissing", Field, null, $"is missing; {Who(model)} {Words.List(allowed)} seconds.");
            }

            return model?.DefaultDuration;
        }

        if (allowed.Contains(text))
        {
            return text;
        }

        findings.Fault(
            "DurationNotAllowed", Field, text, $"is not a length for it: {Who(model)} {Words.List(allowed)} seconds, written as digits alone.",
            NearDuration(text, allowed) is string near ? $"Did you mean {near}?" : null);
        return null;
    }

    public static string? Tier(string? text, VideoModel? model, Findings findings)
    {
        const string Field = nameof(VideoDraft.Tier);
        IReadOnlyList<string> allowed = model?.Tiers ?? [.. VideoCatalog.Models.SelectMany(each => each.Tiers).Distinct()];
        if (text is null)
        {
            if (model is { Tiers.Count: > 0 })
            {
                findings.Fault("TierRequired", Field, null, $"is missing; {model.Name} wants {Words.List(allowed)}.");
            }

            return null;
        }

        if (Words.Find(allowed, text) is string tier)
        {
            return tier;
        }

        if (model is { Tiers.Count: 0 })
        {
            findings.Fault("TierNotAllowed", Field, text, $"cannot be chosen: {model.Name} has no tiers.", "Leave it out.");
        }
        else
        {
            string? near = text.Length > 2 ? allowed.FirstOrDefault(each => each.StartsWith(text, StringComparison.OrdinalIgnoreCase)) : null;
            near ??= Nearest.Of(text, allowed);
            findings.Fault(
                "TierNotAllowed", Field, text, $"is not one of {Words.List(allowed)}.",
                near is null ? null : $"Did you mean {near}?");
        }

        return null;
    }

    private static string Who(VideoModel? model) => model is null ? "the models make" : $"{model.Name} makes";

    // "sora" and "veo 3" are too far from the whole name in edits, and yet there is one thing that they can mean.
    private static string? NearModel(string text)
    {
        string squeezed = Squeeze(text);
        return VideoCatalog.Models.Select(model => model.Name)
            .FirstOrDefault(name => squeezed.Length > 2 && Squeeze(name).StartsWith(squeezed, StringComparison.Ordinal))
            ?? Nearest.Of(text, VideoCatalog.Models.Select(model => model.Name))
            ?? VideoCatalog.Models.Select(model => model.Name)
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
            ? allowed.MinBy(each => Math.Abs(double.Parse(each, CultureInfo.InvariantCulture) - seconds))
            : null;
    }

    [GeneratedRegex(@"[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")]
    private static partial Regex Number();
}
