using System.Collections;
using System.Management.Automation.Language;
using System.Reflection;
using UgcLab.Simulator;

namespace UgcLab.PowerShell.Binding;

// Completes a parameter from local data. It never uses the network, because a user is typing.
internal abstract class Completer(Func<Completion, IEnumerable<CompletionResult>> complete) : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        complete(new Completion(commandName ?? "", parameterName, wordToComplete ?? "", fakeBoundParameters));
}

internal sealed class ActorIdCompleter() : Completer(typed => typed.Ids(typed.Actors));

internal sealed class ActorNameCompleter() : Completer(typed => typed.NamesLike(typed.Actors));

internal sealed class ProjectIdCompleter() : Completer(typed => typed.Ids(typed.Projects));

internal sealed class ProjectNameCompleter() : Completer(typed => typed.NamesLike(typed.Projects));

internal sealed class ActorAgeCompleter() : Completer(typed => typed.Starting(typed.Actors
    .GroupBy(actor => actor.Note?.Split(", ").FirstOrDefault(part => part.Any(char.IsAsciiDigit)) ?? "")
    .Where(age => age.Key.Length > 0).OrderBy(age => age.Key, StringComparer.Ordinal)
    .Select(age => (age.Key, $"{Format.Count(age.Count(), "actor")} listed before"))));

// The documented lengths for actors. Others are accepted, because ugcl-1.0 may have them.
internal sealed class ActorLengthCompleter() : Completer(typed =>
    typed.Starting(ModelCatalog.Find(ActorRequest.Documented, UgcKind.TalkingActor)!.Durations));

internal sealed class RateLimitCompleter() : Completer(typed =>
    typed.Starting(["20/minute", "100/hour", "1000/hour", "2/second", "50/90s", "0"]));

internal sealed class EncodingCompleter() : Completer(typed => typed.Starting(EncodingNameAttribute.Names));

internal sealed class BatchNameCompleter() : Completer(typed => typed.Starting(
    typed.Waited(client => (client?.Store ?? Stores.Default()).ReadBatchesAsync(new BatchQuery()))
        .DistinctBy(batch => batch.Key.Name, StringComparer.OrdinalIgnoreCase)
        .Select(batch => (batch.Key.Name, $"changed {UgcView.Age(batch.Changed)} {batch.Source}".Trim()))));

internal sealed class ProfileNameCompleter() : Completer(typed => typed.Starting(
    typed.Waited(_ => Task.FromResult(ProfileFile.Read())).Select(profile =>
        (profile.Name, string.Join(", ", new[] { profile.KeySource, profile.ProjectId, profile.Model }.OfType<string>())))));

internal sealed class VaultCompleter() : Completer(typed => typed.Starting(KeySources.Listed("Get-SecretVault", null)));

// The secrets in the specified vault, or in all vaults that are on this computer.
internal sealed class SecretNameCompleter() : Completer(typed => typed.Starting(KeySources.Listed(
    "Get-SecretVault | Where-Object { $_.ModuleName -in $Local -and (-not $Vault -or $_.Name -eq $Vault) } "
        + "| ForEach-Object { Get-SecretInfo -Vault $_.Name }", typed["Vault"]?.ToString())));

internal sealed class NamePatternCompleter() : Completer(typed =>
{
    int open = typed.Begun.LastIndexOf('{');
    bool isInField = open >= 0 && typed.Begun.IndexOf('}', open) < 0;
    (string before, string begun) = isInField ? (typed.Begun[..open], typed.Begun[(open + 1)..]) : (typed.Begun, "");
    return JobFields.All.Where(field => field.StartsWith(begun, StringComparison.OrdinalIgnoreCase)).Select(field =>
        Completion.Of($"{before}{{{field}}}", $"{{{field}}}", $"The {field} of the job"));
});

internal sealed class SimulatorOptionCompleter() : Completer(typed =>
    typeof(SimulatorOptions).GetProperties()
        .Where(option => option.Name.StartsWith(typed.Word.TrimStart('@', '{', ' '), StringComparison.OrdinalIgnoreCase))
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
        System.Collections.IDictionary => "@{}",
        not (null or string) and System.Collections.IEnumerable => "@()",
        _ => option.Name is nameof(SimulatorOptions.StatePath) ? "'./rehearsal'" : "''",
    };
}

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

internal sealed class TierCompleter() : Completer(typed =>
{
    CreationDescriptor kind = CreationDescriptor.Of(typed.Kind);
    UgcModel? only = ModelCatalog.Find(typed["Model"]?.ToString(), kind.Kind);
    return typed.StartingOr($"{only?.Name ?? kind.Described} has no tier", ModelCatalog.Models
        .Where(model => model.Kind == kind.Kind && kind.Has(CreationField.Tier) && (only is null || model == only))
        .SelectMany(model => model.Tiers));
});

// A map for each field of the kind, such as @{ Prompt = 'Ad text' }, whose column is to be typed.
internal sealed class ColumnCompleter() : Completer(typed => CreationDescriptor.Of(typed.Kind).Fields.Select(field => field.ToString())
    .Where(field => field.StartsWith(typed.Word, StringComparison.OrdinalIgnoreCase))
    .Select(field => new CompletionResult(
        $"@{{ {field} = 'COLUMN' }}", field, CompletionResultType.ParameterValue, $"Take {field} from a column.")));

internal sealed class AnyModelCompleter() : Completer(typed => typed.Starting(ModelCatalog.Models.GroupBy(model => model.Name)
    .Select(same => (same.Key, string.Join(", ", same.Select(model => model.Kind))))));

// Completes a value from the newest purchases in the store, with the prompt and the age as tooltip.
internal abstract class HistoryCompleter(Func<Completion, IEnumerable<UgcHistoryEntry>, IEnumerable<CompletionResult>> complete)
    : Completer(typed => complete(typed, typed.Waited(client =>
        new History(client?.Store ?? Stores.Default(), client?.BaseUri).ReadAsync(new PurchaseFilter { First = Most }).ToListAsync())))
{
    // Older ones aren't completed, so that a long history completes as fast as a short one.
    private const int Most = 300;
    private const int LongestPrompt = 60;

    private protected static string Tip(UgcHistoryEntry entry, params string?[] first) =>
        Completion.Tip([.. first, Redaction.Short(entry.Prompt, LongestPrompt), UgcView.Age(entry.Time)]);
}

internal sealed class JobIdCompleter() : HistoryCompleter((typed, newest) => newest
    .SelectMany(entry => entry.Jobs, (entry, job) => (entry, job))
    .Where(each => each.job.UgcId.StartsWith(typed.Begun, StringComparison.OrdinalIgnoreCase)
        || each.entry.Reference?.StartsWith(typed.Begun, StringComparison.OrdinalIgnoreCase) is true)
    .Select(each => Completion.Of(
        each.job.UgcId, each.entry.Reference is null ? each.job.UgcId : $"{each.entry.Reference} {each.job.UgcId}",
        Tip(each.entry, each.entry.Reference, each.job.SavedPath is null ? each.job.Status.ToString() : "Saved"))));

internal sealed class ReferenceCompleter() : HistoryCompleter((typed, newest) => newest
    .Where(entry => entry.Reference?.StartsWith(typed.BegunName, StringComparison.OrdinalIgnoreCase) is true)
    .DistinctBy(entry => entry.Reference)
    .Select(entry => Completion.Of(WildcardPattern.Escape(entry.Reference!), entry.Reference!, Tip(entry, entry.Batch))));

internal sealed class RowNumberCompleter() : Completer(typed => typed.Starting(typed
    .Waited(async client =>
    {
        BatchService batches = client?.Batches ?? new BatchService(Stores.Default());
        UgcBatch batch = await batches.GetAsync(new BatchQuery(Name: $"{typed["Batch"]}"));
        return await batches.RowsAsync(batch, [UgcRowState.Unconfirmed, UgcRowState.Abandoned]).ToListAsync();
    })
    .Where(row => row.RowNumber is not null)
    .Select(row => (
        row.RowNumber!.Value.ToString(CultureInfo.InvariantCulture),
        Completion.Tip(row.Reference, $"{row.State}", row.Prompt, UgcView.Age(row.SentAt))))));
