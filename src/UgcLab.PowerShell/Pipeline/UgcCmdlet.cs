using UgcLab.Store;
using System.Management.Automation;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>A cmdlet that talks to the service: it has -Session, and a client that is never null.</summary>
public abstract class UgcCmdlet : AsyncCmdlet
{
    /// <summary>The session to use, as Connect-UgcLab -PassThru returned it. Without it: this runspace's, or one made from $env:UGCLAB_API_KEY.</summary>
    [Parameter]
    [ValidateNotNull]
    public UgcSession? Session { get; set; }

    /// <summary>The session, if there is one.</summary>
    private protected UgcSession? OpenSession => Session ?? UgcSession.Default;

    /// <summary>The client of the session.</summary>
    /// <exception cref="UgcLabException">NotConnected.</exception>
    private protected UgcLabClient Client => OpenSession is { IsEnded: true }
        ? throw new UgcLabException(UgcLabErrorKind.NotConnected, "This session was ended.")
        : (OpenSession ?? UgcSession.FromEnvironment()).Client;

    /// <summary>The store: the session's, or the user's own when there is none.</summary>
    private protected IStore Store => OpenSession?.Client.Store ?? Stores.Default();

    /// <summary>What was created with it.</summary>
    private protected History History => new(Store);

    /// <summary>Its batches.</summary>
    private protected Batches Batches => OpenSession?.Client.Batches ?? new Batches(Store);

    /// <summary>Where unconfirmed purchases of that store are resolved that belong to no batch.</summary>
    private protected Reconciliation Reconciliation => new(Store);

    /// <summary>The session's clock, or the computer's.</summary>
    private protected TimeProvider Clock => OpenSession?.Client.Clock ?? TimeProvider.System;

    /// <summary>Opens a receiver of webhooks, and says where: a random path has to get into the dashboard.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid, WebhookUnavailable.</exception>
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
            // A preference that stops at what is said would leave the port taken, and nobody to free it.
            opened?.Dispose();
        }
    }

    /// <summary>Whether a value is one that was asked for; nothing asked for is anything.</summary>
    private protected static bool IsLike(string[] patterns, string? value) =>
        patterns.Length == 0 || patterns.Any(pattern => new WildcardPattern(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch(value ?? ""));

    /// <summary>An empty estimate by that record; needs no session.</summary>
    /// <exception cref="UgcLabException">StoreUnavailable.</exception>
    private protected Task<Estimator> NewEstimatorAsync() => Estimator.OfAsync(Store, OpenSession?.Limits ?? new UgcLimits(), Clock);
}
