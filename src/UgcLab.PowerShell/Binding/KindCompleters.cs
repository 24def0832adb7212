using System.Reflection;

namespace UgcLab.PowerShell.Binding;

// Completes the values that the parameter accepts, which may depend on the kind and the model.
internal sealed class ValidValueCompleter() : Completer(typed =>
{
    Type? cmdlet = Array.Find(
        typeof(ValidValueCompleter).Assembly.GetTypes(), type => type.GetCustomAttribute<CmdletAttribute>() is CmdletAttribute named
            && string.Equals($"{named.VerbName}-{named.NounName}", typed.Command, StringComparison.OrdinalIgnoreCase));
    IReadOnlyList<Type> dynamic = cmdlet?.GetCustomAttribute<DynamicParametersAttribute>()?.Types ?? [];
    object settings = CreationSettings.Of(typed.Kind, typed["Model"]?.ToString());

    // The engine doesn't always say which kind was typed. Then the first kind that has the parameter decides.
    IEnumerable<Attribute> given = dynamic.Contains(typeof(AnyVideoSettings)) && settings is RuntimeDefinedParameterDictionary narrowed
            && narrowed.TryGetValue(typed.Parameter, out RuntimeDefinedParameter? known) ? known.Attributes
        : new[] { cmdlet, dynamic.FirstOrDefault(type => type == settings.GetType()) }.Concat(dynamic)
            .Select(type => type?.GetProperty(typed.Parameter)).FirstOrDefault(found => found is not null)
            ?.GetCustomAttributes<Attribute>() ?? [];
    return typed.Starting(given.OfType<ValidValuesAttribute>().SelectMany(valid => valid.Values).Where(value => value.Length > 0));
});

internal sealed class ModelCompleter() : Completer(typed =>
{
    CreationDescriptor kind = CreationDescriptor.Of(typed.Kind);
    return typed.StartingOr($"{kind.Described} has no model", ModelCatalog.Models
        .Where(model => model.Kind == kind.Kind && kind.Has(CreationField.Model)).Select(model => model.Name));
});

// The tiers of the model, or of all models of the kind.
internal sealed class TierCompleter() : Completer(typed =>
{
    CreationDescriptor kind = CreationDescriptor.Of(typed.Kind);
    UgcModel? only = ModelCatalog.Models.FirstOrDefault(
        model => model.Kind == kind.Kind && string.Equals(model.Name, typed["Model"]?.ToString(), StringComparison.OrdinalIgnoreCase));
    return typed.StartingOr($"{only?.Name ?? kind.Described} has no tier", ModelCatalog.Models
        .Where(model => model.Kind == kind.Kind && kind.Has(CreationField.Tier) && (only is null || model == only))
        .SelectMany(model => model.Tiers));
});

// A map for each field of the kind, such as @{ Prompt = 'Ad text' }, whose column is to be typed.
internal sealed class ColumnCompleter() : Completer(typed => CreationDescriptor.Of(typed.Kind).Fields.Select(field => field.ToString())
    .Where(field => field.StartsWith(typed.Word, StringComparison.OrdinalIgnoreCase))
    .Select(field => new CompletionResult(
        $"@{{ {field} = 'COLUMN' }}", field, CompletionResultType.ParameterValue, $"Take {field} from a column.")));

// The models and workflows of all kinds.
internal sealed class AnyModelCompleter() : Completer(typed => typed.Starting(ModelCatalog.Models.GroupBy(model => model.Name)
    .Select(same => (same.Key, string.Join(", ", same.Select(model => model.Kind))))));
