using UgcLab.PowerShell.Binding;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Gets the models and workflows that this version knows, with the lengths, shapes, qualities and documented prices of each.</summary>
/// <remarks>
/// <para>Needs no key and no network: the table is part of the module, and says from which page and day it is. A model that came later can be sent as a row with -SkipValidation.</para>
/// </remarks>
/// <example>
/// <code>Get-UgcModel kling*</code>
/// </example>
/// <example>
/// <title>What the documentation says of prices</title>
/// <code>(Get-UgcModel -Kind ProductVideo).Prices</code>
/// </example>
/// <seealso href="https://ugclab.app/docs/video">The service's page on videos</seealso>
[Cmdlet(VerbsCommon.Get, "UgcModel")]
[OutputType(typeof(UgcModel))]
public sealed class GetUgcModelCommand : AsyncCmdlet
{
    /// <summary>Names to look for; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Model")]
    [TextAlone]
    [SupportsWildcards]
    public string[] Name { get; set => field = value is null ? ["*"] : [.. value.Where(name => name is not null)]; } = ["*"];

    /// <summary>What they make.</summary>
    [Parameter]
    public UgcKind[]? Kind { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        IEnumerable<UgcModel> models = Catalogue.Models.Where(model => Kind?.Contains(model.Kind) is not false);
        WriteObjects(models.Where(model => Name.Length > 0 && IsLike(Name, model.Name)));
        return Task.CompletedTask;
    }
}
