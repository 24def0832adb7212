using System.Net;
using System.Net.Http.Headers;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests.Batches;

[Collection(nameof(Alone))]
public sealed class BatchStopTests : IDisposable
{
    private readonly BatchBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task An_empty_balance_ends_the_sending_and_what_was_created_is_saved()
    {
        using BatchBench bench = new(BatchBench.With(new SimulatorFault { Kind = SimulatorFaultKind.InsufficientCredits, On = SimulatorTarget.Create, At = 3 }));

        Ran ran = await bench.RunAsync(bench.Rows(5));

        Assert.Equal((4, 2, 3, 0), (ran.Result.ExitCode, ran.Result.Saved, ran.Result.NotSent, ran.Result.Refused));
        Assert.Equal(UgcLabErrorKind.InsufficientCredits, ran.StoppedBy?.Kind);
        Assert.Contains("run the same command again", ran.StoppedBy?.Advice, StringComparison.Ordinal);
        Assert.Equal((3, 2), (bench.Posts, bench.Files.Count));
        Assert.Contains("Sending has stopped.", Assert.Single(bench.Notices.Warnings), StringComparison.Ordinal);

        Assert.Equal((0, 3), ((await bench.RunAsync(bench.Rows(5))).Result.ExitCode, bench.Sold.Count - 2));
    }

    [Theory]
    [InlineData(80, null, 2)]
    [InlineData(null, 99_900, 2)]
    [InlineData(0, null, 0)]
    public async Task A_spending_limit_ends_the_sending_and_what_was_created_is_saved(int? most, int? keep, int bought)
    {
        Ran ran = await _bench.RunAsync(_bench.Rows(4), new Asked { MaxCredit = most, KeepCredit = keep });

        Assert.Equal((4, bought, 4 - bought), (ran.Result.ExitCode, ran.Result.Saved, ran.Result.NotSent));
        Assert.Equal(UgcLabErrorKind.SpendingLimit, ran.StoppedBy?.Kind);
        Assert.Equal(bought, _bench.Posts);
    }

    [Theory]
    [InlineData(SimulatorFaultKind.Unauthorized, UgcLabErrorKind.KeyRefused)]
    [InlineData(SimulatorFaultKind.Forbidden, UgcLabErrorKind.AccessDenied)]
    [InlineData(SimulatorFaultKind.Redirect, UgcLabErrorKind.NotTheService)]
    public async Task What_every_row_would_meet_with_ends_the_sending(SimulatorFaultKind fault, UgcLabErrorKind kind)
    {
        using BatchBench bench = new(BatchBench.With(new SimulatorFault { Kind = fault, On = SimulatorTarget.Create, At = 2 }));

        Ran ran = await bench.RunAsync(bench.Rows(4));

        Assert.Equal((3, 1, 3), (ran.Result.ExitCode, ran.Result.Saved, ran.Result.NotSent));
        Assert.Equal(kind, ran.StoppedBy?.Kind);
        Assert.Equal(2, bench.Posts);
    }

    [Theory]
    [InlineData(SimulatorFaultKind.Unauthorized)]
    [InlineData(SimulatorFaultKind.Forbidden)]
    public async Task A_key_that_will_not_do_is_found_out_before_any_money(SimulatorFaultKind fault)
    {
        using BatchBench bench = new(BatchBench.With(new SimulatorFault { Kind = fault, On = SimulatorTarget.Projects }));

        Ran ran = await bench.RunAsync(bench.Rows(2));

        Assert.Equal((3, 2, 0), (ran.Result.ExitCode, ran.Result.NotSent, bench.Posts));
    }

    [Fact]
    public async Task A_key_that_is_refused_for_good_ends_the_wait_as_well_and_nothing_is_lost()
    {
        int orders = 0;
        _bench.Line.Before = (request, _, _) => (Line.IsOrder(request) && ++orders > 1) || (orders > 0 && !Line.IsOrder(request))
            ? Task.FromResult<HttpResponseMessage?>(new HttpResponseMessage(HttpStatusCode.Unauthorized) { Content = new StringContent("{}") })
            : Line.Served;
        Ran ran = await _bench.RunAsync(_bench.Rows(3));
        Assert.Equal((3, 1, 2), (ran.Result.ExitCode, ran.Result.Running, ran.Result.NotSent));
        Assert.Equal(UgcLabErrorKind.KeyRefused, ran.StoppedBy?.Kind);

        _bench.Line.Before = (_, _, _) => Line.Served;
        Assert.Equal((0, 3), ((await _bench.RunAsync(_bench.Rows(3))).Result.ExitCode, _bench.Sold.Count));
    }

    [Fact]
    public async Task A_network_that_stays_away_ends_the_sending()
    {
        using BatchBench bench = new(BatchBench.With(new SimulatorFault { Kind = SimulatorFaultKind.ConnectFailure, On = SimulatorTarget.Create, At = 2, Times = 10_000 }));

        Ran ran = await bench.RunAsync(bench.Rows(3), new Asked { Client = options => options with { NetworkTimeout = TimeSpan.FromMinutes(3) } });

        Assert.Equal((3, 1, 2), (ran.Result.ExitCode, ran.Result.Saved, ran.Result.NotSent));
        Assert.Equal(UgcLabErrorKind.NetworkError, ran.StoppedBy?.Kind);
    }

    [Fact]
    public async Task A_project_that_is_not_there_costs_one_request_and_its_later_rows_none()
    {
        static VideoRequest Elsewhere(VideoRequest video) => video with { ProjectId = "cnotaproject0000000000000" };
        BatchInput[] rows = [_bench.Row(1, Elsewhere), _bench.Row(2), _bench.Row(3, Elsewhere), _bench.Row(4, Elsewhere)];

        Ran ran = await _bench.RunAsync(rows);

        Assert.Equal((2, 1, 1, 2), (_bench.Posts, ran.Result.Saved, ran.Result.Refused, ran.Result.NotSent));
        Assert.Equal(["Row 1, boat-1", "Row 3, boat-3", "Row 4, boat-4"], ran.Events.Where(happened => happened.Failure?.Kind is UgcLabErrorKind.ProjectNotFound).Select(happened => happened.Row));
        Assert.Null(ran.StoppedBy);
    }

    [Fact]
    public async Task A_row_whose_answer_is_lost_is_left_unchanged_and_the_others_continue()
    {
        using BatchBench bench = new(BatchBench.With(new SimulatorFault { Kind = SimulatorFaultKind.LostReply, On = SimulatorTarget.Create, At = 2 }));
        Ran ran = await bench.RunAsync(bench.Rows(4));
        Assert.Equal((5, 1, 3), (ran.Result.ExitCode, ran.Result.Unconfirmed, ran.Result.Saved));
        Assert.Equal([UgcLabErrorKind.OutcomeUnconfirmed], ran.Failures);

        Ran again = await bench.RunAsync(bench.Rows(4), new Asked { BuyAgain = true, RetryFailed = true, MaxCredit = 0 });

        Assert.Equal(2, Assert.Single(again.Plan.Unconfirmed).Purchase.RowNumber);
        Assert.Equal((5, 4), (again.Result.ExitCode, bench.Posts));
        Assert.Equal(5, (await bench.RunAsync(bench.Rows(4))).Result.ExitCode);
        Assert.Equal(4, bench.Posts);
    }

    [Fact]
    public async Task Three_unknown_outcomes_in_a_row_end_the_sending()
    {
        using BatchBench bench = new(BatchBench.With(new SimulatorFault { Kind = SimulatorFaultKind.LostReply, On = SimulatorTarget.Create, At = 2, Times = 3 }));

        Ran ran = await bench.RunAsync(bench.Rows(6));

        Assert.Equal((5, 3, 1, 2, 4), (ran.Result.ExitCode, ran.Result.Unconfirmed, ran.Result.Saved, ran.Result.NotSent, bench.Posts));
        Assert.Contains("3 consecutive rows are unconfirmed", ran.Result.StoppedBy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lost_answers_with_sound_ones_between_them_do_not_end_it()
    {
        SimulatorFault lost = new() { Kind = SimulatorFaultKind.LostReply, On = SimulatorTarget.Create, At = 1, Times = 2 };
        using BatchBench bench = new(BatchBench.With(lost, lost with { At = 4 }));

        Ran ran = await bench.RunAsync(bench.Rows(6));

        Assert.Equal((4, 2, 6), (ran.Result.Unconfirmed, ran.Result.Saved, bench.Posts));
        Assert.Null(ran.StoppedBy);
    }

    [Fact]
    public async Task Until_breaks_off_a_wait_for_the_hours_limit_and_what_was_created_is_saved()
    {
        DateTimeOffset began = _bench.Clock.GetUtcNow();

        Ran ran = await _bench.RunAsync(_bench.Rows(5), new Asked { Until = began.AddMinutes(30), Client = options => options with { Limits = new UgcLimits(0, 2, 0) } });

        Assert.Equal((3, 2, 3, 2), (ran.Result.ExitCode, ran.Result.Saved, ran.Result.NotSent, _bench.Posts));
        Assert.Equal(UgcLabErrorKind.BatchStopped, ran.StoppedBy?.Kind);
        Assert.Contains($"-Until, {began.AddMinutes(30).ToLocalTime():yyyy-MM-dd HH:mm}, is reached", ran.Result.StoppedBy, StringComparison.Ordinal);
        Assert.InRange(_bench.Clock.GetUtcNow() - began, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(31));
    }

    [Fact]
    public void A_wait_of_the_row_in_hand_is_shown_until_the_next_row_begins()
    {
        BatchProgress waiting = new BatchProgress(ToSend: 3).Begin("Row 1") with { WaitsUntil = _bench.Clock.GetUtcNow() };
        Assert.Equal(_bench.Clock.GetUtcNow(), waiting.WaitsUntil);
        Assert.Null((waiting with { Sent = 3 }).WaitsUntil);

        BatchProgress next = (waiting with { Sent = 1 }).Begin("Row 2");
        Assert.Equal((1, "Row 2", null), (next.Sent, next.Row, next.WaitsUntil));
    }

    [Fact]
    public async Task Until_comes_by_the_clock_on_the_wall_though_that_was_set_back()
    {
        DateTimeOffset began = _bench.Clock.GetUtcNow();
        bool isSet = false;
        _bench.Line.After = (request, _, _) =>
        {
            if (Line.IsOrder(request) && !isSet)
            {
                isSet = true;
                _bench.Clock.SetBack(TimeSpan.FromMinutes(40));
            }

            return Task.CompletedTask;
        };

        Ran ran = await _bench.RunAsync(_bench.Rows(5), new Asked { Until = began.AddMinutes(30), Client = options => options with { Limits = new UgcLimits(0, 2, 0) } });

        Assert.Equal((UgcLabErrorKind.BatchStopped, 4), (ran.StoppedBy?.Kind, _bench.Posts));
    }

    [Fact]
    public async Task Until_leaves_a_purchase_that_is_out_all_its_time()
    {
        DateTimeOffset began = _bench.Clock.GetUtcNow();

        // A minute is longer than what a stop would leave it.
        _bench.Line.After = (request, _, cancellationToken) => Line.IsOrder(request) ? Task.Delay(TimeSpan.FromMinutes(1), _bench.Clock, cancellationToken) : Task.CompletedTask;

        Ran ran = await _bench.RunAsync(_bench.Rows(3), new Asked { Until = began.AddSeconds(20) });

        Assert.Equal((3, 1, 2, 0), (ran.Result.ExitCode, ran.Result.Saved, ran.Result.NotSent, ran.Result.Unconfirmed));
        Assert.Equal(1, _bench.Posts);
    }

    [Fact]
    public async Task A_purchase_that_is_throttled_after_Until_does_not_go_out_again()
    {
        DateTimeOffset began = _bench.Clock.GetUtcNow();
        _bench.Line.Before = async (request, _, cancellationToken) =>
        {
            if (!Line.IsOrder(request))
            {
                return null;
            }

            await Task.Delay(TimeSpan.FromMinutes(1), _bench.Clock, cancellationToken);
            HttpResponseMessage answer = new(HttpStatusCode.TooManyRequests) { Content = new StringContent("""{"error":{"code":"RATE_LIMIT_EXCEEDED","message":"Later."}}""", new MediaTypeHeaderValue("application/json")) };
            answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromMinutes(50));
            return answer;
        };

        Ran ran = await _bench.RunAsync(_bench.Rows(3), new Asked { Until = began.AddSeconds(20) });

        Assert.Equal((3, 3, 0), (ran.Result.ExitCode, ran.Result.NotSent, _bench.Sold.Count));
        Assert.True(_bench.Clock.GetUtcNow() - began < TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_time_that_is_past_sends_nothing_and_still_saves_what_is_open()
    {
        await _bench.RunAsync(_bench.Rows(2), new Asked { JobTimeout = TimeSpan.FromSeconds(1) });

        Ran ran = await _bench.RunAsync(_bench.Rows(3), new Asked { Until = _bench.Clock.GetUtcNow().AddHours(-1) });

        Assert.Equal((3, 2, 1, 2), (ran.Result.ExitCode, ran.Result.Saved, ran.Result.NotSent, _bench.Posts));
    }

    [Fact]
    public async Task A_far_time_is_none()
    {
        Ran ran = await _bench.RunAsync(_bench.Rows(2), new Asked { Until = DateTimeOffset.MaxValue });

        Assert.Equal((0, 2), (ran.Result.ExitCode, ran.Result.Saved));
    }

    [Fact]
    public async Task A_stop_sees_a_purchase_through_that_is_out_and_begins_no_other()
    {
        using CancellationTokenSource stopping = new();
        _bench.Line.After = async (request, _, cancellationToken) =>
        {
            if (Line.IsOrder(request))
            {
                await stopping.CancelAsync();
                await Task.Delay(TimeSpan.FromSeconds(10), _bench.Clock, cancellationToken);
            }
        };

        Ran stopped = await _bench.RunAsync(_bench.Rows(3), cancellationToken: stopping.Token);

        Assert.True(stopped.WasStopped);
        Assert.Equal(1, _bench.Posts);
        Assert.Equal(UgcRowState.Running, await StateOfAsync(1));
        _bench.Line.After = (_, _, _) => Task.CompletedTask;
        Assert.Equal((0, 3), ((await _bench.RunAsync(_bench.Rows(3))).Result.ExitCode, _bench.Sold.Count));
    }

    [Fact]
    public async Task A_purchase_without_an_answer_after_a_stop_is_unconfirmed_and_not_sent_again()
    {
        using CancellationTokenSource stopping = new();
        _bench.Line.After = async (request, _, cancellationToken) =>
        {
            if (Line.IsOrder(request))
            {
                await stopping.CancelAsync();
                await Task.Delay(TimeSpan.FromSeconds(40), _bench.Clock, cancellationToken);
            }
        };

        await _bench.RunAsync(_bench.Rows(2), cancellationToken: stopping.Token);

        Assert.Equal(UgcRowState.Unconfirmed, await StateOfAsync(1));
        _bench.Line.After = (_, _, _) => Task.CompletedTask;
        Assert.Equal((5, 2), ((await _bench.RunAsync(_bench.Rows(2))).Result.ExitCode, _bench.Posts));
    }

    [Fact]
    public async Task A_stop_ends_a_wait_for_the_hours_limit_at_once()
    {
        DateTimeOffset began = _bench.Clock.GetUtcNow();
        using CancellationTokenSource stopping = new(TimeSpan.FromMinutes(20), _bench.Clock);

        Ran ran = await _bench.RunAsync(_bench.Rows(3), new Asked { Client = options => options with { Limits = new UgcLimits(0, 1, 0) } }, stopping.Token);

        Assert.True(ran.WasStopped);
        Assert.Equal((1, 1), (_bench.Posts, _bench.Files.Count));
        Assert.InRange(_bench.Clock.GetUtcNow() - began, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(21));
    }

    [Fact]
    public async Task A_stop_ends_downloads_and_the_next_run_resumes_them()
    {
        using CancellationTokenSource stopping = new();
        _bench.Line.Before = async (request, _, cancellationToken) =>
        {
            if (Line.IsFile(request))
            {
                await stopping.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return null;
        };

        Assert.True((await _bench.RunAsync(_bench.Rows(5), cancellationToken: stopping.Token)).WasStopped);

        Assert.Empty(_bench.Files);
        _bench.Line.Before = (_, _, _) => Line.Served;
        Assert.Equal((0, 5), ((await _bench.RunAsync(_bench.Rows(5))).Result.ExitCode, _bench.Posts));
    }

    [Fact]
    public async Task One_that_is_stopped_before_it_begins_sends_nothing()
    {
        Ran ran = await _bench.RunAsync(_bench.Rows(2), cancellationToken: new CancellationToken(canceled: true));

        Assert.True(ran.WasStopped);
        Assert.Equal(0, _bench.Posts);
    }

    private async Task<UgcRowState> StateOfAsync(int row) => (await _bench.StoredRowsAsync())[row - 1].State;
}
