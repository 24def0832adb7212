using System.Collections;
using System.Management.Automation.Language;

namespace UgcLab.PowerShell.Binding;

// What is being typed, and the values that complete it. It never throws, because an error would disturb the user while typing.
internal sealed record Completion(string Command, string Parameter, string Word, IDictionary Bound)
{
    private const int None = 2;

    public string Begun { get; } = Unquoted(Word);

    // The word for a parameter that accepts wildcards.
    public string BegunName => WildcardPattern.Unescape(Begun).TrimEnd('*');

    // The kind that -Kind, or the cmdlet, creates.
    public UgcKind Kind => Enum.TryParse($"{this["Kind"]}", ignoreCase: true, out UgcKind kind)
        || Enum.TryParse(Command.Split("-Ugc")[^1], ignoreCase: true, out kind) ? kind : UgcKind.Video;

    // The actors of the specified workflow; otherwise of the cmdlet's default workflow, or of both if there is none.
    public IEnumerable<KnownName> Actors => (
        $"{this["Workflow"] ?? this["WorkflowType"] ?? this["Kind"] ?? Command.Split("-Ugc")[^1]}".ToUpperInvariant() switch
    {
        "UGCL-2.0" or "ACTOR" or "TALKINGACTOR" or "PRODUCTVIDEO" => [UgcActorFilter.Ugcl2],
        "UGCL-1.0" or "MOTIONVIDEO" => [UgcActorFilter.Ugcl1],
        _ => new[] { UgcActorFilter.Ugcl2, UgcActorFilter.Ugcl1 },
    }).SelectMany(workflow => Known(names => names.ReadAsync(workflow)));

    public IReadOnlyList<KnownName> Projects => Known(names => names.ReadAsync(NameCache.ProjectList));

    public object? this[string parameter] => Cells.Base(Bound[parameter]);

    // The result of a store query. PowerShell calls completers synchronously, so this blocks. The session belongs to the runspace of this
    // thread, so it is read before the work moves to another thread.
    public IReadOnlyList<T> Waited<T>(Func<UgcLabClient?, Task<IReadOnlyList<T>>> ask)
    {
        UgcLabClient? client = (this["Session"] as UgcSession ?? UgcSession.Default)?.Client;
        try
        {
#pragma warning disable RS0030 // Completion is not asynchronous.
            return Task.Run(() => ask(client)).GetAwaiter().GetResult();
#pragma warning restore RS0030
        }
        catch (UgcLabException)
        {
            return [];
        }
    }

    // Matched by name or id. Names are shown, and ids are inserted.
    public IEnumerable<CompletionResult> Ids(IEnumerable<KnownName> known) =>
        Ordered(known.Where(name => Rank(name, Begun) < None), Begun)
            .Select(name => new CompletionResult(Quoted(name.Id), name.Label, CompletionResultType.ParameterValue, name.Description));

    // For a parameter that accepts wildcards: a wildcard character in a name is escaped.
    public IEnumerable<CompletionResult> NamesLike(IEnumerable<KnownName> known) =>
        Ordered(known.Where(name => name.Name is not null && Rank(name.Name, BegunName) < None), BegunName)
            .DistinctBy(name => name.Name, StringComparer.OrdinalIgnoreCase)
            .Select(name =>
                new CompletionResult(Quoted(Pattern(name.Name!)), name.Label, CompletionResultType.ParameterValue, name.Description));

    public IEnumerable<CompletionResult> Starting(IEnumerable<(string Value, string Tip)> values) => values
        .Where(each => each.Value.StartsWith(Begun, StringComparison.OrdinalIgnoreCase))
        .Select(each => Of(each.Value, each.Value, each.Tip));

    public IEnumerable<CompletionResult> Starting(IEnumerable<string> values) => Starting(values.Select(value => (value, "")));

    // Without a result, the engine would offer the names of files.
    public IEnumerable<CompletionResult> StartingOr(string none, IEnumerable<string> values)
    {
        string[] all = [.. values.Distinct()];
        return all.Length > 0 ? Starting(all) : [new CompletionResult("''", none, CompletionResultType.ParameterValue, none)];
    }

    public static CompletionResult Of(string value, string shown, string tip) =>
        new(Quoted(value), Redaction.Show(shown), CompletionResultType.ParameterValue, Redaction.Show(tip.Length == 0 ? shown : tip, 300));

    public static string Tip(params string?[] parts) => string.Join(" · ", parts.Where(part => !string.IsNullOrEmpty(part)));

    private static string Quoted(string word) =>
        word.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' || (c is '-' or '/' && c != word[0])) ? word
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(word)}'";

    private static string Unquoted(string word) => word switch
    {
        ['\'', .. string rest] =>
            (rest.EndsWith('\'') && !rest.EndsWith("''", StringComparison.Ordinal) ? rest[..^1] : rest)
                .Replace("''", "'", StringComparison.Ordinal),
        _ => word.Trim('"'),
    };

    // Of the names that earlier lists returned: those of the session, or without a session those of the key in the environment.
    private IReadOnlyList<KnownName> Known(Func<NameCache, Task<IReadOnlyList<KnownName>>> read) => Waited(async client =>
        (client?.Names ?? NameCache.Of(Stores.Default(), KeySources.InEnvironment())) is NameCache names ? await read(names) : []);

    private static IEnumerable<KnownName> Ordered(IEnumerable<KnownName> known, string begun) =>
        known.OrderBy(name => Rank(name, begun)).ThenBy(name => name.Label, StringComparer.OrdinalIgnoreCase)
            .ThenBy(name => name.Id, StringComparer.Ordinal);

    private static int Rank(KnownName name, string begun) =>
        Math.Min(Rank(name.Id, begun), name.Name is null ? None : Rank(name.Name, begun));

    private static int Rank(string text, string begun) =>
        text.StartsWith(begun, StringComparison.OrdinalIgnoreCase) ? 0
            : text.Contains(begun, StringComparison.OrdinalIgnoreCase) ? 1 : None;

    // A character that can't be typed, or that would control the terminal, becomes the wildcard for any one character.
    private static string Pattern(string name) => string.Concat(name.Select(c => c switch
    {
        '*' or '?' or '[' or ']' => $"`{c}",
        '`' => "?",
        _ => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? "?" : c.ToString(),
    }));
}
