namespace UgcLab.Client.Tests.Batch;

public sealed class RowVerdictTests
{
    private static Order Order { get; } = new(Bench.Video) { RowNumber = 3 };

    [Theory]
    [InlineData(UgcRowState.NotSent, false, RowStep.Buy, RowStep.Buy)]
    [InlineData(UgcRowState.Running, true, RowStep.GiveBack, RowStep.BuyAgain)]
    [InlineData(UgcRowState.Finished, true, RowStep.GiveBack, RowStep.BuyAgain)]
    [InlineData(UgcRowState.Failed, true, RowStep.GiveBack, RowStep.BuyAgain)]
    [InlineData(UgcRowState.Saved, true, RowStep.GiveBack, RowStep.BuyAgain)]
    [InlineData(UgcRowState.Sending, false, RowStep.UnderWay, RowStep.UnderWay)]
    [InlineData(UgcRowState.Unconfirmed, false, RowStep.Hold, RowStep.Hold)]
    [InlineData(UgcRowState.Unconfirmed, true, RowStep.Hold, RowStep.Hold)]
    [InlineData(UgcRowState.Abandoned, false, RowStep.LetBe, RowStep.LetBe)]
    public void A_state_says_what_is_done_and_buying_again_reaches_bought_rows_alone(UgcRowState state, bool isBought, RowStep step, RowStep again)
    {
        BatchRow row = new(Order, state) { Created = isBought ? 1 : 0 };

        Assert.Equal(step, RowVerdict.Of(row));
        Assert.Equal(again, RowVerdict.Of(row, buyAgain: true));
    }

    [Theory]
    [InlineData(UgcLabErrorKind.RequestRefused, RowStep.Refused)]
    [InlineData(UgcLabErrorKind.ImageDownloadFailed, RowStep.Buy)]
    [InlineData(UgcLabErrorKind.ProjectNotFound, RowStep.Buy)]
    [InlineData(UgcLabErrorKind.InsufficientCredits, RowStep.Buy)]
    [InlineData(UgcLabErrorKind.KeyRefused, RowStep.Buy)]
    public void A_refused_row_goes_out_again_unless_it_was_refused_for_what_it_says(UgcLabErrorKind refusal, RowStep step) =>
        Assert.Equal(step, RowVerdict.Of(new BatchRow(Order, UgcRowState.Refused) { Refusal = refusal }));

    [Fact]
    public void Buying_again_sends_what_was_refused_as_well_for_that_cost_nothing() =>
        Assert.Equal(RowStep.Buy, RowVerdict.Of(new BatchRow(Order, UgcRowState.Refused) { Refusal = UgcLabErrorKind.RequestRefused }, buyAgain: true));

    [Fact]
    public void A_row_that_may_have_been_bought_again_is_given_back_whatever_is_asked_for() =>
        Assert.Equal(RowStep.GiveBack, RowVerdict.Of(new BatchRow(Order, UgcRowState.Failed) { Created = 1, IsAbandoned = true }, buyAgain: true));

    [Fact]
    public void A_row_in_doubt_is_asked_about_only_when_somebody_wants_to_be_asked() =>
        Assert.Equal(RowStep.Ask, RowVerdict.Of(new BatchRow(Order, UgcRowState.Unconfirmed), onUnconfirmed: UgcOnUnconfirmed.Ask));

    [Fact]
    public void A_row_in_doubt_is_reported_with_its_time_its_number_there_and_the_way_out()
    {
        DateTimeOffset sent = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);
        UgcHistoryEntry last = new() { PurchaseId = "aa", Time = sent, RowNumber = 7, Message = "No answer came.", RequestId = "req_1" };

        UgcLabException failure = RowVerdict.Failure(RowStep.Hold, "nov", new BatchRow(Order, UgcRowState.Unconfirmed), last)!;

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, failure.Kind);
        Assert.Contains("batch nov as row 7 at " + sent.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture), failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("No answer came.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Resolve-UgcBatchRow", failure.Advice, StringComparison.Ordinal);
        Assert.Equal("req_1", failure.RequestId);
    }

    [Fact]
    public void A_refusal_is_repeated_with_its_own_kind()
    {
        BatchRow row = new(Order, UgcRowState.Refused) { Refusal = UgcLabErrorKind.RequestRefused };

        UgcLabException failure = RowVerdict.Failure(RowStep.Refused, "nov", row, new UgcHistoryEntry { PurchaseId = "aa", Message = "Too dull." })!;

        Assert.Equal(UgcLabErrorKind.RequestRefused, failure.Kind);
        Assert.Contains("Too dull.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Mend the row", failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RowStep.Buy)]
    [InlineData(RowStep.BuyAgain)]
    [InlineData(RowStep.GiveBack)]
    [InlineData(RowStep.LetBe)]
    public void What_is_done_or_passed_over_is_no_failure(RowStep step) =>
        Assert.Null(RowVerdict.Failure(step, "nov", new BatchRow(Order, UgcRowState.NotSent), null));
}
