namespace UgcLab.Store;

/// <summary>What to sum.</summary>
/// <param name="By">By what.</param>
/// <param name="Since">Sent at this time or later.</param>
/// <param name="Before">Sent before this time.</param>
internal sealed record UsageFilter(UgcUsageGroup By, DateTimeOffset? Since = null, DateTimeOffset? Before = null);

/// <summary>A sum.</summary>
/// <param name="Name">The day, month, model, project, batch or machine; null where there is none.</param>
/// <param name="Requests">Requests that the service accepted, or may have.</param>
/// <param name="Outputs">Jobs.</param>
/// <param name="Charged">Credits charged.</param>
/// <param name="Refunded">Credits refunded.</param>
/// <param name="Unconfirmed">Requests whose outcome is not known; their cost is in no sum.</param>
internal sealed record UsageRecord(string? Name, int Requests, int Outputs, decimal Charged, decimal Refunded, int Unconfirmed)
{
    /// <summary>The sum as shown to users.</summary>
    internal UgcUsage ToUsage(UgcUsageGroup by) => new()
    {
        By = by,
        Name = Name ?? "",
        Requests = Requests,
        Videos = Outputs,
        CreditsCharged = Charged,
        CreditsRefunded = Refunded,
        Unconfirmed = Unconfirmed,
    };
}

/// <summary>What clearing does.</summary>
/// <param name="Purchases">Purchases whose details are cleared.</param>
/// <param name="Rows">Rows of batches whose details are cleared.</param>
/// <param name="Bytes">Bytes of text that they hold.</param>
internal sealed record ClearedRecord(int Purchases, int Rows, long Bytes);
