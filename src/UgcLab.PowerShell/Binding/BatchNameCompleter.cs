using UgcLab.PowerShell.Pipeline;
using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace UgcLab.PowerShell.Binding;

/// <summary>Offers the names of the batches in the local record. It never asks the network: somebody is typing.</summary>
public sealed class BatchNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        UgcSession? session = fakeBoundParameters["Session"] as UgcSession ?? UgcSession.Default;
        string begun = (wordToComplete ?? "").Trim('\'', '"');
        return Offers.Waited(() => new Batches(session?.Client.Store ?? Stores.Default()).NamesAsync())
            .Where(name => name.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(Offers.Quoted(name), name, CompletionResultType.ParameterValue, name));
    }
}
