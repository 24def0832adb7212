namespace UgcLab.PowerShell.Pipeline;

// What a cmdlet that creates sends to Wait-UgcJob, right behind it in the pipeline, while a row waits for a slot. PowerShell lets a cmdlet
// write only when something comes in, so without it a finished job would wait for the next row. It is sent to nobody else: cmdlets of a
// pipeline begin one after another on its thread, and the one behind takes the offer of the one before.
internal sealed class PipelineTurn
{
    [ThreadStatic]
    private static PipelineTurn? _offered;

    private InvocationInfo? _from;

    /// <summary>Whether Wait-UgcJob takes it.</summary>
    public bool IsTaken { get; private set; }

    public void Offer(InvocationInfo from) => (_from, _offered) = (from, this);

    public void Withdraw() => _offered = _offered == this ? null : _offered;

    public static void Take(InvocationInfo by)
    {
        if (_offered is { _from: InvocationInfo from } turn)
        {
            turn.IsTaken = (by.PipelineLength, by.PipelinePosition, by.Line) == (from.PipelineLength, from.PipelinePosition + 1, from.Line);
            _offered = null;
        }
    }
}
