namespace UgcLab.Simulator;

/// <summary>A request that reached the simulator, for tests to look at. The key is not in it.</summary>
/// <param name="Number">Its number in the service's count, from 1.</param>
/// <param name="Method">GET, POST and so on.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Body">The body's text, or null when there was none or it was never read.</param>
/// <param name="Status">The status that was answered, or null when no answer came.</param>
/// <param name="Fault">What went wrong on purpose, or null.</param>
/// <param name="At">When it came, in simulated time.</param>
public sealed record SimulatedRequest(
    long Number, string Method, string Path, string? Body, int? Status, SimulatorFaultKind? Fault, DateTimeOffset At);
