namespace UgcLab.PowerShell.Commands;

/// <summary>Downloads the videos and images of finished jobs.</summary>
/// <remarks>
/// <para>Save-UgcImage is another name for this cmdlet. One cmdlet saves both because a job that is known only by its id doesn't show what
/// it created, a pipeline may hold both, and the type of a file is known only when it arrives. The extension comes from the first bytes of
/// the file, or, if they are inconclusive, from the host's content type: .mp4, .webm, or .mov for videos, .png, .jpg, .webp, or another
/// image type for images, and .bin if the type isn't recognized. A web page that arrives instead of a video or image is never saved.</para>
/// <para>A file is written to NAME.part, and gets its final name only after its length is checked. An interrupted download resumes where it
/// stopped, also in a later run. An expired link is requested again once, and the link of a new job for half a minute. If the host doesn't
/// say how long a file is, its structure is checked, and a warning says so if that isn't possible. The key is never sent to the host of the
/// files.</para>
/// <para>A file NAME.json next to each file holds its prompt, settings, job, credits, and SHA-256 hash. A later run uses it to recognize
/// files that are already saved.</para>
/// <para>The service doesn't document how long a link is valid, so save videos soon.</para>
/// </remarks>
/// <example>
/// <title>Save videos to a folder</title>
/// <code>Get-UgcJob -Unsaved | Wait-UgcJob | Save-UgcVideo -Destination ./videos -Name '{Reference}-{Model}-v{VariantIndex}'</code>
/// <para>Names are built from fields of the job and columns of its row. Duplicate names are numbered.</para>
/// </example>
/// <example>
/// <title>Save one video to a file</title>
/// <code>New-UgcVideo 'A paper boat sails down a rainy street' -Model veo-3.1 | Wait-UgcJob | Save-UgcVideo -LiteralPath ./launch.mp4 -IfExists Overwrite</code>
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
    private NamePattern? _pattern;
    private JobSaver? _saver;
    private string _folder = "";

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
    [ArgumentCompleter(typeof(NamePatternCompleter))]
    public string Name { get; set; } = JobFields.DefaultPattern;

    /// <summary>The path of the file to save to, for a single job.</summary>
    [Parameter]
    public string? LiteralPath { get; set; }

    /// <summary>
    /// What to do if a file of that name exists. Skip: keep a file of the same job; if the file belongs to another job, keep it and number
    /// the new one. Rename: number the new one. Overwrite: replace it. Error: report UgcFileExists.
    /// </summary>
    /// <value>Skip</value>
    [Parameter]
    [ValueOf<UgcIfExists>]
    public UgcIfExists IfExists { get; set; }

    /// <summary>The number of files to download at the same time: 1 to 16.</summary>
    /// <value>5</value>
    [Parameter]
    [ValidateRange(1, 16)]
    public int ThrottleLimit { get; set; } = VideoDownloader.Together;

    /// <summary>Writes no JSON file next to the video or image. A later run then can't tell which job the file belongs to.</summary>
    [Parameter]
    public SwitchParameter NoSidecar { get; set; }

    private protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        Invalid.ThrowIf(
            LiteralPath is not null && MyInvocation.BoundParameters.Keys.Any(name => name is nameof(Destination) or nameof(Name)),
            "-LiteralPath is a whole path. Specify either it, or -Destination and -Name.");

        // Checked before the first input, so that an upstream cmdlet creates nothing that can't be saved.
        _pattern = NamePattern.Parse(Name);
        _folder = LiteralPath is null ? FullPath(Destination ?? OpenSession?.Destination ?? ".")
            : Path.GetDirectoryName(FullPath(LiteralPath)) ?? "";
        DestinationCheck.Require(_folder, mayWrite: !IsWhatIf);
        return Task.CompletedTask;
    }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<UgcJob> jobs = await InputJobsAsync(cancellationToken);
        await foreach (JobOutcome outcome in Client.Jobs.GetEachAsync(jobs, unlessEnded: true, Notices, cancellationToken))
        {
            if (outcome.Failure is not null)
            {
                WriteFailure(outcome.Failure, outcome.Job);
            }
            else if (outcome.Job is { IsFinal: true, IsSuccess: false } failed)
            {
                // A failure that was known is one that was reported when the job was read.
                Action<string> write = jobs.Contains(failed) ? WriteVerbose : WriteWarning;
                write($"Job {failed.UgcId} ended without {Creation(failed).AnyNoun}; there is nothing to save.");
            }
            else
            {
                BeginSave(outcome.Job);
            }
        }

        await (_saver?.WriteCompletedAsync() ?? Task.CompletedTask);
    }

    private protected override Task EndAsync(CancellationToken cancellationToken) =>
        _saver?.FinishAsync(cancellationToken) ?? Task.CompletedTask;

    private void BeginSave(UgcJob job)
    {
        UnsavedIds.Add(job.UgcId);
        SaveTarget target = new()
        {
            LiteralPath = LiteralPath is null ? null : FullPath(LiteralPath),
            Folder = LiteralPath is null ? _folder : null,
            FileName = LiteralPath is not null ? null : _pattern!.Fill(field => JobFields.Text(job, field)
                ?? throw Invalid.Argument(JobFields.Unknown("-Name", field))),
            IfExists = IfExists,
            WriteSidecar = !NoSidecar,
        };
        if (ShouldProcess(target.ToString(), $"Save the {Creation(job).Noun} of job {job.UgcId}"))
        {
            _saver ??= new JobSaver(this, ThrottleLimit);
            _saver.Begin(job, target);
        }
    }

    private protected override StopNote? StopNote => _saver?.StopNote;

    private static CreationDescriptor Creation(UgcJob job) => CreationDescriptor.Of(job.Kind ?? UgcKind.Video);
}
