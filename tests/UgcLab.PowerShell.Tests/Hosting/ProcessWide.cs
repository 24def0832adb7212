namespace UgcLab.EngineTests.Hosting;

/// <summary>Tests that change what the whole process shares, such as its environment: they run alone, after all others.</summary>
[CollectionDefinition(nameof(ProcessWide), DisableParallelization = true)]
public sealed class ProcessWide
{
}
