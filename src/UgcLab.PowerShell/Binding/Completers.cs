using System.Collections;
using System.Management.Automation.Language;

namespace UgcLab.PowerShell.Binding;

/// <summary>Completes a parameter from local data. It never uses the network, because a user is typing.</summary>
public abstract class Completer : IArgumentCompleter
{
    private readonly Func<string, string, IDictionary, IEnumerable<CompletionResult>> _complete;

    private protected Completer(Func<string, string, IDictionary, IEnumerable<CompletionResult>> complete) => _complete = complete;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        _complete(commandName ?? "", wordToComplete ?? "", fakeBoundParameters);

    // The actors of the specified workflow; otherwise of the cmdlet's default workflow, or of both if there is none.
    private protected static IEnumerable<KnownName> Actors(string command, IDictionary bound)
    {
        string? typed = (CompletionResults.Typed(bound, "Workflow") ?? CompletionResults.Typed(bound, "WorkflowType"))?.ToString();
        string[] workflows = (typed ?? command).ToUpperInvariant() switch
        {
            "UGCL-2.0" or "GET-UGCACTOR" or "NEW-UGCTALKINGACTOR" or "NEW-UGCPRODUCTVIDEO" => [UgcActorFilter.Ugcl2],
            "UGCL-1.0" or "NEW-UGCMOTIONVIDEO" => [UgcActorFilter.Ugcl1],
            _ => [UgcActorFilter.Ugcl2, UgcActorFilter.Ugcl1],
        };
        return workflows.SelectMany(workflow => CompletionResults.Known(bound, names => names.ActorsAsync(workflow)));
    }

    private protected static IReadOnlyList<KnownName> Projects(IDictionary bound) =>
        CompletionResults.Known(bound, names => names.ProjectsAsync());
}

/// <summary>
/// Completes the ids of actors that Get-UgcActor has listed, matched by name or id; only of the specified workflow, if any.
/// </summary>
public sealed class ActorIdCompleter() : Completer((command, word, bound) =>
    CompletionResults.Ids(Actors(command, bound), word));

/// <summary>Completes the names of actors that Get-UgcActor has listed; only of the specified workflow, if any.</summary>
public sealed class ActorNameCompleter() : Completer((command, word, bound) =>
    CompletionResults.NamesLike(Actors(command, bound), word));

/// <summary>Completes the documented lengths for actors. Others are accepted, because ugcl-1.0 may have them.</summary>
public sealed class ActorLengthCompleter() : Completer((_, word, _) =>
    CompletionResults.Starting(ModelCatalog.Find(ActorRequest.Documented, UgcKind.TalkingActor)!.Durations, word));

/// <summary>Completes limits: the documented ones, and the forms of others.</summary>
public sealed class RateLimitCompleter() : Completer((_, word, _) =>
    CompletionResults.Starting(Limits, word))
{
    private static readonly string[] Limits = ["20/minute", "100/hour", "1000/hour", "2/second", "50/90s", "0"];
}

/// <summary>Completes the names of encodings.</summary>
public sealed class EncodingCompleter() : Completer((_, word, _) =>
    CompletionResults.Starting(EncodingNameAttribute.Names, word));

/// <summary>Completes the names of the batches in the store.</summary>
public sealed class BatchNameCompleter() : Completer((_, word, bound) =>
{
    UgcSession? session = bound["Session"] as UgcSession ?? UgcSession.Default;
    return CompletionResults.Starting(
        CompletionResults.Waited(() => (session?.Client.Store ?? Stores.Default()).ReadBatchesAsync(new BatchQuery()))
            .DistinctBy(batch => batch.Key.Name, StringComparer.OrdinalIgnoreCase)
            .Select(batch => (batch.Key.Name, $"changed {UgcView.Age(batch.Changed)} {batch.Source}".Trim())), word);
});

/// <summary>Completes the ids of projects that Get-UgcProject has listed, matched by name or id.</summary>
public sealed class ProjectIdCompleter() : Completer((_, word, bound) =>
    CompletionResults.Ids(Projects(bound), word));

/// <summary>Completes the names of projects that Get-UgcProject has listed.</summary>
public sealed class ProjectNameCompleter() : Completer((_, word, bound) =>
    CompletionResults.NamesLike(Projects(bound), word));

/// <summary>Completes the names of profiles.</summary>
public sealed class ProfileNameCompleter() : Completer((_, word, _) =>
    CompletionResults.Starting(
        CompletionResults.Waited(() => Task.FromResult(ProfileFile.Read())).Select(profile =>
            (profile.Name, string.Join(", ", new[] { profile.KeySource, profile.ProjectId, profile.Model }.OfType<string>()))),
        word));

/// <summary>Completes the names of vaults, where Microsoft.PowerShell.SecretManagement is loaded.</summary>
public sealed class VaultCompleter() : Completer((_, word, _) =>
    CompletionResults.Starting(KeySources.Listed("Get-SecretVault", null), word));

/// <summary>Completes the names of secrets in the specified vault, or in all vaults that are on this computer.</summary>
public sealed class SecretNameCompleter() : Completer((_, word, bound) =>
    CompletionResults.Starting(KeySources.Listed(Names, CompletionResults.Typed(bound, "Vault")?.ToString()), word))
{
    private const string Names = "Get-SecretVault | Where-Object { $_.ModuleName -in $Local -and (-not $Vault -or $_.Name -eq $Vault) } "
        + "| ForEach-Object { Get-SecretInfo -Vault $_.Name }";
}
