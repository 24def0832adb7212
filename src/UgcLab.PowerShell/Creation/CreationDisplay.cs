namespace UgcLab.PowerShell.Creation;

/// <summary>Shows what is being created, so that no credits are spent without any output on the screen.</summary>
internal sealed class CreationDisplay(AsyncCmdlet cmdlet, string noun)
{
    // A bar drawn for each of a thousand quick rows would cost more than the rows.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly ProgressBar _bar = new(cmdlet, 4714, "Creating");
    private long _lastDrawn;
    private int _requests;
    private int _created;
    private decimal _credits;

    public bool IsAnyCreated => _requests > 0;

    public void Creating(string row)
    {
        if (_bar.IsShown && ProgressBar.Clock.GetElapsedTime(_lastDrawn) < Interval)
        {
            return;
        }

        _lastDrawn = ProgressBar.Clock.GetTimestamp();
        _bar.Show($"{row}; so far {Format.Count(_created, noun)} for {Format.Amount(_credits)} credits. "
            + "Ctrl+C stops after the current request.");
    }

    public IReadOnlyList<UgcJob> Created(IReadOnlyList<UgcJob> jobs)
    {
        _requests++;
        _created += jobs.Count;
        _credits += jobs[0].TotalCreditsCharged ?? 0;
        return jobs;
    }

    public override string ToString() => !IsAnyCreated ? "Nothing was created." : string.Create(
        CultureInfo.InvariantCulture,
        $"{Format.Count(_requests, "request")} created {Format.Count(_created, noun)} for {Format.Amount(_credits)} credits.");

    public void Close() => _bar.Close();

    // A row as the prompt for confirmation shows it.
    public static string Describe(DraftRow row, CreationRequest request)
    {
        UgcJob job = request.Describe("");
        string?[] parts =
        [
            job.Model,
            job.Duration is null || job.Duration.EndsWith('s') ? job.Duration : $"{job.Duration} s",
            job.AspectRatio,
            job.Tier,
            job.ImageUrl is null ? null : job.Kind is UgcKind.Video ? "from an image" : "with a product",
            row.Draft.ActorId is null ? null : $"actor {row.Draft.ActorId.Replace(",", ", ", StringComparison.Ordinal)}",
            row.Draft.CustomActor is null ? null : "an actor who is described",
            $"project {request.ProjectId}",
            row.Draft.Reference is null ? null : $"reference {row.Draft.Reference}",
        ];
        string known = string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part)));
        string text = job.Prompt is { Length: > 50 } whole ? whole[..50] + "…" : job.Prompt ?? "";
        return $"{row.Name}: {known}{(text.Length > 0 ? ": " : "")}{text.ReplaceLineEndings(" ")}";
    }
}
