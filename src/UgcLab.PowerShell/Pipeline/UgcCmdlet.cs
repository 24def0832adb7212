using UgcLab.Store;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>A cmdlet that talks to the service: it has -Session, and a client that is never null.</summary>
public abstract class UgcCmdlet : AsyncCmdlet
{
    /// <summary>The session to use, as Connect-UgcLab -PassThru returned it. Without it: this runspace's, or one made from $env:UGCLAB_API_KEY.</summary>
    [Parameter]
    [ValidateNotNull]
    public UgcSession? Session { get; set; }

    private protected UgcSession? OpenSession => Session ?? UgcSession.Default;

    private protected UgcLabClient Client => OpenSession is { IsEnded: true }
        ? throw new UgcLabException(UgcLabErrorKind.NotConnected, "This session was ended.")
        : (OpenSession ?? UgcSession.FromEnvironment()).Client;

    // The session's, or the user's own when there is none.
    private protected IStore Store => OpenSession?.Client.Store ?? Stores.Default();

    private protected History History => new(Store);

    private protected Batches Batches => OpenSession?.Client.Batches ?? new Batches(Store);

    private protected TimeProvider Clock => OpenSession?.Client.Clock ?? TimeProvider.System;

    // Says the address, because a random path has to get into the dashboard.
    private protected WebhookReceiver OpenWebhooks(string prefix)
    {
        WebhookReceiver? opened = WebhookReceiver.Open(prefix);
        try
        {
            WriteLine($"Webhooks for this wait are received at {opened.Address}");
            if (opened.Warning is string warning)
            {
                WriteWarning(warning);
            }

            (WebhookReceiver told, opened) = (opened, null);
            return told;
        }
        finally
        {
            // A preference that stops at a warning would leave the port taken.
            opened?.Dispose();
        }
    }

    // Writes the items that were asked for, by name and by id; nothing asked for is anything.
    private protected async Task WriteWantedAsync<T>(
        IAsyncEnumerable<T> list, string[] names, string[] ids, Func<T, string> idOf, Func<T, string?> nameOf)
    {
        HashSet<string> missing = new(ids, StringComparer.Ordinal);
        await foreach (T item in list)
        {
            if ((ids.Length == 0 || missing.Remove(idOf(item))) && IsLike(names, nameOf(item)))
            {
                WriteObject(item);
            }

            // No two items have one id, so no further page is needed.
            if (ids.Length > 0 && missing.Count == 0)
            {
                break;
            }
        }
    }

    // Needs no session.
    private protected Task<Estimator> NewEstimatorAsync() => Estimator.OfAsync(Store, OpenSession?.Limits ?? new UgcLimits(), Clock);
}
