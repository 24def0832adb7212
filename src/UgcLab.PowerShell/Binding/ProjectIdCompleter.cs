using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace UgcLab.PowerShell.Binding;

/// <summary>Offers the ids of projects that Get-UgcProject has listed, found by name or id.</summary>
public sealed class ProjectIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Offers.Ids(Offers.Projects(fakeBoundParameters), wordToComplete);
}
