namespace UgcLab.Simulator;

/// <summary>An actor of the service's, as a job names them.</summary>
/// <param name="Id">The id in its list.</param>
/// <param name="Name">The first name.</param>
public sealed record SimulatedActor(string Id, string Name);

/// <summary>What a job makes.</summary>
public enum SimulatedMedia
{
    /// <summary>An MP4.</summary>
    Video,

    /// <summary>A PNG.</summary>
    Image,
}
