using System.Management.Automation;

namespace UgcLab.EngineTests.Hosting;

/// <summary>All that came out of a run: the pipeline's objects, every stream, and what ended it.</summary>
internal sealed record Outcome
{
    public required IReadOnlyList<PSObject> Output { get; init; }

    /// <summary>Errors that let the pipeline go on.</summary>
    public required IReadOnlyList<ErrorRecord> Errors { get; init; }

    /// <summary>The error that ended the script, as its catch saw it.</summary>
    public ErrorRecord? Caught { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public required IReadOnlyList<string> Verbose { get; init; }

    public required IReadOnlyList<string> Debug { get; init; }

    public required IReadOnlyList<string> Information { get; init; }

    public required IReadOnlyList<string> Progress { get; init; }

    /// <summary>Whether it was stopped.</summary>
    public bool Stopped { get; init; }

    public IReadOnlyList<string> Texts => [.. Output.Select(item => item?.ToString() ?? "")];

    /// <summary>Every error's id without the cmdlet's name after it; the one that ended the script comes last.</summary>
    public IReadOnlyList<string> ErrorIds => [.. AllErrors.Select(Id)];

    public IReadOnlyList<ErrorRecord> AllErrors => Caught is null ? Errors : [.. Errors, Caught];

    public static string Id(ErrorRecord error) => error.FullyQualifiedErrorId.Split(',')[0];

    /// <summary>This outcome, if nothing went wrong; else the test ends with what did.</summary>
    public Outcome Clean()
    {
        Assert.True(AllErrors.Count == 0, string.Join(Environment.NewLine, AllErrors.Select(error => $"{error.FullyQualifiedErrorId}: {error}")));
        return this;
    }

    /// <summary>A property of each object.</summary>
    public IReadOnlyList<string?> Values(string property) => [.. Output.Select(item => item.Properties[property]?.Value?.ToString())];
}
