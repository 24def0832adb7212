using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Batches;

/// <summary>What Invoke-UgcBatch asks, says and returns.</summary>
public sealed class InvokeBatchTests : IDisposable
{
    private const string Run = "Invoke-UgcBatch $sheet -Destination $videos";

    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public void It_asks_once_creates_waits_saves_and_says_what_it_came_to()
    {
        using Shell shell = _rehearsal.Sheet(3).Open();
        shell.Host.Answer("Yes");

        Outcome outcome = shell.Run(Run).Clean();

        Assert.Contains("Create 3 videos with 3 requests at a price that is not known yet?", Assert.Single(shell.Host.Questions), StringComparison.Ordinal);
        Assert.Contains("Batch ads: 3 rows; 3 to send.", outcome.Information);
        RunResult result = RunResult.Of(outcome);
        Assert.Equal(("ads", 0, 3, 3, 3, 105m), (result.Batch, result.ExitCode, result.Created, result.VideosSaved, result.Saved, result.CreditsCharged));
        Assert.Equal(Path.Combine(_rehearsal.Videos, "results.csv"), result.ReportPath);
        Assert.Equal(["ad-1-kling-2.6-v0.mp4", "ad-2-kling-2.6-v0.mp4", "ad-3-kling-2.6-v0.mp4"], _rehearsal.Files);
        Assert.Equal(3, _rehearsal.Sold.Count);
    }

    [Fact]
    public void Its_question_names_the_limits_of_the_run()
    {
        using Shell shell = _rehearsal.Sheet(1).Open();
        shell.Host.Answer("No");

        shell.Run($"{Run} -MaxCredit 500 -KeepCredit 20");

        Assert.StartsWith(
            "Batch ads -MaxCredit 500 limits this run. -KeepCredit 20 limits this run. Create 1 video", Assert.Single(shell.Host.Questions),
            StringComparison.Ordinal);
        Assert.Empty(_rehearsal.Sold);
    }

    [Fact]
    public void Webhooks_wake_its_wait_and_a_port_that_is_taken_ends_it_before_money()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        using Shell shell = _rehearsal.Sheet(2).Open();

        Outcome refused = shell.Run($"{Run} -Force -WebhookPrefix http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}/ugc/");
        Assert.Equal(["UgcWebhookUnavailable"], refused.ErrorIds);
        Assert.Empty(_rehearsal.Sold);

        Outcome outcome = shell.Run($"{Run} -Force -WebhookPrefix auto").Clean();
        Assert.Contains(outcome.Information, line => line.StartsWith("Webhooks for this wait are received at http://localhost:", StringComparison.Ordinal));
        Assert.Equal(2, RunResult.Of(outcome).VideosSaved);
    }

    [Fact]
    public void Run_again_it_asks_nothing_and_sends_nothing()
    {
        using Shell shell = _rehearsal.Sheet(2).Open();
        shell.Host.Answer("Yes");
        shell.Run(Run).Clean();
        (int Any, int Orders) arrived = _rehearsal.Arrived;

        RunResult result = RunResult.Of(shell.Run(Run).Clean());

        Assert.Equal((0, 0, 2), (result.ExitCode, result.Created, result.Saved));
        Assert.Single(shell.Host.Questions);
        Assert.Equal(arrived, _rehearsal.Arrived);
    }

    [Fact]
    public void A_no_sends_nothing()
    {
        using Shell shell = _rehearsal.Sheet(2).Open();
        shell.Host.Answer("No");

        RunResult result = RunResult.Of(shell.Run(Run).Clean());

        Assert.Equal((3, 2, "The plan was not confirmed."), (result.ExitCode, result.NotSent, result.StoppedBy));
        Assert.Equal(0, _rehearsal.Arrived.Any);
    }

    [Fact]
    public void A_no_says_how_things_stand_anyway()
    {
        using Shell shell = _rehearsal.Sheet(3).Open();
        shell.Run($"{Run} -First 2 -Force").Clean();
        shell.Host.Answer("No");

        RunResult result = RunResult.Of(shell.Run(Run).Clean());

        Assert.Equal((3, 2, 1, 0), (result.Rows, result.Saved, result.NotSent, result.Created));
        Assert.Contains("Create 1 video with 1 request for 35 credits?", Assert.Single(shell.Host.Questions), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Force")]
    [InlineData("-Confirm:$false")]
    public void With_consent_in_advance_there_is_no_prompt(string said)
    {
        using Shell shell = _rehearsal.Sheet(2).Open();

        Assert.Equal(0, RunResult.Of(shell.Run($"{Run} {said}").Clean()).ExitCode);
        Assert.Empty(shell.Host.Questions);
    }

    [Fact]
    public void Confirm_is_the_one_question()
    {
        using Shell shell = _rehearsal.Sheet(2).Open();
        shell.Host.Answer("Yes");

        Assert.Equal(2, RunResult.Of(shell.Run($"{Run} -Confirm").Clean()).Created);
        Assert.Contains("Create 2 videos with 2 requests", Assert.Single(shell.Host.Questions), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_prompt_is_possible_it_has_to_be_reported_what_it_may_spend()
    {
        using Shell shell = _rehearsal.Sheet(2).Open(host: Shell.NonInteractive);

        Outcome outcome = shell.Run(Run);

        Assert.Equal(["UgcArgumentInvalid"], outcome.ErrorIds);
        Assert.Contains("-MaxCredit", outcome.Caught?.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, _rehearsal.Arrived.Any);
        Assert.Equal(0, RunResult.Of(shell.Run($"{Run} -MaxCredit 1000").Clean()).ExitCode);
    }

    [Fact]
    public void Where_no_prompt_is_possible_creating_again_is_agreed_to_by_Force_only()
    {
        using Shell shell = _rehearsal.Sheet(2).Open(host: Shell.NonInteractive);
        shell.Run($"{Run} -Force").Clean();

        Outcome outcome = shell.Run($"{Run} -BuyAgain -MaxCredit 1000");

        Assert.Equal(["UgcArgumentInvalid"], outcome.ErrorIds);
        Assert.Contains("to create rows again", outcome.Caught?.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, _rehearsal.Arrived.Orders);
        Assert.Equal(2, RunResult.Of(shell.Run($"{Run} -BuyAgain -Force").Clean()).Created);
        Assert.Equal(["ad-1-kling-2.6-v0-2.mp4", "ad-1-kling-2.6-v0.mp4", "ad-2-kling-2.6-v0-2.mp4", "ad-2-kling-2.6-v0.mp4"], _rehearsal.Files);
    }

    [Fact]
    public void A_job_runs_while_the_next_command_of_the_pipeline_waits_for_it()
    {
        using Shell shell = _rehearsal.Sheet(2).Open();

        Outcome outcome = shell.Run($"{Run} -Force -AsJob | Receive-Job -Wait").Clean();
        shell.Run("Disconnect-UgcLab").Clean();

        Assert.Equal((0, 2), (RunResult.Of(outcome).ExitCode, RunResult.Of(outcome).Saved));
    }

    [Fact]
    public void A_folder_of_one_of_several_files_that_cannot_be_made_is_an_error_before_anything_is_sent()
    {
        using Shell shell = _rehearsal.Sheet(1).Open();
        File.Copy(Path.Combine(_rehearsal.Root, "ads.csv"), Path.Combine(_rehearsal.Root, "more.csv"));
        Directory.CreateDirectory(_rehearsal.Videos);
        File.WriteAllText(Path.Combine(_rehearsal.Videos, "more"), "x");

        Outcome outcome = shell.Run("Invoke-UgcBatch $root/ads.csv, $root/more.csv -Destination $videos -Force -AllowDuplicate");

        Assert.Equal(["UgcFileUnwritable"], outcome.ErrorIds);
        Assert.Equal(0, _rehearsal.Arrived.Orders);
    }

    [Fact]
    public void Where_nothing_is_sent_unconfirmed_rows_decide_the_exit_code()
    {
        using Shell shell = _rehearsal.Sheet(2).Open("Speed = 3000; Faults = @{ Kind = 'LostReply'; On = 'Create'; At = 2 }");
        shell.Run($"{Run} -Force");
        File.AppendAllText(Path.Combine(_rehearsal.Root, "ads.csv"), "ad-3,,kling-2.6,5\n");

        RunResult result = RunResult.Of(shell.Run($"{Run} -Force"));

        Assert.Equal((5, 1, 2), (result.ExitCode, result.Unconfirmed, _rehearsal.Arrived.Orders));
    }

    [Fact]
    public void Creating_again_that_was_stopped_says_that_it_is_resumed_and_creates_the_rest()
    {
        using Shell shell = _rehearsal.Sheet(3).Open();
        shell.Run($"{Run} -Force").Clean();
        Assert.Equal(1, RunResult.Of(shell.Run($"{Run} -Force -BuyAgain -MaxCredit 40 -AllowPartial")).Created);

        Outcome resumed = shell.Run($"{Run} -Force -BuyAgain").Clean();

        Assert.Contains(resumed.Information, text => text.StartsWith("An earlier run with -BuyAgain was interrupted. This one resumes it", StringComparison.Ordinal));
        Assert.Equal((2, 0), (RunResult.Of(resumed).Created, RunResult.Of(resumed).ExitCode));
        Outcome next = shell.Run($"{Run} -Force -BuyAgain").Clean();
        Assert.DoesNotContain(next.Information, text => text.Contains("resumes it", StringComparison.Ordinal));
        Assert.Equal(3, RunResult.Of(next).Created);
    }

    [Fact]
    public void The_question_says_what_is_created_again()
    {
        using Shell shell = _rehearsal.Sheet(1).Open();
        shell.Run($"{Run} -Force").Clean();

        shell.Run($"{Run} -BuyAgain").Clean();

        Assert.Contains("1 row of these was created before and would be created AGAIN.", Assert.Single(shell.Host.Questions), StringComparison.Ordinal);
        Assert.Equal(1, _rehearsal.Arrived.Orders);
    }

    [Fact]
    public void WhatIf_says_what_would_be_done_and_leaves_no_trace()
    {
        using Shell shell = _rehearsal.Sheet(2).Open();
        IReadOnlyList<string> before = _rehearsal.Traces();

        Outcome outcome = shell.Run($"{Run} -WhatIf").Clean();

        Assert.Empty(outcome.Output);
        Assert.Contains(shell.Host.Lines, line => line.Contains("What if", StringComparison.Ordinal) && line.Contains("Create 2 videos with 2 requests", StringComparison.Ordinal));
        Assert.Equal(before, _rehearsal.Traces());
        shell.Run($"{Run} -Force -First 1").Clean();
        before = _rehearsal.Traces();

        Assert.Contains("Batch ads: 2 rows; 1 to send, 1 created before.", shell.Run($"{Run} -WhatIf").Clean().Information);
        Assert.Equal(before, _rehearsal.Traces());
    }

    [Fact]
    public void WhatIf_is_not_in_the_way_of_one_that_runs()
    {
        using Shell shell = _rehearsal.Sheet(3).Open("Speed = 1", "-CreationLimit 1");
        using Shell other = _rehearsal.Open();
        using Running running = shell.Start($"{Run} -Force");
        Assert.True(SpinWait.SpinUntil(() => running.Warnings.Count > 0, Shell.Deadline));

        Assert.Contains("Batch ads: 3 rows; 2 to send, 1 created before.", other.Run($"{Run} -WhatIf").Clean().Information);
        Assert.True(running.Stop().Stopped);
    }

    [Fact]
    public void First_is_a_taste_and_the_next_run_creates_the_rest()
    {
        using Shell shell = _rehearsal.Sheet(4).Open();

        Assert.Equal((2, 2), (RunResult.Of(shell.Run($"{Run} -First 2 -Force").Clean()).Rows, _rehearsal.Arrived.Orders));
        Assert.Equal((0, 2, 4), (RunResult.Of(shell.Run($"{Run} -Force").Clean()).ExitCode, _rehearsal.Arrived.Orders - 2, _rehearsal.Sold.Distinct().Count()));
    }

    [Fact]
    public void PassThru_gives_each_video_and_then_the_result()
    {
        using Shell shell = _rehearsal.Sheet(2).Open();

        Outcome outcome = shell.Run($"{Run} -Force -PassThru").Clean();

        Assert.Equal(["UgcLab.UgcSavedVideo", "UgcLab.UgcSavedVideo", "UgcLab.UgcBatchResult"], outcome.Output.Select(item => item.TypeNames[0]));
        Assert.Equal(_rehearsal.Files, outcome.Values("Path").Take(2).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_fails_names_its_row_and_the_others_continue()
    {
        using Shell shell = _rehearsal.Sheet(4).Open("Speed = 3000; Faults = @(@{ Kind = 'LostReply'; On = 'Create'; At = 2 }, @{ Kind = 'FailedJob'; On = 'Create'; At = 3 })");

        Outcome outcome = shell.Run($"{Run} -Force");

        Assert.Null(outcome.Caught);
        Assert.Equal(["UgcJobFailed", "UgcOutcomeUnconfirmed"], outcome.ErrorIds.Order());
        ErrorRecord lost = outcome.Errors.Single(error => Outcome.Id(error) == "UgcOutcomeUnconfirmed");
        Assert.StartsWith("Row 2 (line 3), ad-2: ", lost.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.StartsWith("Row 3, ad-3: Job ", outcome.Errors.Single(error => Outcome.Id(error) == "UgcJobFailed").ErrorDetails.Message, StringComparison.Ordinal);
        RunResult result = RunResult.Of(outcome);
        Assert.Equal((5, 1, 1, 2), (result.ExitCode, result.Unconfirmed, result.Failed, result.Saved));
    }

    [Fact]
    public void An_unconfirmed_row_is_named_by_each_later_run_and_sent_by_none()
    {
        using Shell shell = _rehearsal.Sheet(3).Open("Speed = 3000; Faults = @{ Kind = 'LostReply'; On = 'Create'; At = 2 }");
        shell.Run($"{Run} -Force");

        Outcome outcome = shell.Run($"{Run} -Force -BuyAgain -RetryFailed -MaxCredit 0 -AllowPartial");

        Assert.Contains("UgcOutcomeUnconfirmed", outcome.ErrorIds);
        ErrorRecord error = outcome.Errors.First(error => Outcome.Id(error) == "UgcOutcomeUnconfirmed");
        Assert.Contains("2", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("Resolve-UgcBatchRow", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal((5, 3), (RunResult.Of(outcome).ExitCode, _rehearsal.Arrived.Orders));
    }

    [Fact]
    public void An_unconfirmed_row_is_prompted_for_on_request_and_sent_when_it_was_not_charged()
    {
        using Shell shell = _rehearsal.Sheet(2).Open("Speed = 3000; Faults = @{ Kind = 'LostReply'; On = 'Create'; At = 2 }");
        shell.Run($"{Run} -Force");
        shell.Host.Answer("Yes", "Yes");

        RunResult result = RunResult.Of(shell.Run($"{Run} -OnUnconfirmed Ask").Clean());

        Assert.Equal((0, 1, 2), (result.ExitCode, result.Created, shell.Host.Questions.Count));
        Assert.Contains("NOT charged", shell.Host.Questions[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Want_of_credits_is_reported_and_is_the_exit_code()
    {
        using Shell shell = _rehearsal.Sheet(3).Open("Speed = 3000; Credits = 80");

        Outcome outcome = shell.Run($"{Run} -Force");

        Assert.Equal(["UgcInsufficientCredits"], outcome.ErrorIds);
        Assert.StartsWith("Batch ads stopped: ", outcome.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        RunResult result = RunResult.Of(outcome);
        Assert.Equal((4, 2, 1), (result.ExitCode, result.Saved, result.NotSent));
    }

    [Fact]
    public void A_bound_on_the_spending_is_kept()
    {
        using Shell shell = _rehearsal.Sheet(4).Open();

        Outcome outcome = shell.Run($"{Run} -MaxCredit 80 -Force");

        Assert.Equal(["UgcSpendingLimit"], outcome.ErrorIds);
        Assert.Equal((4, 2), (RunResult.Of(outcome).ExitCode, _rehearsal.Arrived.Orders));
    }

    [Fact]
    public void A_time_that_is_past_is_refused_before_anything_is_done()
    {
        using Shell shell = _rehearsal.Sheet(1).Open();

        Outcome outcome = shell.Run($"{Run} -Force -Until '2001-01-01 10:00'");

        Assert.Equal(["UgcArgumentInvalid"], outcome.ErrorIds);
        Assert.Empty(_rehearsal.Batches);
    }

    [Fact]
    public void Another_session_continues_where_the_first_was()
    {
        using (Shell first = _rehearsal.Sheet(3).Open("Speed = 1"))
        {
            Assert.Equal((3, 2), (RunResult.Of(first.Run($"{Run} -Force -First 2 -Timeout 1")).ExitCode, _rehearsal.Arrived.Orders));
        }

        using Shell second = _rehearsal.Open();
        RunResult result = RunResult.Of(second.Run($"{Run} -Force").Clean());

        Assert.Equal((0, 1, 3), (result.ExitCode, result.Created, result.VideosSaved));
        Assert.Equal(3, _rehearsal.Sold.Count);
    }
}
