namespace UgcLab.PowerShell.Binding;

/// <summary>A cmdlet that accepts rows one at a time: as parameters, from the pipeline, or both.</summary>
public abstract class RowInputCmdlet : AnyKindCmdlet
{
    /// <summary>What the video or image shows: 10 to 3000 characters.</summary>
    [Parameter(Position = 0)]
    [Alias("Text", "Description")]
    [PromptText]
    public string? Prompt { get; set; }

    /// <summary>
    /// A row with a column for each setting (from Import-Csv, a hashtable, or any object), only the text, or a finished image job as the
    /// start image. Columns are matched by name, ignoring case, spaces, and underscores; a blank cell means "not given".
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    private protected override object? Target =>
        (InHand is { IsSecret: true } ? InHand.Name : null) ?? Cells.Base(InputObject) ?? Given(Creation.TextField);
}
