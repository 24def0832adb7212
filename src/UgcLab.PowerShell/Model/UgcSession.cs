using UgcLab.Simulator;

namespace UgcLab;

/// <summary>An open session, as Get-UgcContext shows it. It can be handed to other runspaces, and shows no key.</summary>
public sealed class UgcSession : IDisposable
{
    internal UgcSession(UgcLabClient client, string keySource)
    {
        (Client, KeySource) = (client, keySource);
        Stores.Enter(client.Store);
    }

    /// <summary>Where the service is.</summary>
    public Uri BaseUri => Client.BaseUri;

    /// <summary>Where the key came from; never any part of it.</summary>
    public string KeySource { get; }

    /// <summary>Whether it uses the simulator: nothing leaves the machine, and nothing is charged.</summary>
    public bool IsSimulator { get; init; }

    /// <summary>The profile that it was opened with, which is the label of its batches; null for none.</summary>
    public string? ProfileName { get; init; }

    /// <summary>The project for rows that don't specify one.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The model for rows that don't specify one.</summary>
    public string? Model { get; init; }

    /// <summary>The folder that videos are saved to if none is specified.</summary>
    public string? Destination { get; init; }

    /// <summary>The credits that a command may spend if its own -MaxCredit isn't specified.</summary>
    public decimal? MaxCredit { get; init; }

    /// <summary>The credits that must remain in the workspace if a command's own -KeepCredit isn't specified.</summary>
    public decimal? KeepCredit { get; init; }

    /// <summary>Each setting, and where it comes from.</summary>
    public IReadOnlyList<UgcSetting> Settings { get; init; } = [];

    /// <summary>The rate limits.</summary>
    public UgcLimits Limits => Client.Limits;

    /// <summary>Where purchases are recorded.</summary>
    public string StateFolder => Client.Store.Location;

    /// <summary>All jobs of the simulator, as a dashboard lists them: also those whose answer was lost. Empty for the service.</summary>
    public IReadOnlyList<UgcSimulatorJob> SimulatorJobs => (Service as UgcSimulator)?.Dashboard ?? [];

    // Whether it was returned to the user, who may keep it after the runspace opens another.
    internal bool IsShown { get; set; }

    // Whether it was handed on, and may be used after its runspace is closed.
    internal bool IsShared { get; set; }

    internal UgcLabClient Client { get; }

    // The store, if only this session uses it; it is disposed of with the session.
    internal IStoreEngine? OwnStore { get; init; }

    // The simulator that is used instead of the service; it is disposed of with the session.
    internal IDisposable? Service { get; init; }

    // Whether it was ended; a variable may hold it still.
    internal bool IsEnded { get; private set; }

    internal static UgcSession? Default => DefaultSessions.Current;

    /// <summary>Closes its connections.</summary>
    public void Dispose()
    {
        if (IsEnded)
        {
            return;
        }

        IsEnded = true;
        DefaultSessions.Forget(this);
        Client.Dispose();

        // A request that is in flight is waited for, and its outcome recorded.
        _ = Client.Purchases.WaitForIdleAsync().ContinueWith(
            _ => EndStore(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void EndStore()
    {
        Stores.Leave(Client.Store);
        OwnStore?.Dispose();
        Service?.Dispose();
    }

    // One line: where requests go, to which project, and what is left. Nothing is sent for it.
    internal async Task<string> DescribeAsync(CancellationToken cancellationToken)
    {
        string profile = ProfileName is null ? "" : $"{ProfileName} · ";
        string where = IsSimulator ? "SIMULATOR" : BaseUri == UgcLabClientOptions.Service ? "UGC Lab" : $"UGC Lab at {BaseUri.Authority}";
        string project = ProjectId is null ? "no default project" : $"project {Redaction.Show(ProjectId)}";
        string balance = "balance not known yet";
        try
        {
            // The store of several workspaces has a balance of each. A project is in only one of them.
            PriceRecords known = await Client.Store.ReadPricesAsync(cancellationToken);
            balance = known.Balances.LastOrDefault(each => ProfileName is null || each.ProjectId == ProjectId) is BalanceRecord last
                ? $"{Format.Amount(last.Credits)} credits {UgcView.Age(last.Time)}" : balance;
        }
        catch (UgcLabException)
        {
            // The first command that needs the store reports its error.
        }

        return $"{profile}{where} · {project} · {balance}";
    }

    /// <summary>Says where, never with what key.</summary>
    public override string ToString() => IsSimulator ? "simulator" : BaseUri.ToString();
}
