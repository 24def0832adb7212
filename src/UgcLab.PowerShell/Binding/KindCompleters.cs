using System.Collections;
using System.Management.Automation.Language;
using System.Reflection;

namespace UgcLab.PowerShell.Binding;

// Accepts these values. A ValidateSet would list the blank one among them, and have completion offer it.
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidValuesAttribute(params string[] values) : ValidateEnumeratedArgumentsAttribute
{
    public IReadOnlyList<string> Values { get; } = values;

    // The model whose values they are.
    public string? Of { get; init; }

    protected override void ValidateElement(object element)
    {
        if (!Values.Contains(element?.ToString() ?? "", StringComparer.OrdinalIgnoreCase))
        {
            throw new ValidationMetadataException(
                $"'{Redaction.Show(element?.ToString() ?? "")}' isn't valid{(Of is null ? "" : $" for {Of}")}. Valid values: "
                    + $"{string.Join(", ", Values.Where(value => value.Length > 0))}.");
        }
    }
}

/// <summary>Completes a value from the models of the kind that -Kind, or the cmdlet, creates.</summary>
public abstract class KindCompleter : Completer
{
    private protected KindCompleter(Func<string, string, IDictionary, IEnumerable<CompletionResult>> complete)
        : base(complete)
    {
    }

    internal static UgcKind Kind(string command, IDictionary bound) =>
        Enum.TryParse(CompletionResults.Typed(bound, "Kind")?.ToString(), ignoreCase: true, out UgcKind kind)
            || Enum.TryParse(command.Split("-Ugc")[^1], ignoreCase: true, out kind) ? kind : UgcKind.Video;

    // Without a result, the engine would offer the names of files.
    private protected static IEnumerable<CompletionResult> Results(IEnumerable<string> values, string word, string none)
    {
        string[] all = [.. values.Distinct()];
        return all.Length == 0 ? [new CompletionResult("''", none, CompletionResultType.ParameterValue, none)]
            : CompletionResults.Starting(all, word);
    }
}

/// <summary>Completes the values that the parameter accepts, which may depend on the kind and the model.</summary>
public sealed class ValidValueCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        Type? cmdlet = Array.Find(
            typeof(ValidValueCompleter).Assembly.GetTypes(), type => type.GetCustomAttribute<CmdletAttribute>() is CmdletAttribute named
                && string.Equals($"{named.VerbName}-{named.NounName}", commandName, StringComparison.OrdinalIgnoreCase));
        IReadOnlyList<Type> dynamic = cmdlet?.GetCustomAttribute<DynamicParametersAttribute>()?.Types ?? [];
        object settings = CreationSettings.Of(
            KindCompleter.Kind(commandName, fakeBoundParameters), CompletionResults.Typed(fakeBoundParameters, "Model")?.ToString());

        // The engine doesn't always say which kind was typed. Then the first kind that has the parameter decides.
        IEnumerable<Attribute> given = dynamic.Contains(typeof(AnyVideoSettings)) && settings is RuntimeDefinedParameterDictionary narrowed
                && narrowed.TryGetValue(parameterName, out RuntimeDefinedParameter? known) ? known.Attributes
            : new[] { cmdlet, dynamic.FirstOrDefault(type => type == settings.GetType()) }.Concat(dynamic)
                .Select(type => type?.GetProperty(parameterName)).FirstOrDefault(found => found is not null)
                ?.GetCustomAttributes<Attribute>() ?? [];
        return CompletionResults.Starting(
            given.OfType<ValidValuesAttribute>().SelectMany(valid => valid.Values).Where(value => value.Length > 0), wordToComplete ?? "");
    }
}

/// <summary>Completes the models of the kind.</summary>
public sealed class ModelCompleter() : KindCompleter((command, word, bound) =>
{
    CreationDescriptor kind = CreationDescriptor.Of(Kind(command, bound));
    return Results(
        ModelCatalog.Models.Where(model => model.Kind == kind.Kind && kind.Has(CreationField.Model)).Select(model => model.Name),
        word, $"{kind.Described} has no model");
});

/// <summary>Completes the tiers of the model, or of all models of the kind.</summary>
public sealed class TierCompleter() : KindCompleter((command, word, bound) =>
{
    CreationDescriptor kind = CreationDescriptor.Of(Kind(command, bound));
    string? name = CompletionResults.Typed(bound, "Model")?.ToString();
    UgcModel? only = ModelCatalog.Models.FirstOrDefault(
        model => model.Kind == kind.Kind && string.Equals(model.Name, name, StringComparison.OrdinalIgnoreCase));
    return Results(
        ModelCatalog.Models.Where(model => model.Kind == kind.Kind && kind.Has(CreationField.Tier) && (only is null || model == only))
            .SelectMany(model => model.Tiers),
        word, $"{only?.Name ?? kind.Described} has no tier");
});

/// <summary>Completes a map for each field of the kind, such as @{ Prompt = 'Ad text' }, whose column is to be typed.</summary>
public sealed class ColumnCompleter() : KindCompleter((command, word, bound) =>
    CreationDescriptor.Of(Kind(command, bound)).Fields.Select(field => field.ToString())
        .Where(field => field.StartsWith(word, StringComparison.OrdinalIgnoreCase))
        .Select(field => new CompletionResult(
            $"@{{ {field} = 'COLUMN' }}", field, CompletionResultType.ParameterValue, $"Take {field} from a column.")));

/// <summary>Completes the models and workflows of all kinds.</summary>
public sealed class AnyModelCompleter() : Completer((_, word, _) =>
    CompletionResults.Starting(
        ModelCatalog.Models.GroupBy(model => model.Name)
            .Select(same => (same.Key, string.Join(", ", same.Select(model => model.Kind)))), word));
