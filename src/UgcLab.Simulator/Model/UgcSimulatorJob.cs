namespace UgcLab.Simulator;

/// <summary>A job as the simulator's dashboard shows it.</summary>
/// <param name="UgcId">Its id.</param>
/// <param name="Status">Its status, in the service's word.</param>
/// <param name="Credits">Credits charged.</param>
/// <param name="CreatedAt">When it was created, in simulated time.</param>
/// <param name="ProjectId">Its project.</param>
/// <param name="Prompt">Its text.</param>
public sealed record UgcSimulatorJob(
    string UgcId, string Status, decimal Credits, DateTimeOffset CreatedAt, string ProjectId, string Prompt);
