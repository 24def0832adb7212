using System.Collections;
using System.Management.Automation.Language;

namespace UgcLab.PowerShell.Binding;

// Completions from the names that earlier lists returned. It never throws, because an error would disturb the user while typing.
internal static class CompletionResults
{
    private const int None = 2;

    // The result of a store query. PowerShell calls completers synchronously, so this blocks.
    public static IReadOnlyList<T> Waited<T>(Func<Task<IReadOnlyList<T>>> ask)
    {
        try
        {
#pragma warning disable RS0030 // Completion is not asynchronous.
            return Task.Run(ask).GetAwaiter().GetResult();
#pragma warning restore RS0030
        }
        catch (UgcLabException)
        {
            return [];
        }
    }

    public static object? Typed(IDictionary bound, string parameter) => PSObjectUnwrapper.Unwrapped(bound[parameter]);

    // Matched by name or id. Names are shown, and ids are inserted.
    public static IEnumerable<CompletionResult> Ids(IEnumerable<KnownName> known, string word)
    {
        string begun = Unquoted(word);
        return Ordered(known.Where(name => Rank(name, begun) < None), begun)
            .Select(name => new CompletionResult(Quoted(name.Id), name.Label, CompletionResultType.ParameterValue, name.Description));
    }

    // For a parameter that accepts wildcards: a wildcard character in a name is escaped.
    public static IEnumerable<CompletionResult> NamesLike(IEnumerable<KnownName> known, string word)
    {
        string begun = WildcardPattern.Unescape(Unquoted(word)).TrimEnd('*');
        return Ordered(known.Where(name => name.Name is not null && Rank(name.Name, begun) < None), begun)
            .DistinctBy(name => name.Name, StringComparer.OrdinalIgnoreCase)
            .Select(name =>
                new CompletionResult(Quoted(Pattern(name.Name!)), name.Label, CompletionResultType.ParameterValue, name.Description));
    }

    // The values that begin with the word, each with a tooltip.
    public static IEnumerable<CompletionResult> Starting(IEnumerable<(string Value, string Tip)> values, string word)
    {
        string begun = Unquoted(word);
        return values.Where(each => each.Value.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .Select(each => Of(each.Value, each.Value, each.Tip));
    }

    public static IEnumerable<CompletionResult> Starting(IEnumerable<string> values, string word) =>
        Starting(values.Select(value => (value, "")), word);

    public static CompletionResult Of(string value, string shown, string tip) =>
        new(Quoted(value), Redaction.Show(shown), CompletionResultType.ParameterValue, Redaction.Show(tip.Length == 0 ? shown : tip, 300));

    // Quoted if the word needs it in a command line.
    public static string Quoted(string word) =>
        word.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' || (c is '-' or '/' && c != word[0])) ? word
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(word)}'";

    // The names of the session, or without a session those of the key in the environment. The session belongs to the runspace of this
    // thread, so it is read before the work moves to another thread.
    public static IReadOnlyList<KnownName> Known(IDictionary bound, Func<NameCache, Task<IReadOnlyList<KnownName>>> read)
    {
        NameCache? ofSession = (Typed(bound, "Session") as UgcSession ?? UgcSession.Default)?.Client.Names;
        return Waited(async () =>
            (ofSession ?? NameCache.Of(Stores.Default(), KeySources.InEnvironment())) is NameCache names ? await read(names) : []);
    }

    // Prefix matches come before other matches.
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

    public static string Unquoted(string word) => word switch
    {
        ['\'', .. string rest] =>
            (rest.EndsWith('\'') && !rest.EndsWith("''", StringComparison.Ordinal) ? rest[..^1] : rest)
                .Replace("''", "'", StringComparison.Ordinal),
        _ => word.Trim('"'),
    };
}
