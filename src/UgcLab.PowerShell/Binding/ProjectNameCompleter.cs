using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace UgcLab.PowerShell.Binding;

/// <summary>Offers the names of projects that Get-UgcProject has listed.</summary>
public sealed class ProjectNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Offers.NamesLike(Offers.Projects(fakeBoundParameters), wordToComplete);
}
