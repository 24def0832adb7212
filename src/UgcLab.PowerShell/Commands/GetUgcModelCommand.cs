namespace UgcLab.PowerShell.Commands;

/// <summary>Gets the supported models and workflows, with their durations, aspect ratios, qualities, and documented prices.</summary>
/// <remarks>
/// <para>This cmdlet needs no key and no network. The table is part of the module and includes the documentation page and the date that it
/// comes from. To use a newer model, specify it in a row and use -SkipValidation.</para>
/// </remarks>
/// <example>
/// <code>Get-UgcModel kling*</code>
/// </example>
/// <example>
/// <title>Show documented prices</title>
/// <code>(Get-UgcModel -Kind ProductVideo).Prices</code>
/// </example>
/// <seealso href="https://ugclab.app/docs/video">The service's page on videos</seealso>
[Cmdlet(VerbsCommon.Get, "UgcModel")]
[OutputType(typeof(UgcModel))]
public sealed class GetUgcModelCommand : AsyncCmdlet
{
    /// <summary>The names of the models or workflows to get. Wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Model")]
    [TextOnly]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AnyModelCompleter))]
    public string[] Name { get; set => field = value is null ? ["*"] : [.. value.Where(name => name is not null)]; } = ["*"];

    /// <summary>Returns only the models and workflows for these kinds of creation.</summary>
    [Parameter]
    [ValueOf<UgcKind>]
    public UgcKind[]? Kind { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        IEnumerable<UgcModel> models = ModelCatalog.Models.Where(model => Kind?.Contains(model.Kind) is not false);
        WriteObjects(models.Where(model => Name.Length > 0 && IsLike(Name, model.Name)));
        return Task.CompletedTask;
    }
}
