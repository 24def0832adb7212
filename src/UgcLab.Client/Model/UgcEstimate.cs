namespace UgcLab;

/// <summary>The estimated cost and sending time of requests, from the store. What isn't known is never counted as nothing.</summary>
/// <remarks>Output or input of cmdlets; no method of this library has it.</remarks>
public sealed record UgcEstimate
{
    /// <summary>Which row it is for; null when it is for all of them.</summary>
    public int? RowNumber { get; init; }

    /// <summary>That row's own label.</summary>
    public string? Reference { get; init; }

    /// <summary>How many requests would be sent.</summary>
    public int Requests { get; init; }

    /// <summary>The number of videos to create.</summary>
    public int Videos { get; init; }

    /// <summary>What all of them would cost; null when the price of any is unknown.</summary>
    public decimal? Credits => UnknownRequests == 0 ? KnownCredits : null;

    /// <summary>What those would cost whose price is known.</summary>
    public decimal KnownCredits { get; init; }

    /// <summary>How many requests have a price that is not known.</summary>
    public int UnknownRequests { get; init; }

    /// <summary>How many videos have one.</summary>
    public int UnknownVideos { get; init; }

    /// <summary>Settings without a known price, such as <c>veo-3.1, 8 s</c>.</summary>
    public IReadOnlyList<string> UnknownKinds { get; init; } = [];

    /// <summary>The prices that were used.</summary>
    public IReadOnlyList<UgcPrice> Prices { get; init; } = [];

    /// <summary>The number of invalid rows. The other numbers don't include them.</summary>
    public int InvalidRows { get; init; }

    /// <summary>The minimum time until the last request is sent, with the rate limit as it is used now; null for a single row.</summary>
    public TimeSpan? SendingTime { get; init; }

    /// <summary>Credits left after the last purchase for one of these projects; null without a purchase.</summary>
    public decimal? Balance { get; init; }

    /// <summary>When that was. Credits may have been spent or added since.</summary>
    public DateTimeOffset? BalanceTime { get; init; }

    /// <summary>What would be left; null when anything it depends on is unknown.</summary>
    public decimal? BalanceAfter => Balance - Credits;

    /// <summary>When the estimate was made.</summary>
    public DateTimeOffset Time { get; init; }

    internal string Noun { get; init; } = "video";

    /// <summary>The row.</summary>
    public object? InputRow { get; init; }

    /// <summary>All of it in a few sentences.</summary>
    public override string ToString() => string.Join(' ', Sentences());

    // Reasons not to send all of it.
    internal IEnumerable<string> Verdicts(decimal? maxCredit, decimal? keepCredit)
    {
        if (KnownCredits > maxCredit)
        {
            yield return $"This costs more than -MaxCredit {Format.Amount(maxCredit.Value)} allows.";
        }

        if (Balance - KnownCredits is < 0 and decimal missing)
        {
            yield return $"The workspace has too few credits: {Format.Amount(-missing)} are missing.";
        }
        else if (Balance - KnownCredits < keepCredit)
        {
            yield return $"Fewer credits would remain than -KeepCredit {Format.Amount(keepCredit.Value)} requires.";
        }
    }

    private IEnumerable<string> Sentences()
    {
        yield return Requests == 0 ? "Nothing to send."
            : $"{Format.Count(Requests, "request")} for {Format.Count(Videos, Noun)}: {CreditText()}.";
        foreach (UgcPrice price in Prices.Where(price => price.Varies))
        {
            yield return $"{price.Kind}: charges were between {Format.Amount(price.Least)} and {Format.Amount(price.Most)} for one {Noun}.";
        }

        if (SendingTime is TimeSpan time && time >= TimeSpan.FromMinutes(1))
        {
            yield return $"Sending takes {Format.Length(time)} or more.";
        }

        if (Balance is decimal balance && BalanceTime is DateTimeOffset told)
        {
            yield return $"The balance was {Format.Amount(balance)} at {Format.Time(told)}{AfterText()}.";
        }

        if (InvalidRows > 0)
        {
            yield return $"{Format.Count(InvalidRows, "invalid row")} {(InvalidRows == 1 ? "isn't" : "aren't")} counted.";
        }
    }

    private string CreditText()
    {
        string unknown = $"not known until the first charge ({Format.Some(UnknownKinds)})";
        return (UnknownRequests, UnknownRequests == Requests) switch
        {
            (0, _) => $"{Format.Amount(KnownCredits)} credits, known from {UgcPrice.Origin(Prices, Time)}",
            (_, true) => $"the price is {unknown}",
            _ => $"{Format.Amount(KnownCredits)} credits for {Format.Count(Videos - UnknownVideos, Noun)}, known from "
                + $"{UgcPrice.Origin(Prices, Time)}; the price of {Format.Count(UnknownVideos, $"more {Noun}")} is {unknown}",
        };
    }

    private string AfterText() => BalanceAfter switch
    {
        null => "",
        >= 0 and decimal left => $", so {Format.Amount(left)} would be left",
        decimal missing => $", which is {Format.Amount(-missing)} too few",
    };
}
