using System.Text.RegularExpressions;

namespace UgcLab.Creations;

// Reads a list of ids of actors: with commas, semicolons, bars or white space between, none of which is in an id, or as a list of
// JSON. Where it is known whose list they are from, it has to be that of this workflow; null is any.
internal static partial class ActorRules
{
    // Actors that one request takes at most (docs/talking-actor, docs/product-in-hand, docs/motion-control).
    public const int MostActors = 20;

    // Ids have 25 characters, as far as the pages show, and digits among them.
    private const int LongestName = 15;

    private const CreationField Actor = CreationField.ActorId;

    public static string[]? Check(string? text, string? workflow, string? actorWorkflow, ValidationResultBuilder findings)
    {
        string[] ids = text is null ? [] : IdsOf(text);

        // Of a workflow that is not documented as well: each is paid for, and free text in the wrong column would turn into
        // many paid ids.
        foreach (string id in workflow is null ? [] : ids)
        {
            IdRules.Check(Actor, id, findings);
        }

        (string Code, string? Value, string What, string? Hint)? wrong =
            text is not null && ids.Length == 0 ? ("ActorIdInvalid", text, "contains no actor id.", null)
            : actorWorkflow is string list && workflow is not null && list != workflow
                ? ("ActorIdWorkflow", text, $"is an actor of {list}, and this takes those of {workflow}.",
                    $"Get-UgcActor -Workflow {workflow} lists them.")
            : ids.Length > MostActors && workflow is not null
                ? ("ActorIdCount", null, $"contains {ids.Length} actors; a request can have at most {MostActors}.",
                    "Use several rows. If the service accepts more, specify -SkipValidation.")
            : null;
        if (wrong is (string code, var value, string what, var hint))
        {
            findings.Fault(code, Actor, value, what, hint);
            return null;
        }

        if (Array.Find(ids, id => id.Length <= LongestName && id.All(char.IsAsciiLetter)) is string name)
        {
            findings.Warn(Actor, $"'{name}' looks like a name, and the service wants an id: Get-UgcActor -Name {name} shows it.");
        }

        if (ids.Distinct(StringComparer.Ordinal).Count() < ids.Length)
        {
            findings.Warn(Actor, "names one actor twice; each is paid for.");
        }

        return ids;
    }

    private static string[] IdsOf(string text)
    {
        JsonElement list = text.StartsWith('[') ? JsonElementExtensions.Read(text) : default;
        return list.ValueKind is JsonValueKind.Array
            && list.EnumerateArray().All(id => id.ValueKind is JsonValueKind.String && UntypedJson.IsLegible(id))
            ? [.. list.EnumerateArray().Select(id => CellText.Trim(id.GetString()!)).Where(id => id.Length > 0)]
            : [.. IdDelimiters().Split(text).Select(CellText.Trim).Where(id => id.Length > 0)];
    }

    [GeneratedRegex(@"[,;|\s]+")]
    private static partial Regex IdDelimiters();
}

internal static class IdRules
{
    // Ids are CUIDs in the documentation: 25 letters and digits. A shorter word without digits isn't an id.
    private const int ShortestId = 10;

    // Refuses text that can't be an id, warns if it is probably not an id, and returns it.
    public static string Check(CreationField field, string text, ValidationResultBuilder findings)
    {
        int invalid = ServiceId.IndexOfInvalid(text);
        string? wrong =
            invalid >= 0 ? $"contains {FieldText.Name(text[invalid])}; an id can have only letters, digits, - and _."
            : text.Length > ServiceId.Longest ? $"has {text.Length} characters; no id has more than {ServiceId.Longest}."
            : text.AsSpan().ContainsAny('-', '_') && !text.Any(char.IsAsciiDigit)
                ? "isn't an id but a placeholder for one: an id has digits."
            : null;
        if (wrong is not null)
        {
            findings.Fault($"{field}Invalid", field, text, wrong);
        }
        else if (field is CreationField.ProjectId && (text.Length < ShortestId || !text.Any(char.IsAsciiDigit)))
        {
            findings.Warn(field, $"'{text}' doesn't look like an id, which has about 25 letters and digits: Get-UgcProject lists the ids.");
        }

        return text;
    }
}
