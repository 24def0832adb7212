namespace UgcLab.PowerShell.Pipeline;

// What a cmdlet that creates sends to Wait-UgcJob while a row waits, because PowerShell lets a cmdlet write only when input arrives.
// Only the next cmdlet of the pipeline gets it: cmdlets begin one after another on one thread, and each accepts the offer of the one before it.
internal sealed class PipelineTurn
{
    [ThreadStatic]
    private static PipelineTurn? _offered;

    private InvocationInfo? _from;

    /// <summary>Whether Wait-UgcJob takes it.</summary>
    public bool IsTaken { get; private set; }

    public void Offer(InvocationInfo from)
    {
        // These common parameters would show it to the user.
        bool isVisible = from.BoundParameters.ContainsKey("OutVariable") || from.BoundParameters.ContainsKey("PipelineVariable");
        (_from, _offered) = (from, isVisible ? null : this);
    }

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
