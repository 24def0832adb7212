namespace UgcLab.Store;

/// <summary>What the gate says to a request.</summary>
internal abstract record GateAnswer
{
    private GateAnswer()
    {
    }

    /// <summary>It is recorded; send it.</summary>
    /// <param name="Slot">The id of its rate event.</param>
    /// <param name="Deadline">Until when it may be sent; null for any time.</param>
    public sealed record Allowed(string Slot, SendDeadline? Deadline = null) : GateAnswer;

    /// <summary>It has to wait; ask again.</summary>
    /// <param name="Length">How long.</param>
    /// <param name="Reason">A sentence for people.</param>
    /// <param name="IsInFlight">Whether another request has to end first, whose time is not known.</param>
    public sealed record Wait(TimeSpan Length, string Reason, bool IsInFlight = false) : GateAnswer
    {
        /// <summary>Whether it waits for the limit of all requests together.</summary>
        public bool IsForRequests { get; init; }
    }

    /// <summary>Its row was created before, in this generation or a later one.</summary>
    /// <param name="Purchase">That purchase, with its jobs.</param>
    public sealed record AlreadyCreated(PurchaseRecord Purchase) : GateAnswer;

    /// <summary>It must not be sent.</summary>
    /// <param name="Why">The error to report.</param>
    public sealed record Refused(UgcLabException Why) : GateAnswer;
}
