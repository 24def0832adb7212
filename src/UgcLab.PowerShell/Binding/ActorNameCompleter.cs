using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace UgcLab.PowerShell.Binding;

/// <summary>Offers the names of actors that Get-UgcActor has listed; of one workflow, when that is typed.</summary>
public sealed class ActorNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Offers.NamesLike(Actors(commandName, fakeBoundParameters), wordToComplete);

    /// <summary>The actors of the workflow that is typed; else of the one that the cmdlet takes by itself, or of both where that is not known.</summary>
    internal static IEnumerable<KnownName> Actors(string commandName, IDictionary bound)
    {
        string? typed = (Offers.Typed(bound, "Workflow") ?? Offers.Typed(bound, "WorkflowType"))?.ToString();
        string[] workflows = (typed ?? commandName ?? "").ToUpperInvariant() switch
        {
            "UGCL-2.0" or "GET-UGCACTOR" or "NEW-UGCTALKINGACTOR" or "NEW-UGCPRODUCTVIDEO" => [UgcActorFilter.Ugcl2],
            "UGCL-1.0" or "NEW-UGCMOTIONVIDEO" => [UgcActorFilter.Ugcl1],
            _ => [UgcActorFilter.Ugcl2, UgcActorFilter.Ugcl1],
        };
        return workflows.SelectMany(workflow => Offers.Actors(bound, workflow));
    }
}
