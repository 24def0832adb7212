namespace UgcLab.Client.Tests.Batches;

public sealed class ReconciliationEvidenceTests
{
    private static readonly DateTimeOffset Ten = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    private static UgcHistoryEntry Unconfirmed { get; } = Entry("doubt", 0) with { State = UgcPurchaseState.Unconfirmed };

    [Theory]
    [InlineData(1000, 850, "none are missing, so this request was probably not charged")]
    [InlineData(1000, 700, "150 are missing, which is its price, so this request was probably charged")]
    [InlineData(1000, 650, "200 are missing, and it would have cost about 150. Something else changed the balance too")]
    [InlineData(1000, 900, "50 were added by something else, and this shows nothing")]
    public void What_is_missing_between_two_purchases_speaks_for_or_against_a_charge(int before, int after, string meaning) =>
        Assert.Contains(meaning, Credits([Created("a", -5, before), Unconfirmed, Created("b", 5, after)]), StringComparison.Ordinal);

    [Fact]
    public void Every_sentence_about_a_sum_says_that_others_move_it_too() =>
        Assert.EndsWith("Refunds, other computers, and other people change it too.", Credits([Created("a", -5, 1000), Unconfirmed, Created("b", 5, 850)]), StringComparison.Ordinal);

    [Fact]
    public void Without_a_purchase_before_it_the_balance_says_nothing() =>
        Assert.Contains("so the balance before this one isn't known", Credits([Unconfirmed, Created("b", 5, 850)]), StringComparison.Ordinal);

    [Fact]
    public void Without_a_purchase_after_it_the_balance_will_speak_at_the_next() =>
        Assert.Contains("The next purchase for it shows", Credits([Created("a", -5, 1000), Unconfirmed]), StringComparison.Ordinal);

    [Fact]
    public void The_balance_of_another_project_may_be_of_another_workspace() =>
        Assert.Contains("so the balance before this one isn't known", Credits([Created("a", -5, 1000) with { ProjectId = "other" }, Unconfirmed]), StringComparison.Ordinal);

    [Fact]
    public void A_price_that_is_unknown_is_not_guessed()
    {
        UgcHistoryEntry unconfirmed = Unconfirmed with { Model = "sora-2-pro" };

        Assert.Contains("What it would have cost is not known", Credits([Created("a", -5, 1000), unconfirmed, Created("b", 5, 500)], unconfirmed), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_unconfirmed_purchase_between_the_two_is_named() =>
        Assert.Contains("1 other unconfirmed purchase may explain a part", Credits([Created("a", -5, 1000), Unconfirmed, Unconfirmed with { PurchaseId = "second", Time = Ten.AddMinutes(1) }, Created("b", 5, 700)]), StringComparison.Ordinal);

    [Theory]
    [InlineData(11, "no clip is unexplained, so this request was probably not charged")]
    [InlineData(12, "1 unexplained, as many as it asked for, so this request was probably charged")]
    [InlineData(14, "3 unexplained, and it asked for 1. Something else changed the count")]
    public void The_clips_of_a_project_less_those_created_here_speak_for_or_against_it(int later, string meaning) =>
        Assert.Contains(meaning, Clips([new("p", 10, Ten.AddMinutes(-6)), new("p", later, Ten.AddMinutes(6))], Unconfirmed, Created("b", 5, 850)), StringComparison.Ordinal);

    [Fact]
    public void A_count_within_five_minutes_is_too_soon_for_a_late_request() =>
        Assert.Contains("was not counted again five minutes after it", Clips([new("p", 10, Ten.AddMinutes(-6)), new("p", 10, Ten.AddMinutes(4))], Unconfirmed), StringComparison.Ordinal);

    [Fact]
    public void Clips_that_were_not_counted_before_say_nothing() =>
        Assert.Contains("not counted before it", Clips([new("other", 10, Ten.AddMinutes(-6)), new("p", 10, Ten.AddMinutes(6))], Unconfirmed), StringComparison.Ordinal);

    private static PriceBook Prices => Purchasing.Past.Book(new PriceKey("ugc/video", "veo-3.1", "8", null, HasImage: false), 150, 2, Ten);

    private static string Credits(UgcHistoryEntry[] all, UgcHistoryEntry? unconfirmed = null) => ReconciliationEvidence.Of(unconfirmed ?? Unconfirmed, all, [], Prices)[0];

    private static string Clips(ClipRecord[] counts, params UgcHistoryEntry[] all) => ReconciliationEvidence.Of(Unconfirmed, all, counts, Prices)[1];

    private static UgcHistoryEntry Created(string id, int minutes, decimal left) => Entry(id, minutes) with
    {
        State = UgcPurchaseState.Accepted,
        AnsweredAt = Ten.AddMinutes(minutes).AddSeconds(2),
        CreditsCharged = 150,
        RemainingCredits = left,
        Jobs = [new UgcJob { UgcId = id, CreditsCharged = 150 }],
    };

    private static UgcHistoryEntry Entry(string id, int minutes) => new() { PurchaseId = id, Time = Ten.AddMinutes(minutes), ProjectId = "p", Model = "veo-3.1", Duration = "8", Endpoint = "ugc/video" };
}
