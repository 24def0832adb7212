namespace UgcLab.Simulator;

/// <summary>The places where a finished image's link may be.</summary>
public enum SimulatorImageUrlField
{
    /// <summary><c>videoUrl</c>, the one place that is documented for any result.</summary>
    VideoUrl,

    /// <summary><c>imageUrl</c>; <c>videoUrl</c> stays null.</summary>
    ImageUrl,

    /// <summary><c>outputUrl</c>; <c>videoUrl</c> stays null.</summary>
    OutputUrl,

    /// <summary><c>url</c>; <c>videoUrl</c> stays null.</summary>
    Url,
}
