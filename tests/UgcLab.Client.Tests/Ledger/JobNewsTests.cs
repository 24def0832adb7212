using System.Text.Json;
using UgcLab.Ledger;

namespace UgcLab.Client.Tests.Ledger;

/// <summary>What is heard of a job stands in several files, and is read in no order.</summary>
public sealed class JobNewsTests
{
    private static readonly UgcJob Bought = Bench.Video.Describe("j1");

    [Fact]
    public void What_was_heard_last_holds_whichever_is_read_last()
    {
        const string Early = """{"at":"2026-01-15T10:00:00Z","status":"PROCESSING","creditsRefunded":0}""";
        const string Late = """{"at":"2026-01-15T10:05:00Z","status":"FAILED","creditsRefunded":8,"error":"no"}""";

        foreach (string[] order in new[] { new[] { Early, Late }, [Late, Early] })
        {
            UgcJob job = Read(order).LaidOver(Bought);
            Assert.Equal((UgcJobStatus.Failed, 8m, "no"), (job.Status, job.CreditsRefunded, job.ErrorMessage));
        }
    }

    [Fact]
    public void Who_is_seen_is_kept_when_later_news_do_not_say_so()
    {
        UgcJob job = Read(
            """{"at":"2026-01-15T10:00:00Z","status":"PROCESSING","actorId":"a1","actorName":"Sarah","isCustomActor":true}""",
            """{"at":"2026-01-15T10:05:00Z","status":"COMPLETED"}""").LaidOver(Bought);

        Assert.Equal(("a1", "Sarah", (bool?)true, 100), (job.ActorId, job.ActorName, job.IsCustomActor, job.Progress));
    }

    private static JobNews Read(params string[] lines) => lines.Aggregate(new JobNews(), (news, line) =>
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return news.With(document.RootElement, "Job");
    });
}
