using UgcLab.PowerShell.Binding;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Commands;

/// <summary>Saves the videos and images of finished jobs.</summary>
/// <remarks>
/// <para>Save-UgcImage is another name of it. There is one cmdlet for both: a job that is known by its id alone does not say what it made, a pipeline may hold both, and what a file is shows when it arrives. Its ending is taken from its first bytes, and only where these say nothing from what the host calls it: .mp4, .webm and .mov, .png, .jpg and .webp, or .bin for what is none of them. A page in place of a video or image is never saved.</para>
/// <para>A file is written to NAME.part, its length is checked, and only then it gets its name; a transfer that breaks off is taken up where it stopped, also by a later run. A link that has died is asked for anew once. The key is never sent to where the files lie.</para>
/// <para>Beside each file lies NAME.json with its prompt, settings, job, credits and SHA-256. By it a second run knows what it has saved already.</para>
/// <para>How long the service keeps a link alive is not documented: save soon.</para>
/// </remarks>
/// <example>
/// <title>Into a folder</title>
/// <code>$jobs | Wait-UgcJob | Save-UgcVideo -Destination ./videos -Name '{Reference}-{Model}-v{VariantIndex}'</code>
/// <para>Names come from fields of the job and columns of its row; clashes are numbered.</para>
/// </example>
/// <example>
/// <title>One file</title>
/// <code>Save-UgcVideo clzz00000000000000000job1 -LiteralPath ./launch.mp4 -IfExists Overwrite</code>
/// </example>
/// <example>
/// <title>Images</title>
/// <code>Import-Csv ./pictures.csv | New-UgcImage | Wait-UgcJob | Save-UgcImage -Destination ./images -Name '{Reference}-v{VariantIndex}'</code>
/// <para>Save-UgcVideo by its other name. The endings are those of what the service made: PNG, JPEG or WebP.</para>
/// </example>
[Alias("Save-UgcImage")]
[Cmdlet(VerbsData.Save, "UgcVideo", SupportsShouldProcess = true)]
[OutputType(typeof(UgcSavedVideo))]
public sealed class SaveUgcVideoCommand : JobCmdlet
{
    private readonly List<(Task<UgcSavedVideo> Task, UgcJob Job)> _running = [];
    private NamePattern? _pattern;
    private DownloadDisplay? _display;

    /// <summary>The folder to save to. It is made when it is not there.</summary>
    /// <value>The session's, or the current folder</value>
    [Parameter]
    [Alias("OutputDirectory")]
    public string? Destination { get; set; }

    /// <summary>A pattern for the names, without an ending: text, and in braces fields of the job or columns of its row. A job without a reference has its id in that place.</summary>
    /// <value>{Reference}-{Model}-v{VariantIndex}</value>
    [Parameter]
    public string Name { get; set; } = "{Reference}-{Model}-v{VariantIndex}";

    /// <summary>One file to save to, for one job.</summary>
    [Parameter]
    public string? LiteralPath { get; set; }

    /// <summary>What to do when a file of the name is there. Skip: nothing, if it is this job's; another job's is left, and the new one numbered. Rename: number the new one. Overwrite: replace it. Error: report UgcFileExists.</summary>
    /// <value>Skip</value>
    [Parameter]
    public UgcIfExists IfExists { get; set; }

    /// <summary>How many files are fetched side by side: 1 to 16.</summary>
    /// <value>3</value>
    [Parameter]
    [ValidateRange(1, 16)]
    public int ThrottleLimit { get; set; } = 3;

    /// <summary>Writes no JSON file beside it. A later run then cannot tell whose it is.</summary>
    [Parameter]
    public SwitchParameter NoSidecar { get; set; }

    private protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        _pattern = NamePattern.Parse(Name);
        _display = new DownloadDisplay(this);
        return Task.CompletedTask;
    }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<UgcJob> jobs = await InputJobsAsync(cancellationToken);
        foreach (UgcJob job in jobs.Where(job => job.IsFinal && !job.IsSuccess))
        {
            // Whoever found out has reported it.
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
                await BeginSaveAsync(outcome.Job, cancellationToken);
            }
        }

        while (_running.Any(save => save.Task.IsCompleted))
        {
            await WriteNextAsync(cancellationToken);
        }
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        while (_running.Count > 0)
        {
            await WriteNextAsync(cancellationToken);
        }

        _display?.Close();
    }

    private async Task BeginSaveAsync(UgcJob job, CancellationToken cancellationToken)
    {
        SaveTarget target = Where(job);
        if (!ShouldProcess(target.ToString(), $"Save the {Creation(job).Noun} of job {job.UgcId}"))
        {
            return;
        }

        while (_running.Count >= ThrottleLimit)
        {
            await WriteNextAsync(cancellationToken);
        }

        _running.Add((Client.Downloads.SaveAsync(job, target, _display, StopToken), job));
    }

    private async Task WriteNextAsync(CancellationToken cancellationToken)
    {
        _display?.Show();
        await _display!.WhileAsync(Task.WhenAny(_running.Select(save => save.Task)), cancellationToken);
        int index = _running.FindIndex(save => save.Task.IsCompleted);
        (Task<UgcSavedVideo> task, UgcJob job) = _running[index];
        _running.RemoveAt(index);
        if (task.Exception?.InnerException is UgcLabException failure)
        {
            WriteFailure(failure, job);
            return;
        }

        WriteObject(await task);
    }

    private static CreationKind Creation(UgcJob job) => CreationKind.Of(job.Kind ?? UgcKind.Video);

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
