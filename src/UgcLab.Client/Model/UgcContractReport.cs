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
