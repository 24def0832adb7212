namespace UgcLab.Purchasing;

// Reads the address of a start image that was created here again, when a purchase has its slot: the address is signed, for how long isn't
// documented, and the wait may take an hour. The picture, the row, and the purchase stay the same.
internal sealed class StartImageRefresher(
    Func<UgcJob, IProgress<UgcNotice>?, CancellationToken, Task<UgcJob>> read, TimeProvider clock)
{
    /// <summary>The maximum age of a link. Signed links are rarely valid for less.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(2);

    /// <summary>Whether a request holds an address that was read too long ago, or at an unknown time.</summary>
    public bool IsOld(CreationRequest request) =>
        request is VideoRequest { ImageJob: UgcJob image }
            && !(clock.GetUtcNow() - image.ReadAt is TimeSpan age && age >= TimeSpan.Zero && age <= Fresh);

    public async Task<CreationRequest> RenewAsync(
        CreationRequest request, IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        VideoRequest video = (VideoRequest)request;
        UgcJob image = video.ImageJob!;
        try
        {
            image = await read(image, notices, cancellationToken).ConfigureAwait(false);
        }
        catch (UgcLabException failure)
        {
            // Without the answer's body: a job that is named in there is none that this purchase made.
            throw failure.WithMessage(
                $"The video was not created, because its start image, job {image.UgcId}, could not be read. {failure.Message}");
        }

        return image.VideoUrl is string address ? video with { ImageUrl = address, ImageJob = image } : throw new UgcLabException(
            UgcLabErrorKind.CompletedWithoutVideo,
            $"The service gives no link to the image of job {image.UgcId} anymore, so the video that starts with it was not created.");
    }
}
