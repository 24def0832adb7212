using System.Collections;
using System.Management.Automation.Language;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Binding;

/// <summary>Completes a parameter by what this computer knows. It never asks the network, because a user is typing.</summary>
public abstract class Completer : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Complete(commandName ?? "", wordToComplete ?? "", fakeBoundParameters);

    private protected abstract IEnumerable<CompletionResult> Complete(string command, string word, IDictionary bound);

    // The actors of the workflow that is typed; else of the one that the cmdlet takes by itself, or of both where that is not known.
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

/// <summary>Offers the ids of actors that Get-UgcActor has listed, found by name or id; of one workflow, when that is typed.</summary>
public sealed class ActorIdCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string command, string word, IDictionary bound) =>
        CompletionResults.Ids(Actors(command, bound), word);
}

/// <summary>Offers the names of actors that Get-UgcActor has listed; of one workflow, when that is typed.</summary>
public sealed class ActorNameCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string command, string word, IDictionary bound) =>
        CompletionResults.NamesLike(Actors(command, bound), word);
}

/// <summary>Completes the lengths that are documented for actors; ugcl-1.0 may have others, so none is refused.</summary>
public sealed class ActorLengthCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string command, string word, IDictionary bound) =>
        Catalogue.Find(ActorRequest.Documented, UgcKind.TalkingActor)!.Durations
            .Where(length => length.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(length => new CompletionResult(length));
}

/// <summary>Offers the names of the batches in the store.</summary>
public sealed class BatchNameCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string command, string word, IDictionary bound)
    {
        UgcSession? session = bound["Session"] as UgcSession ?? UgcSession.Default;
        string begun = word.Trim('\'', '"');
        return CompletionResults.Waited(() => new Batches(session?.Client.Store ?? Stores.Default()).NamesAsync())
            .Where(name => name.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(CompletionResults.Quoted(name), name, CompletionResultType.ParameterValue, name));
    }
}

/// <summary>Offers the ids of projects that Get-UgcProject has listed, found by name or id.</summary>
public sealed class ProjectIdCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string command, string word, IDictionary bound) =>
        CompletionResults.Ids(Projects(bound), word);
}

/// <summary>Offers the names of projects that Get-UgcProject has listed.</summary>
public sealed class ProjectNameCompleter : Completer
{
    private protected override IEnumerable<CompletionResult> Complete(string command, string word, IDictionary bound) =>
        CompletionResults.NamesLike(Projects(bound), word);
}
