using System.Collections.Frozen;
using static UgcLab.ErrorTraits;

namespace UgcLab;

// What an error means for the work that it interrupts.
[Flags]
internal enum ErrorTraits
{
    None = 0,
    EndsInput = 1, // No later input of a pipeline could succeed.
    EndsSending = 2, // A batch sends no more rows.
    Account = 4, // It concerns the key or the address, so no job can be read either.
    StoreFailure = 8, // The store can't be used. What it would have recorded of a read is found again at the next one.
    Credits = 16, // Too few credits, or a spending limit. A batch run has an exit code for it.
}

// The one table of what errors mean for the work that they interrupt, and of what to do about them.
internal static class ErrorKinds
{
    private const string Connect = "Run Connect-UgcLab -ApiKey (Read-Host -AsSecureString), or Connect-UgcLab -SecretName NAME, or set "
        + "$env:UGCLAB_API_KEY. Connect-UgcLab -Simulator needs no key.";

    private static readonly FrozenDictionary<UgcLabErrorKind, Meaning> Table = new Dictionary<UgcLabErrorKind, Meaning>
    {
        [UgcLabErrorKind.NotConnected] = new(EndsInput | EndsSending | Account, Connect),
        [UgcLabErrorKind.ApiKeyMissing] = new(EndsInput, Connect),
        [UgcLabErrorKind.ApiKeyInvalid] = new(EndsInput,
            "Copy the key again from the dashboard's settings: ugc_ and 48 hexadecimal digits."),
        [UgcLabErrorKind.BaseUriInvalid] = new(EndsInput, "Write the whole address, such as https://api.ugclab.app/api/v1/."),
        [UgcLabErrorKind.ArgumentInvalid] = new(EndsInput),
        [UgcLabErrorKind.KeyRefused] = new(EndsInput | EndsSending | Account,
            "Check the key in the dashboard's settings; it is shown once, and may have been replaced."),
        [UgcLabErrorKind.AccessDenied] = new(EndsInput | EndsSending | Account,
            "Check the workspace's plan: the service gives API access to Pro, Business and Enterprise."),
        [UgcLabErrorKind.InsufficientCredits] = new(EndsInput | EndsSending | Credits,
            "Add credits to the workspace, then send the remaining rows. Get-UgcHistory -State Accepted shows what was "
            + "created. This request was not charged."),
        [UgcLabErrorKind.SpendingLimit] = new(EndsInput | EndsSending | Credits),
        [UgcLabErrorKind.ProjectNotFound] = new(None, "Get-UgcProject lists the projects this key can see."),
        [UgcLabErrorKind.JobNotFound] = new(None, "Run Get-UgcJob without an id to list the jobs in the local history."),
        [UgcLabErrorKind.ImageDownloadFailed] = new(None,
            "The service fetches the image itself: it must be public, https, JPEG, PNG or WebP, and at most 10 MB."),
        [UgcLabErrorKind.RateLimited] = new(EndsSending),
        [UgcLabErrorKind.NetworkError] = new(EndsSending,
            "Check the network, the proxy (Connect-UgcLab -Proxy), and the base address. Nothing was charged."),
        [UgcLabErrorKind.NotTheService] = new(EndsInput | EndsSending | Account),
        [UgcLabErrorKind.RowInvalid] = new(None, "Correct the values listed above, then run the command again."),
        [UgcLabErrorKind.ColumnSuspicious] = new(EndsInput),
        [UgcLabErrorKind.FileInvalid] = new(EndsInput),
        [UgcLabErrorKind.StoreUnavailable] = new(EndsInput | EndsSending | StoreFailure),
        [UgcLabErrorKind.StoreUnreachable] = new(EndsInput | EndsSending | StoreFailure,
            "Check the network and the database server. Run the command again; it continues where it stopped."),
        [UgcLabErrorKind.StoreOnNetwork] = new(EndsInput | EndsSending | StoreFailure),
        [UgcLabErrorKind.StoreDamaged] = new(EndsInput | EndsSending | StoreFailure),
        [UgcLabErrorKind.WebhookUnavailable] = new(EndsInput),
        [UgcLabErrorKind.JobNotFinished] = new(None, "Pipe it through Wait-UgcJob first."),
        [UgcLabErrorKind.DownloadFailed] = new(None, "Run the command again to resume."),
        [UgcLabErrorKind.FileExists] = new(None, "Choose -IfExists Skip, Rename or Overwrite."),
        [UgcLabErrorKind.FileUnwritable] = new(None, "Choose another -Destination, or make room and run the command again."),
        [UgcLabErrorKind.ProfileNotFound] = new(None, "Get-UgcProfile lists the profiles, and Register-UgcProfile adds one."),
    }.ToFrozenDictionary();

    public static bool Is(this UgcLabErrorKind kind, ErrorTraits trait) => Table.GetValueOrDefault(kind)?.Traits.HasFlag(trait) is true;

    public static string? Advice(this UgcLabErrorKind kind) => Table.GetValueOrDefault(kind)?.Advice;

    private sealed record Meaning(ErrorTraits Traits, string? Advice = null);
}
