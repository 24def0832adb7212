namespace UgcLab;

/// <summary>The result of comparing an answer with the service's documentation.</summary>
public enum UgcContractVerdict
{
    /// <summary>As documented, or as this module assumes.</summary>
    Agrees,

    /// <summary>Not as documented, or not as this module assumes. Please report it.</summary>
    Differs,

    /// <summary>The documentation leaves it open, and the answer shows it.</summary>
    Learned,

    /// <summary>No answer could show it.</summary>
    NotTested,
}

/// <summary>One finding of <c>Test-UgcConnection -Contract</c>. Holds no key, id, or name of yours.</summary>
public sealed record UgcContractFinding
{
    /// <summary>What was compared, such as Rate-limit headers.</summary>
    public required string Topic { get; init; }

    /// <summary>The service's page that speaks of it, and the number of the question that it leaves open, where there is one.</summary>
    public required string Reference { get; init; }

    /// <summary>The result.</summary>
    public required UgcContractVerdict Verdict { get; init; }

    /// <summary>What the documentation says, or what this module assumes.</summary>
    public required string Expected { get; init; }

    /// <summary>What came.</summary>
    public required string Found { get; init; }

    /// <summary>The request; null if the finding is about several answers.</summary>
    public string? Request { get; init; }

    /// <summary>The HTTP status of the answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Topic, verdict and what was found.</summary>
    public override string ToString() => $"{Topic}: {Verdict}. {Found}";
}
