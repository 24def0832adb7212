using System.Threading.Channels;

namespace UgcLab.PowerShell.Commands;

/// <summary>Downloads the videos and images of finished jobs.</summary>
/// <remarks>
/// <para>
/// Save-UgcImage is another name for this cmdlet. One cmdlet saves both because a job that is known only by its id doesn't show what it
/// created, a pipeline may hold both, and the type of a file is known only when it arrives. The extension comes from the first bytes of the
/// file, or, if they are inconclusive, from the host's content type: .mp4, .webm, or .mov for videos, .png, .jpg, .webp, or another image
/// type for images, and .bin if the type isn't recognized. A web page that arrives instead of a video or image is never saved.
/// </para>
/// <para>
/// A file is written to NAME.part, and gets its final name only after its length is checked. An interrupted download resumes where it
/// stopped, also in a later run. An expired link is requested again once. The key is never sent to the host of the files.
/// </para>
/// <para>
/// A file NAME.json next to each file holds its prompt, settings, job, credits, and SHA-256 hash. A later run uses it to recognize files
/// that are already saved.
/// </para>
/// <para>The service doesn't document how long a link is valid, so save videos soon.</para>
/// </remarks>
/// <example>
/// <title>Save videos to a folder</title>
/// <code>$jobs | Wait-UgcJob | Save-UgcVideo -Destination ./videos -Name '{Reference}-{Model}-v{VariantIndex}'</code>
/// <para>Names are built from fields of the job and columns of its row. Duplicate names are numbered.</para>
/// </example>
/// <example>
/// <title>Save one video to a file</title>
/// <code>Save-UgcVideo clzz00000000000000000job1 -LiteralPath ./launch.mp4 -IfExists Overwrite</code>
/// </example>
/// <example>
/// <title>Save images</title>
/// <code>Import-Csv ./pictures.csv | New-UgcImage | Wait-UgcJob | Save-UgcImage -Destination ./images -Name '{Reference}-v{VariantIndex}'</code>
/// <para>Save-UgcImage is the same cmdlet as Save-UgcVideo. The extension matches what the service created: PNG, JPEG, or WebP.</para>
/// </example>
[Alias("Save-UgcImage")]
[Cmdlet(VerbsData.Save, "UgcVideo", SupportsShouldProcess = true)]
[OutputType(typeof(UgcSavedVideo))]
public sealed class SaveUgcVideoCommand : JobCmdlet
{
    private readonly Channel<(Task<UgcSavedVideo> Task, UgcJob Job)> _ended = Channel.CreateUnbounded<(Task<UgcSavedVideo>, UgcJob)>();
    private SemaphoreSlim _slots = null!;
    private int _running;
    private NamePattern? _pattern;
    private DownloadDisplay? _display;

    /// <summary>The folder to save to. It is created if it doesn't exist.</summary>
    /// <value>The session's, or the current folder</value>
    [Parameter]
    [Alias("OutputDirectory")]
    public string? Destination { get; set; }

    /// <summary>
    /// A pattern for the file names, without the extension: text, with fields of the job or columns of its row in braces. For a job without
    /// a reference, {Reference} is its id.
    /// </summary>
    /// <value>{Reference}-{Model}-v{VariantIndex}</value>
    [Parameter]
    public string Name { get; set; } = "{Reference}-{Model}-v{VariantIndex}";

    /// <summary>The path of the file to save to, for a single job.</summary>
    [Parameter]
    public string? LiteralPath { get; set; }

    /// <summary>
    /// What to do if a file of that name exists. Skip: keep a file of the same job; if the file belongs to another job, keep it and number
    /// the new one. Rename: number the new one. Overwrite: replace it. Error: report UgcFileExists.
    /// </summary>
    /// <value>Skip</value>
    [Parameter]
    public UgcIfExists IfExists { get; set; }

    /// <summary>The number of files to download at the same time: 1 to 16.</summary>
    /// <value>3</value>
    [Parameter]
    [ValidateRange(1, 16)]
    public int ThrottleLimit { get; set; } = 3;

    /// <summary>Writes no JSON file next to the video or image. A later run then can't tell which job the file belongs to.</summary>
    [Parameter]
    public SwitchParameter NoSidecar { get; set; }

    private protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        _pattern = NamePattern.Parse(Name);
        _slots = new SemaphoreSlim(ThrottleLimit);
        _display = new DownloadDisplay(this);
        return Task.CompletedTask;
    }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<UgcJob> jobs = await InputJobsAsync(cancellationToken);
        foreach (UgcJob job in jobs.Where(job => job.IsFinal && !job.IsSuccess))
        {
            // The failure was reported when the job was read.
            WriteVerbose($"Job {job.UgcId} ended without {Creation(job).AnyNoun}; there is nothing to save.");
        }

        await foreach (JobOutcome outcome in Client.Jobs.GetEachAsync(jobs.Where(job => !job.IsFinal || job.IsSuccess), unlessEnded: true, Notices, cancellationToken))
        {
            if (outcome.Failure is not null)
            {
                WriteFailure(outcome.Failure, outcome.Job);
            }
            else if (outcome.Job.IsFinal && !outcome.Job.IsSuccess)
            {
                WriteWarning($"Job {outcome.Job.UgcId} ended without {Creation(outcome.Job).AnyNoun}; there is nothing to save.");
            }
            else
            {
                BeginSave(outcome.Job);
            }
        }

        await WriteEndedAsync();
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        while (_running > 0)
        {
            _display!.Show();
            await _display.WhileAsync(_ended.Reader.WaitToReadAsync(cancellationToken).AsTask(), cancellationToken);
            await WriteEndedAsync();
        }

        _display?.Close();
    }

    private void BeginSave(UgcJob job)
    {
        SaveTarget target = Where(job);
        if (ShouldProcess(target.ToString(), $"Save the {Creation(job).Noun} of job {job.UgcId}"))
        {
            _running++;
            _ = SaveAsync(Client.Downloads, job, target).ContinueWith(
                save => _ended.Writer.TryWrite((save, job)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    // Waits for a slot away from the pipeline, which goes on with what comes before: a row may be sent meanwhile.
    private async Task<UgcSavedVideo> SaveAsync(VideoDownloader downloads, UgcJob job, SaveTarget target)
    {
        await _slots.WaitAsync(StopToken).ConfigureAwait(false);
        try
        {
            return await downloads.SaveAsync(job, target, _display, StopToken).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task WriteEndedAsync()
    {
        while (_ended.Reader.TryRead(out (Task<UgcSavedVideo> Task, UgcJob Job) save))
        {
            _running--;
            if (save.Task.Exception?.InnerException is UgcLabException failure)
            {
                WriteFailure(failure, save.Job);
            }
            else
            {
                WriteObject(await save.Task);
            }
        }
    }

    private static CreationDescriptor Creation(UgcJob job) => CreationDescriptor.Of(job.Kind ?? UgcKind.Video);

    private SaveTarget Where(UgcJob job)
    {
        if (LiteralPath is not null)
        {
            return new SaveTarget { LiteralPath = FullPath(LiteralPath), IfExists = IfExists, WriteSidecar = !NoSidecar };
        }

        string name = _pattern!.Fill(field => JobFields.Text(job, field) is string text ? text
            : throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"-Name: {{{field}}} is no field of a job and no column of its row. Fields are Reference, UgcId, Model, Duration, AspectRatio, Tier, ActorName, ActorId, VariantIndex, VariantCount, RowNumber, Prompt, ProjectId and CreatedAt."));
        return new SaveTarget
        {
            Folder = FullPath(Destination ?? OpenSession?.Destination ?? "."),
            FileName = name,
            IfExists = IfExists,
            WriteSidecar = !NoSidecar,
        };
    }
}
