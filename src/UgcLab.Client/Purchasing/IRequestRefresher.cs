namespace UgcLab.Purchasing;

/// <summary>Refreshes what in a request expires while the request waits for a slot.</summary>
internal interface IRequestRefresher
{
    bool IsOld(CreationRequest request);

    Task<CreationRequest> RenewAsync(CreationRequest request, IProgress<UgcNotice>? notices, CancellationToken cancellationToken);
}
