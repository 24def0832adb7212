namespace UgcLab;

/// <summary>What was created and what it cost, summed by day, month, model, project, batch or machine.</summary>
/// <remarks>Output or input of cmdlets; no method of this library has it.</remarks>
public sealed record UgcUsage
{
    /// <summary>What it is summed by.</summary>
    public UgcUsageGroup By { get; init; }

    /// <summary>The day (2026-01-31), month (2026-01), model, project, batch or machine; empty where there is none.</summary>
    public string Name { get; init; } = "";

    /// <summary>Requests that the service accepted, or may have.</summary>
    public int Requests { get; init; }

    /// <summary>Jobs.</summary>
    public int Videos { get; init; }

    /// <summary>Credits charged.</summary>
    public decimal CreditsCharged { get; init; }

    /// <summary>Credits refunded, as far as jobs were read since.</summary>
    public decimal CreditsRefunded { get; init; }

    /// <summary>Credits charged less credits refunded.</summary>
    public decimal NetCredits => CreditsCharged - CreditsRefunded;

    /// <summary>Requests whose outcome is unknown; what they may have cost is in no sum.</summary>
    public int Unconfirmed { get; init; }

    /// <summary>The name and the net credits.</summary>
    public override string ToString() => $"{Name}: {Format.Amount(NetCredits)}";
}

/// <summary>What usage is summed by.</summary>
/// <remarks>Output or input of cmdlets; no method of this library has it.</remarks>
public enum UgcUsageGroup
{
    /// <summary>The local calendar day.</summary>
    Day,

    /// <summary>The local calendar month.</summary>
    Month,

    /// <summary>The model or workflow.</summary>
    Model,

    /// <summary>The project.</summary>
    Project,

    /// <summary>The batch.</summary>
    Batch,

    /// <summary>The machine that sent it.</summary>
    Machine,
}
