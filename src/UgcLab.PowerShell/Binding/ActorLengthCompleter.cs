using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace UgcLab.PowerShell.Binding;

/// <summary>Completes the lengths that are documented for actors; ugcl-1.0 may have others, so none is refused.</summary>
public sealed class ActorLengthCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Catalogue.Find(ActorRequest.Documented, UgcKind.TalkingActor)!.Durations
            .Where(length => length.StartsWith(wordToComplete ?? "", StringComparison.OrdinalIgnoreCase))
            .Select(length => new CompletionResult(length));
}
