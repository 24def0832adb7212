using System.Collections;
using System.Management.Automation.Language;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Binding;

/// <summary>Completions from the names that lists have shown. It throws nothing, because an error would get in the way of typing.</summary>
internal static class CompletionResults
{
    private const int None = 2;

    // What a store answers, for a completer: PowerShell calls those on a thread that has to wait.
    public static IReadOnlyList<T> Waited<T>(Func<Task<IReadOnlyList<T>>> ask)
    {
        try
        {
            return Task.Run(ask).GetAwaiter().GetResult();
        }
        catch (UgcLabException)
        {
            return [];
        }
    }

    public static object? Typed(IDictionary bound, string parameter) => PSObjectUnwrapper.Unwrapped(bound[parameter]);

    // By name or id. Names are shown, and ids inserted.
    public static IEnumerable<CompletionResult> Ids(IEnumerable<KnownName> known, string word)
    {
        string begun = Unquoted(word);
        return Ordered(known.Where(name => Rank(name, begun) < None), begun)
            .Select(name => new CompletionResult(Quoted(name.Id), name.Label, CompletionResultType.ParameterValue, name.Description));
    }

    // For a parameter that takes wildcards: a wildcard character in a name is escaped.
    public static IEnumerable<CompletionResult> NamesLike(IEnumerable<KnownName> known, string word)
    {
        string begun = WildcardPattern.Unescape(Unquoted(word)).TrimEnd('*');
        return Ordered(known.Where(name => name.Name is not null && Rank(name.Name, begun) < None), begun)
            .DistinctBy(name => name.Name, StringComparer.OrdinalIgnoreCase)
            .Select(name => new CompletionResult(Quoted(Pattern(name.Name!)), name.Label, CompletionResultType.ParameterValue, name.Description));
    }

    // As the word can stand in a command line.
    public static string Quoted(string word) =>
        word.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' || (c is '-' && word[0] != '-')) ? word : $"'{CodeGeneration.EscapeSingleQuotedStringContent(word)}'";

    // The names of the session, or without one those of the environment's key. The session belongs to the runspace of this
    // thread, so it is found here.
    public static IReadOnlyList<KnownName> Known(IDictionary bound, Func<NameCache, Task<IReadOnlyList<KnownName>>> read)
    {
        NameCache? ofSession = (Typed(bound, "Session") as UgcSession ?? UgcSession.Default)?.Client.Names;
        return Waited(async () => (ofSession ?? NameCache.Of(Stores.Default(), KeySources.Environment())) is NameCache names ? await read(names) : []);
    }

    // What begins so comes before what has it within.
    private static IEnumerable<KnownName> Ordered(IEnumerable<KnownName> known, string begun) =>
        known.OrderBy(name => Rank(name, begun)).ThenBy(name => name.Label, StringComparer.OrdinalIgnoreCase).ThenBy(name => name.Id, StringComparer.Ordinal);

    private static int Rank(KnownName name, string begun) => Math.Min(Rank(name.Id, begun), name.Name is null ? None : Rank(name.Name, begun));

    private static int Rank(string text, string begun) =>
        text.StartsWith(begun, StringComparison.OrdinalIgnoreCase) ? 0 : text.Contains(begun, StringComparison.OrdinalIgnoreCase) ? 1 : None;

    // What cannot be typed, or would take over the terminal, is any one character.
    private static string Pattern(string name) => string.Concat(name.Select(c => c switch
    {
        '*' or '?' or '[' or ']' => $"`{c}",
        '`' => "?",
        _ => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? "?" : c.ToString(),
    }));

    private static string Unquoted(string word) => word switch
    {
        ['\'', .. string rest] => (rest.EndsWith('\'') && !rest.EndsWith("''", StringComparison.Ordinal) ? rest[..^1] : rest).Replace("''", "'", StringComparison.Ordinal),
        _ => word.Trim('"'),
    };
}
