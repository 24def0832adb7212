namespace UgcLab.Client.Tests.Batches;

public sealed class RowDecisionTests
{
    private static PurchaseRequest Order { get; } = new(Bench.Video) { RowNumber = 3 };

    private static BatchRow Row(UgcRowState state, int created = 0, UgcLabErrorKind? refusal = null, bool isAbandoned = false) =>
        new(Order, default, new RowState { Key = "", State = state, Created = created, Refusal = refusal?.ToString(), IsAbandoned = isAbandoned });

    [Theory]
    [InlineData(UgcRowState.NotSent, false, nameof(RowDisposition.Create), nameof(RowDisposition.Create))]
    [InlineData(UgcRowState.Running, true, nameof(RowDisposition.ReturnExisting), nameof(RowDisposition.CreateAgain))]
    [InlineData(UgcRowState.Finished, true, nameof(RowDisposition.ReturnExisting), nameof(RowDisposition.CreateAgain))]
    [InlineData(UgcRowState.Failed, true, nameof(RowDisposition.ReturnExisting), nameof(RowDisposition.CreateAgain))]
    [InlineData(UgcRowState.Saved, true, nameof(RowDisposition.ReturnExisting), nameof(RowDisposition.CreateAgain))]
    [InlineData(UgcRowState.Sending, false, nameof(RowDisposition.InFlight), nameof(RowDisposition.InFlight))]
    [InlineData(UgcRowState.Unconfirmed, false, nameof(RowDisposition.HoldUnconfirmed), nameof(RowDisposition.HoldUnconfirmed))]
    [InlineData(UgcRowState.Unconfirmed, true, nameof(RowDisposition.HoldUnconfirmed), nameof(RowDisposition.HoldUnconfirmed))]
    [InlineData(UgcRowState.Abandoned, false, nameof(RowDisposition.SkipAbandoned), nameof(RowDisposition.SkipAbandoned))]
    public void A_state_says_what_is_done_and_creating_again_reaches_created_rows_only(UgcRowState state, bool isBought, string step, string again)
    {
        BatchRow row = Row(state, isBought ? 1 : 0);

        Assert.Equal(step, RowDecision.Of(row).ToString());
        Assert.Equal(again, RowDecision.Of(row, buyAgain: true).ToString());
    }

    [Theory]
    [InlineData(UgcLabErrorKind.RequestRefused, nameof(RowDisposition.Refused))]
    [InlineData(UgcLabErrorKind.ImageDownloadFailed, nameof(RowDisposition.Create))]
    [InlineData(UgcLabErrorKind.ProjectNotFound, nameof(RowDisposition.Create))]
    [InlineData(UgcLabErrorKind.InsufficientCredits, nameof(RowDisposition.Create))]
    [InlineData(UgcLabErrorKind.KeyRefused, nameof(RowDisposition.Create))]
    public void A_refused_row_goes_out_again_unless_it_was_refused_for_what_it_says(UgcLabErrorKind refusal, string step) =>
        Assert.Equal(step, RowDecision.Of(Row(UgcRowState.Refused, refusal: refusal)).ToString());

    [Fact]
    public void Creating_again_sends_what_was_refused_as_well_for_that_cost_nothing() =>
        Assert.Equal(RowDisposition.Create, RowDecision.Of(Row(UgcRowState.Refused, refusal: UgcLabErrorKind.RequestRefused), buyAgain: true));

    [Fact]
    public void A_row_that_may_have_been_created_again_is_given_back_whatever_is_asked_for() =>
        Assert.Equal(RowDisposition.ReturnExisting, RowDecision.Of(Row(UgcRowState.Failed, created: 1, isAbandoned: true), buyAgain: true));

    [Fact]
    public void An_unconfirmed_row_is_asked_about_only_when_a_person_wants_to_be_asked() =>
        Assert.Equal(RowDisposition.Ask, RowDecision.Of(Row(UgcRowState.Unconfirmed), onUnconfirmed: UgcOnUnconfirmed.Ask));

    [Fact]
    public void An_unconfirmed_row_is_reported_with_its_time_its_number_there_and_the_advice()
    {
        DateTimeOffset sent = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);
        UgcHistoryEntry last = new() { PurchaseId = "aa", Time = sent, RowNumber = 7, Message = "No answer came.", RequestId = "req_1" };

        UgcLabException failure = RowDecision.Failure(RowDisposition.HoldUnconfirmed, "nov", Row(UgcRowState.Unconfirmed), last)!;

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, failure.Kind);
        Assert.Contains("batch nov as row 7 at " + sent.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture), failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("No answer came.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Resolve-UgcBatchRow", failure.Advice, StringComparison.Ordinal);
        Assert.Equal("req_1", failure.RequestId);
    }

    [Fact]
    public void A_refusal_is_repeated_with_its_own_kind()
    {
        BatchRow row = Row(UgcRowState.Refused, refusal: UgcLabErrorKind.RequestRefused);

        UgcLabException failure = RowDecision.Failure(RowDisposition.Refused, "nov", row, new UgcHistoryEntry { PurchaseId = "aa", Message = "Too dull." })!;

        Assert.Equal(UgcLabErrorKind.RequestRefused, failure.Kind);
        Assert.Contains("Too dull.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Correct the row", failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(RowDisposition.Create))]
    [InlineData(nameof(RowDisposition.CreateAgain))]
    [InlineData(nameof(RowDisposition.ReturnExisting))]
    [InlineData(nameof(RowDisposition.SkipAbandoned))]
    public void What_is_done_or_passed_over_is_no_failure(string step) =>
        Assert.Null(RowDecision.Failure(Enum.Parse<RowDisposition>(step), "nov", Row(UgcRowState.NotSent), null));
}
