using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace UgcLab.PowerShell.Binding;

/// <summary>Offers the ids of actors that Get-UgcActor has listed, found by name or id; of one workflow, when that is typed.</summary>
public sealed class ActorIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Offers.Ids(ActorNameCompleter.Actors(commandName, fakeBoundParameters), wordToComplete);
}
