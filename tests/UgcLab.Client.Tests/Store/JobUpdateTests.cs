using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Store;

/// <summary>Several processes may read a job, and record what they read in any order.</summary>
public sealed class JobUpdateTests
{
    private static readonly UgcJob Early = new() { UgcId = "clzzjob1", StatusText = "PROCESSING", CreditsRefunded = 0, Status = UgcJobStatus.Processing };
    private static readonly UgcJob Late = new() { UgcId = "clzzjob1", StatusText = "FAILED", CreditsRefunded = 8, ErrorMessage = "no", Status = UgcJobStatus.Failed };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_final_state_holds_whichever_read_is_recorded_last(bool isReversed)
    {
        using Bench bench = new(Answer(202, Bench.Receipt));
        await bench.CreateAsync();

        await bench.Store.RecordJobAsync(isReversed ? Late : Early);
        await bench.Store.RecordJobAsync(isReversed ? Early : Late);

        UgcJob job = (await bench.Client.History.FindJobAsync("clzzjob1"))!;
        Assert.Equal((UgcJobStatus.Failed, 8m, "no"), (job.Status, job.CreditsRefunded, job.ErrorMessage));
    }

    [Fact]
    public async Task The_actor_is_kept_when_a_later_read_does_not_name_one()
    {
        using Bench bench = new(Answer(202, Bench.Receipt));
        await bench.CreateAsync();

        await bench.Store.RecordJobAsync(Early with { ActorId = "a1", ActorName = "Sarah", IsCustomActor = true });
        await bench.Store.RecordJobAsync(new UgcJob { UgcId = "clzzjob1", StatusText = "COMPLETED", Status = UgcJobStatus.Completed });

        UgcJob job = (await bench.Client.History.FindJobAsync("clzzjob1"))!;
        Assert.Equal(("a1", "Sarah", (bool?)true, 100), (job.ActorId, job.ActorName, job.IsCustomActor, job.Progress));
    }

    [Fact]
    public async Task An_update_of_a_job_of_another_store_changes_nothing()
    {
        using Bench bench = new(Answer(202, Bench.Receipt));
        await bench.CreateAsync();

        await bench.Store.RecordJobAsync(Late with { UgcId = "clzzother" });

        Assert.Null(await bench.Client.History.FindJobAsync("clzzother"));
        Assert.Equal("clzzjob1", Assert.Single(Assert.Single(await bench.HistoryAsync()).Jobs).UgcId);
    }
}
