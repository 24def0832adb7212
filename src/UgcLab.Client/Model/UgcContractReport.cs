namespace UgcLab;

/// <summary>What <c>Test-UgcConnection -Contract</c> found. It holds no key, no id and no name, so it can be shared.</summary>
public sealed record UgcContractReport
{
    /// <summary>The module's version.</summary>
    public string ModuleVersion { get; } = typeof(UgcContractReport).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The host that answered.</summary>
    public string Host { get; init; } = "";

    /// <summary>How many reads were sent for it.</summary>
    public int RequestsSent { get; init; }

    /// <summary>All findings: first those about several answers, then those about one.</summary>
    public IReadOnlyList<UgcContractFinding> Findings { get; init; } = [];

    /// <summary>All differences that this session has found so far, including those of the test.</summary>
    public IReadOnlyList<UgcSchemaDifference> Seen { get; init; } = [];

    /// <summary>How many findings there are of each verdict.</summary>
    public override string ToString() => string.Join(", ", Counts().Select(count => $"{count.Key}: {count.Value}"));

    internal Dictionary<string, int> Counts() =>
        Enum.GetValues<UgcContractVerdict>()
            .ToDictionary(verdict => verdict.ToString(), verdict => Findings.Count(finding => finding.Verdict == verdict));
}

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

/// <summary>The kind of difference.</summary>
public enum UgcSchemaDifferenceKind
{
    /// <summary>A member that no page describes.</summary>
    Member,

    /// <summary>A state or other fixed word that no page lists.</summary>
    Word,

    /// <summary>A member of another type, null where none is shown, or one that is lacking.</summary>
    Shape,

    /// <summary>An HTTP status, or an error's code with it.</summary>
    Status,
}

/// <summary>A difference between the service's answers and its documentation. Holds no value of an answer.</summary>
public sealed record UgcSchemaDifference
{
    /// <summary>Where: method and path, such as <c>GET /projects</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>What sort it is.</summary>
    public UgcSchemaDifferenceKind Kind { get; init; }

    /// <summary>What it is, such as <c>data.items[].foo (a text) is not documented</c>.</summary>
    public required string What { get; init; }

    /// <summary>When it was first found.</summary>
    public DateTimeOffset FirstSeen { get; init; }

    /// <summary>In how many of the answers that were looked at.</summary>
    public int Count { get; init; }

    /// <summary>Where and what.</summary>
    public override string ToString() => $"{Endpoint}: {What}";
}
