namespace UgcLab.PowerShell.Creation;

// Before the first request that is charged: a store that is new knows of no earlier purchase, and everything would be created again. That
// is an error where the state folder is gone after each run, such as on the runner of a CI service.
internal static class StoreCheck
{
    // Of a folder with many videos, the first show which store they belong to.
    private const int MostSidecars = 200;

    public static async Task RequireAsync(
        AsyncCmdlet cmdlet, UgcSession session, bool force, string? folder, CancellationToken cancellationToken)
    {
        if (session.IsSimulator || cmdlet.IsWhatIf)
        {
            return;
        }

        IStoreEngine store = session.Client.Store;
        if ((await store.ReadPurchasesAsync(new PurchaseFilter { First = 1 }, cancellationToken).ToListAsync()).Count == 0)
        {
            WarnOfNew(cmdlet, store, force);
        }

        int missing = 0;
        foreach (string id in Sidecar.JobsIn(folder, MostSidecars))
        {
            missing += await store.FindJobAsync(id, cancellationToken: cancellationToken) is null ? 1 : 0;
        }

        if (missing > 0)
        {
            cmdlet.WriteWarning(
                $"{folder} has {Format.Count(missing, "file")} of jobs that the store in {session.StateFolder} doesn't know. If their rows "
                + "are created now, they are created again. Another user or computer may have the store that knows them.");
        }
    }

    private static void WarnOfNew(AsyncCmdlet cmdlet, IStoreEngine store, bool force)
    {
        cmdlet.WriteLine($"The store in {store.Location} is new: it knows of no earlier purchases.");
        if (TemporaryPlace.Name(Environment.GetEnvironmentVariable, File.Exists) is string place)
        {
            string why = $"This is {place}, where the store in {store.Location} is probably gone after the run. The next run would create "
                + "all rows again.";
            string advice = $"Set $env:{StateFolder.Variable} to a folder that is kept";
            Invalid.ThrowIf(!force && !cmdlet.CanAsk, $"{why} Nothing was sent.", $"{advice}, or specify -Force.");
            cmdlet.WriteWarning($"{why} {advice}.");
        }
    }
}
