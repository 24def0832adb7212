using System.Text.Json.Serialization;

namespace UgcLab.Simulator.Jobs;

/// <summary>A job as the service keeps it: a line of <c>jobs.jsonl</c>, and more than its answers show.</summary>
internal sealed record SimulatedJob
{
    public string Id { get; init; } = "";
    public string ProjectId { get; init; } = "";
    public string Prompt { get; init; } = ""; // Or the script or the wishes, whichever the endpoint has.
    public string ServiceModel { get; init; } = ""; // As a job's answer names it, which is not the name one asks for (docs/job-status).
    public bool IsImage { get; init; }
    public string? ActorId { get; init; }
    public string? ActorName { get; init; }
    public bool IsCustomActor { get; init; }
    public bool RefinesScript { get; init; }
    public bool RefinesActions { get; init; }
    public string? AspectRatio { get; init; }
    public int VariantIndex { get; init; } // From 0 in its request: actor by actor, and of each its variants.
    public decimal Credits { get; init; }

    [JsonConverter(typeof(UnixMilliseconds))]
    public DateTimeOffset CreatedAt { get; init; }

    [JsonPropertyName("takes")]
    public long Milliseconds { get; init; }
    public bool Fails { get; init; }

    [JsonIgnore]
    public TimeSpan MakingTime => TimeSpan.FromMilliseconds(Milliseconds);
}

/// <summary>A request that reached the simulator, for tests to inspect. The key isn't included.</summary>
internal sealed record SimulatedRequest(
    long Number, string Method, string Path, string? Body, int? Status, SimulatorFaultKind? Fault, DateTimeOffset At);

internal sealed class UnixMilliseconds : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.ToUnixTimeMilliseconds());
}

// Where a job is at an instant: a pure function of the job and the time, so that nothing runs in the background, a restart loses nothing,
// and polling changes nothing.
internal readonly record struct JobTimeline(string Status, int Progress, DateTimeOffset UpdatedAt)
{
    private const double Queued = 0.1;
    private const double FailsAt = 0.6;
    private const double Made = 0.9;

    public bool IsCompleted => Status == "COMPLETED";
    public bool HasFailed => Status == "FAILED";

    /// <summary>In milliseconds: the middle time give or take 30 %, by seed and job number.</summary>
    public static long Jittered(TimeSpan middle, int seed, long jobNumber) =>
        (long)Math.Round(middle.TotalMilliseconds * (0.7 + (0.6 * Seeded.Fraction(seed, "takes", jobNumber))));

    public static JobTimeline At(SimulatedJob job, DateTimeOffset now)
    {
        double done = (now - job.CreatedAt) / job.MakingTime;
        return done switch
        {
            < Queued => new("PENDING", 0, job.CreatedAt),
            >= FailsAt when job.Fails => new("FAILED", PercentAt(FailsAt), After(job, FailsAt)),
            < Made => new("PROCESSING", PercentAt(done), After(job, Queued)),
            < 1 => new("SAVING", 95, After(job, Made)),
            _ => new("COMPLETED", 100, After(job, 1)),
        };
    }

    /// <summary>The first whole millisecond, which is what the service's time has, at which the job is over.</summary>
    public static DateTimeOffset EndOf(SimulatedJob job) =>
        job.CreatedAt + TimeSpan.FromMilliseconds(Math.Ceiling((job.MakingTime * (job.Fails ? FailsAt : 1)).TotalMilliseconds));

    // 5 to 90 while it is being made; the rest belongs to saving.
    private static int PercentAt(double done) => 5 + (int)(85 * (done - Queued) / (Made - Queued));

    private static DateTimeOffset After(SimulatedJob job, double share) => job.CreatedAt + (job.MakingTime * share);
}
