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

// The age groups of actors that were listed.
internal sealed class ActorAgeCompleter() : Completer(typed => typed.Starting(typed.Actors
    .GroupBy(actor => actor.Note?.Split(", ").FirstOrDefault(part => part.Any(char.IsAsciiDigit)) ?? "")
    .Where(age => age.Key.Length > 0).OrderBy(age => age.Key, StringComparer.Ordinal)
    .Select(age => (age.Key, $"{Format.Count(age.Count(), "actor")} listed before"))));

// The documented lengths for actors. Others are accepted, because ugcl-1.0 may have them.
internal sealed class ActorLengthCompleter() : Completer(typed =>
    typed.Starting(ModelCatalog.Find(ActorRequest.Documented, UgcKind.TalkingActor)!.Durations));

// The documented limits, and the forms of others.
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

// The vaults, where Microsoft.PowerShell.SecretManagement is loaded.
internal sealed class VaultCompleter() : Completer(typed => typed.Starting(KeySources.Listed("Get-SecretVault", null)));

// The secrets in the specified vault, or in all vaults that are on this computer.
internal sealed class SecretNameCompleter() : Completer(typed => typed.Starting(KeySources.Listed(
    "Get-SecretVault | Where-Object { $_.ModuleName -in $Local -and (-not $Vault -or $_.Name -eq $Vault) } "
        + "| ForEach-Object { Get-SecretInfo -Vault $_.Name }", typed["Vault"]?.ToString())));

// The fields of a name pattern, after an opening brace or at the start.
internal sealed class NamePatternCompleter() : Completer(typed =>
{
    int open = typed.Begun.LastIndexOf('{');
    bool isInField = open >= 0 && typed.Begun.IndexOf('}', open) < 0;
    (string before, string begun) = isInField ? (typed.Begun[..open], typed.Begun[(open + 1)..]) : (typed.Begun, "");
    return JobFields.All.Where(field => field.StartsWith(begun, StringComparison.OrdinalIgnoreCase)).Select(field =>
        Completion.Of($"{before}{{{field}}}", $"{{{field}}}", $"The {field} of the job"));
});

// A table with an option of the simulator and its default.
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
        _ => option.Name is nameof(SimulatorOptions.StatePath) ? "'./rehearsal'" : "",
    };
}
