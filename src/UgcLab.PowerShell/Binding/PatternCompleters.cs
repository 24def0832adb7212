using System.Collections;
using System.Reflection;
using UgcLab.Simulator;

namespace UgcLab.PowerShell.Binding;

/// <summary>Completes the fields of a name pattern, after an opening brace or at the start.</summary>
public sealed class NamePatternCompleter() : Completer((_, word, _) =>
{
    string pattern = CompletionResults.Unquoted(word);
    int open = pattern.LastIndexOf('{');
    bool isInField = open >= 0 && pattern.IndexOf('}', open) < 0;
    (string before, string begun) = isInField ? (pattern[..open], pattern[(open + 1)..]) : (pattern, "");
    return JobFields.All.Where(field => field.StartsWith(begun, StringComparison.OrdinalIgnoreCase)).Select(field =>
        CompletionResults.Of($"{before}{{{field}}}", $"{{{field}}}", $"The {field} of the job"));
});

/// <summary>Completes a table with an option of the simulator and its default.</summary>
public sealed class SimulatorOptionCompleter() : Completer((_, word, _) =>
    typeof(SimulatorOptions).GetProperties()
        .Where(option => option.Name.StartsWith(word.TrimStart('@', '{', ' '), StringComparison.OrdinalIgnoreCase))
        .Select(option => new CompletionResult(
            $"@{{ {option.Name} = {Value(option)} }}", option.Name, CompletionResultType.ParameterValue,
            $"{option.Name}. about_UgcLab_Simulator explains the options.")))
{
    private static readonly SimulatorOptions Defaults = new();

    private static string Value(PropertyInfo option) => option.GetValue(Defaults) switch
    {
        bool flag => flag ? "$true" : "$false",
        TimeSpan time => time.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        double or decimal or int => Convert.ToString(option.GetValue(Defaults), CultureInfo.InvariantCulture)!,
        Enum name => $"'{name}'",
        _ => option.Name is nameof(SimulatorOptions.StatePath) ? "'./rehearsal'" : "",
    };
}
