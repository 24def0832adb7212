using System.Collections;
using System.Text.RegularExpressions;

namespace UgcLab.Creations;

// Reads the fields of a draft by their rules, one after the other. In all but texts blank is "not given"; what is bad in any field
// is reported once, and then the field's own rule is not applied.
internal sealed partial class FieldRules(UgcKind kind, CreationDraft draft, bool skipValidation)
{
    private static readonly string[] OfCustomActor = ["characterDescription", "environment"];

    private readonly ValidationResultBuilder _findings = new();

    // A kind of one model has no need to name it.
    private UgcModel? _model = ModelCatalog.Of(kind) is [UgcModel only] ? only : null;

    // Workflow ugcl-2.0 is fully documented and validated. ugcl-1.0 isn't.
    public bool IsUndocumented { get; } = ModelCatalog.Find(draft.WorkflowType, kind)?.Name == ActorRequest.Undocumented;

    // Whether values are sent as typed.
    public bool IsLenient => skipValidation || IsUndocumented;

    public CreationDraft Draft => draft;

    private SettingRules Settings => field ??= new SettingRules(kind, _findings);

    public bool Has(CreationField field) => !string.IsNullOrWhiteSpace(draft[field]);

    public string? Text(CreationField field, int shortest, int longest) =>
        TextRules.Check(draft[field], field, shortest, longest, IsLenient, _findings);

    public string? ProjectId() => Field(CreationField.ProjectId, "ProjectIdInvalid", text =>
        text is null ? _findings.Fault("ProjectIdMissing", CreationField.ProjectId, null, "is missing.")
        : IsLenient ? text : IdRules.Check(CreationField.ProjectId, text, _findings));

    // The model, or the workflow, which the rules for length, shape and quality depend on.
    public string? Model(CreationField field = CreationField.Model, string? byDefault = null)
    {
        string? name = IsUndocumented ? ActorRequest.Undocumented
            : Setting(field, $"{field}Unknown", text => Settings.Model(text ?? byDefault, field));
        _model = ModelCatalog.Find(name, kind);
        return name;
    }

    public string? Duration() => Setting(CreationField.Duration, "DurationNotAllowed", text => Settings.Duration(text, _model));

    public string? AspectRatio() => Setting(CreationField.AspectRatio, "AspectRatioNotAllowed", text => Settings.AspectRatio(text, _model));

    // Required if the model has several and no default.
    public string? Tier(CreationField field = CreationField.Tier) =>
        Setting(field, $"{field}NotAllowed", text => Settings.Tier(text, _model, field));

    public string? Address(CreationField field, bool isRequired)
    {
        string? address = Field(field, $"{field}Invalid", text =>
            text is null ? null : new AddressRules(field, _findings).Check(text, IsLenient));
        if (isRequired && !Has(field))
        {
            _findings.Fault($"{field}Missing", field, null, "is missing.");
        }

        return address;
    }

    // A value that is sent unchanged, because no rule is known for it.
    public string? Free(CreationField field) => Field(field, $"{field}NotAllowed", text => text);

    // Each is paid for, so only a plain 1 to 8 is taken (1.0 is how some sheets write 1), with and without validation.
    public int Variants() => Field(CreationField.Variants, "VariantsRange", text => text switch
    {
        null => 1,
        string number when OneToEight().IsMatch(number) => number[0] - '0',
        string times when Times().Match(times) is { Success: true } match =>
            _findings.ReadAs(CreationField.Variants, times, match.Groups[1].Value)[0] - '0',
        string other => Fault<int>("VariantsRange", CreationField.Variants, other, "is not a whole number from 1 to 8."),
    });

    // Yes or no; null when it is left to the service.
    public bool? Flag(CreationField field) => Field(field, $"{field}Invalid", text => text?.ToUpperInvariant() switch
    {
        null => (bool?)null,
        "TRUE" or "YES" or "1" => true,
        "FALSE" or "NO" or "0" => false,
        _ => Fault<bool?>(
            $"{field}Invalid", field, text, "is neither true nor false.",
            "Write true or false; leave it blank for the service's own choice, which is true."),
    });

    public IReadOnlyList<string> Actors(string workflow) => Field(CreationField.ActorId, "ActorIdInvalid", text =>
        ActorRules.Check(text, skipValidation ? null : workflow, draft.ActorWorkflow, _findings)) ?? [];

    // A list of objects as JSON, of whose members the documentation says little: they are sent as they are.
    public IReadOnlyList<JsonElement> Objects(CreationField field, int least, int most) => Field(field, $"{field}Invalid", text =>
    {
        JsonElement[] items = text is null ? [] : UntypedJson.Objects(text) ?? [];
        if (text is not null && items.Length == 0)
        {
            return Fault<JsonElement[]>(
                $"{field}Invalid", field, text, "isn't an object or a list of objects.",
                "Give a hashtable, or in a sheet JSON: {\"name\":\"value\"}.");
        }

        if (!items.All(UntypedJson.IsLegible))
        {
            return Fault<JsonElement[]>(
                $"{field}Invalid", field, text, "holds U+FFFD or half of a surrogate pair, where a letter could not be read.");
        }

        if (!IsLenient && items.SelectMany(UntypedJson.Texts).SelectMany(TextDamage.Of).FirstOrDefault() is TextDamage damage)
        {
            return Fault<JsonElement[]>($"{field}Invalid", field, text, damage.What, damage.Hint);
        }

        items = [.. items.Select(UntypedJson.Trimmed)];

        if (field is CreationField.CustomActor && !IsLenient
            && OfCustomActor.FirstOrDefault(member => items.Any(item => item.Member(member).ValueKind is JsonValueKind.Undefined))
                is string missing)
        {
            string? near = items.Where(item => item.Member(missing).ValueKind is JsonValueKind.Undefined)
                .SelectMany(item => item.EnumerateObject())
                .Select(member => Nearest.Of(member.Name, [missing]) is null ? null : member.Name).FirstOrDefault(name => name is not null);
            string instead = near is null ? "" : $" ({near} is not that)";
            _findings.Warn(field, $"has no {missing}{instead}, which the documentation has; it is sent as it is.");
        }

        return text is null || IsLenient || (items.Length >= least && items.Length <= most) ? items
            : Fault<JsonElement[]>(
                $"{field}Count", field, null,
                $"has {Format.Count(items.Length, "object")}; {least} to {most} are taken.");
    }) ?? [];

    // A length in seconds that is sent as a number. Fractions are allowed; the service decides whether they are valid.
    public decimal Seconds(int least, int most) => Field(CreationField.Duration, "DurationNotAllowed", text =>
    {
        string range = $"{least} to {most} seconds";
        if (text is null)
        {
            return Fault<decimal>(
                "DurationMissing", CreationField.Duration, null, $"is missing: it is how long the reference video is, {range}.");
        }

        // 15, 15.0 and 15 s are one length, and one row.
        string? number = LenientValue.Number(text);
        text = number is null ? text : _findings.ReadAs(CreationField.Duration, text, number);
        return number is not null && decimal.Parse(number, CultureInfo.InvariantCulture) is decimal seconds && seconds > 0
            && (IsLenient || (seconds >= least && seconds <= most)) ? UntypedJson.Shortest(seconds)
            : Fault<decimal>(
                "DurationNotAllowed", CreationField.Duration, text, $"isn't a valid duration. Valid values: {range}, as a number.",
                NearSeconds(text, least, most));
    });

    public T? Fault<T>(string code, CreationField field, string? value, string what, string? hint = null)
    {
        _findings.Fault(code, field, value, what, hint);
        return default;
    }

    public CreationCheck Done(CreationRequest request)
    {
        // Not sent, but used in file names and in the store.
        _ = Field(CreationField.Reference, "ReferenceInvalid", text => text);
        CheckAdditionalProperties();
        CreationRequest? complete = _findings.Faults.Count > 0 ? null : request with { AdditionalProperties = draft.AdditionalProperties };
        return new(complete, _findings.Faults, _findings.Warnings, _findings.Notes);
    }

    // A value that is sent as typed without validation; what is missing is not.
    private string? Setting(CreationField field, string invalid, Func<string?, string?> rule) =>
        Field(field, invalid, text => IsLenient && text is not null ? text : rule(text));

    private T? Field<T>(CreationField field, string invalid, Func<string?, T> rule)
    {
        string? text = draft[field];
        if (string.IsNullOrWhiteSpace(text))
        {
            return rule(null);
        }

        if (FieldText.HoldsKey(text))
        {
            return Fault<T>("SecretInInput", field, text, "holds what looks like an API key, which belongs in no row.");
        }

        if (!FieldText.IsUnicode(text))
        {
            return Fault<T>(invalid, field, text, "holds half of a surrogate pair, which cannot be sent as it is.");
        }

        // A letter that could not be read is refused by the field's own rule, and in a label it is warned of.
        return !IsLenient && TextDamage.Of(text) is [{ Code: not TextDamage.UnreadableCode } damage, ..]
            ? Fault<T>(damage.IsOfSheet ? damage.Code : invalid, field, text, damage.What, damage.Hint) : rule(text);
    }

    // Members that are sent as they are. One that has a parameter of its own would bypass its rules, and the limit on what one request
    // may cost.
    private void CheckAdditionalProperties()
    {
        foreach ((string name, object? value) in draft.AdditionalProperties)
        {
            if (CreationDescriptor.Of(kind).Owner(name.Trim()) is CreationField parameter)
            {
                Fault("AdditionalPropertyInvalid", "has a parameter of its own.", $"Use {parameter}.");
            }
            else if (string.IsNullOrWhiteSpace(name) || !FieldText.IsUnicode(name))
            {
                Fault("AdditionalPropertyInvalid", "cannot be a name.");
            }

            string[] texts = [.. Texts(value)];
            if (texts.Any(FieldText.HoldsKey))
            {
                Fault("SecretInInput", "holds what looks like an API key; the service would store it.");
            }
            else if (!texts.All(FieldText.IsUnicode))
            {
                Fault("AdditionalPropertyInvalid", "holds half of a surrogate pair, which cannot be sent as it is.");
            }
            else if (!IsLenient && texts.SelectMany(TextDamage.Of).FirstOrDefault() is TextDamage damage)
            {
                Fault("AdditionalPropertyInvalid", damage.What, damage.Hint);
            }

            void Fault(string code, string what, string? hint = null) => _findings.Fault(code, "AdditionalProperty", name, what, hint);
        }
    }

    // All texts in a value, however deep: names and values of maps, items of lists.
    private static IEnumerable<string> Texts(object? value) => value switch
    {
        string text => [text],
        IDictionary map => map.Keys.Cast<object?>().Concat(map.Values.Cast<object?>()).SelectMany(Texts),
        IEnumerable list => list.Cast<object?>().SelectMany(Texts),
        _ => [],
    };

    // "15,5" may be two numbers: each second is charged, so it is asked about and not guessed.
    private static string? NearSeconds(string text, int least, int most) =>
        LenientValue.Number(FieldText.Narrow(text).Replace(',', '.')) is string number
        && decimal.Parse(number, CultureInfo.InvariantCulture) is decimal seconds && seconds >= least && seconds <= most
            ? ValidationResultBuilder.DidYouMean(number) : null;

    [GeneratedRegex(@"^[1-8](\.0+)?\z")]
    private static partial Regex OneToEight();

    [GeneratedRegex(@"^(?:[x×] ?)?([1-8])(?: ?[x×])?\z", RegexOptions.IgnoreCase)]
    private static partial Regex Times();
}
