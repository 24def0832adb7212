using System.Management.Automation;

namespace UgcLab.PowerShell.Binding;

/// <summary>A cmdlet that takes videos on paper: typed, or as rows, or both.</summary>
public abstract class VideoCmdlet : VideoRowsCmdlet
{
    /// <summary>What the video is to show: 10 to 3000 characters.</summary>
    [Parameter(Position = 0)]
    [Alias("Text", "Description")]
    [PromptText]
    public string? Prompt { get; set; }

    /// <summary>A row with a column for each setting (from Import-Csv, a hashtable or any object), or the prompt as text. Columns are found by name whatever their case, spaces and underscores; a blank cell means "not given".</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    private protected override string? TypedPrompt => Prompt;

    /// <inheritdoc/>
    protected override object? Target => (InHand is { IsSecret: true } ? InHand.Name : null) ?? Cells.Base(InputObject) ?? Prompt;

    /// <summary>The input in hand with what was typed laid over it, and what the rules say of it.</summary>
    /// <exception cref="UgcLabException">ColumnSuspicious, ArgumentInvalid.</exception>
    private protected (VideoRow Row, VideoCheck Check) ReadInput()
    {
        TakeInHand(null);
        RowDesk desk = Desk();
        (VideoRow row, VideoCheck check) = InputObject is null && !MyInvocation.ExpectingInput ? desk.ReadTyped(WriteWarning) : desk.Read(InputObject, WriteWarning);
        TakeInHand(row);
        return (row, check);
    }
}
