namespace UgcLab.Simulator.Endpoints;

/// <summary>A creation, independent of its endpoint: one job for each player and variant.</summary>
internal sealed record CreationInput
{
    public string ProjectId { get; init; } = "";

    /// <summary>The prompt, the script or the wishes, whichever the endpoint has.</summary>
    public string Prompt { get; init; } = "";

    public string PriceKey { get; init; } = "";

    /// <summary>What the price is multiplied by for one job: seconds where they are sold by the second.</summary>
    public decimal Units { get; init; } = 1;

    /// <summary>The name a job's answer gives for what makes it, which is not the name one asks for (docs/job-status).</summary>
    public string ServiceModel { get; init; } = "";

    public string? AspectRatio { get; init; }

    public IReadOnlyList<Player> Players { get; init; } = [default];

    public int Variants { get; init; } = 1;

    public bool RefinesScript { get; init; }

    public bool RefinesActions { get; init; }

    public Uri? Image { get; init; }

    public Uri? ReferenceVideo { get; init; }
}

/// <summary>The person in a job: an actor of the service, one made up for the request, or none.</summary>
internal readonly record struct Player(ListedActor? Actor, bool IsCustom);
