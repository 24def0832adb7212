namespace UgcLab;

/// <summary>How an answer stands to the service's documentation.</summary>
public enum UgcContractVerdict
{
    /// <summary>As documented, or as this module takes it to be.</summary>
    Agrees,

    /// <summary>Otherwise than documented, or than this module takes it to be. Please report it.</summary>
    Differs,

    /// <summary>The documentation leaves it open, and the answer has settled it.</summary>
    Learned,

    /// <summary>No answer came that could tell.</summary>
    NotTested,
}

/// <summary>One thing that <c>Test-UgcConnection -Contract</c> has looked at. It holds no key, no id and no name of yours.</summary>
public sealed record UgcContractFinding
{
    /// <summary>What was looked at, such as Rate-limit headers.</summary>
    public required string Topic { get; init; }

    /// <summary>The service's page that speaks of it, and the number of the question that it leaves open, where there is one.</summary>
    public required string Reference { get; init; }

    /// <summary>How it stands.</summary>
    public required UgcContractVerdict Verdict { get; init; }

    /// <summary>What the documentation says, or what this module takes for granted.</summary>
    public required string Expected { get; init; }

    /// <summary>What came.</summary>
    public required string Found { get; init; }

    /// <summary>What was asked; null when several answers tell together.</summary>
    public string? Request { get; init; }

    /// <summary>The HTTP status of the answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Topic, verdict and what was found.</summary>
    public override string ToString() => $"{Topic}: {Verdict}. {Found}";
}
