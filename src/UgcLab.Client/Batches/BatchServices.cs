namespace UgcLab.Batches;

// What a run of a batch needs of its client.
internal sealed record BatchServices(
    TimeProvider Clock, PurchaseService Purchases, History History, ProjectsClient Projects, BatchService Batches,
    VideoDownloader Downloads, Func<TimeSpan, IProgress<UgcNotice>?, CancellationToken, Task<JobPoller>> OpenPollerAsync);
