using System.Management.Automation;
using UgcLab.EngineTests.Hosting;
using UgcLab.Faults;

namespace UgcLab.EngineTests.Batches;

public sealed class PayOnceTests : IDisposable
{
    private const string Three = "1..3 | & { process { row \"A sound row, number $_\" @{ Reference = \"ref-$_\" } } }";

    private readonly string _batch = "b" + Guid.NewGuid().ToString("N");
    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public PayOnceTests() => _shell.Connect(_service).Set("batch", _batch);

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    [Fact]
    public void A_second_run_sends_nothing_and_hands_back_the_jobs_of_the_first()
    {
        Outcome first = _shell.Run($"{Three} | New-UgcVideo -Batch $batch").Clean();

        Outcome second = _shell.Run($"{Three} | New-UgcVideo -Batch $batch -Verbose").Clean();

        Assert.Equal(3, _service.Orders.Count);
        Assert.Equal(first.Values("UgcId"), second.Values("UgcId"));
        Assert.Equal(["True", "True", "True"], second.Values("FromHistory"));
        Assert.Equal([_batch, _batch, _batch], second.Values("Batch"));
        Assert.Contains(second.Verbose, line => line.StartsWith("Row 2, ref-2 was created before", StringComparison.Ordinal));
        Assert.Contains($"Batch {_batch}: 3 new.", first.Information);
        Assert.Contains($"Batch {_batch}: 3 created before.", second.Information);
    }

    [Fact]
    public void Only_what_is_new_is_created_wherever_in_the_sheet_it_stands()
    {
        _shell.Run($"{Three} | New-UgcVideo -Batch $batch").Clean();

        Outcome second = _shell.Run($"(row 'A row in front of them'), ({Three}) | & {{ process {{ $_ }} }} | New-UgcVideo -Batch $batch").Clean();

        Assert.Equal("A row in front of them", _service.Prompts[3]);
        Assert.Equal(4, _service.Orders.Count);
        Assert.Equal(["1", "2", "3", "4"], second.Values("RowNumber"));
        Assert.Equal(["False", "True", "True", "True"], second.Values("FromHistory"));
    }

    [Fact]
    public void Equal_rows_are_counted_and_each_is_created_once()
    {
        const string Twins = "1..2 | & { process { row 'A row that stands there twice' } }";

        _shell.Run($"{Twins} | New-UgcVideo -Batch $batch -WarningAction SilentlyContinue; {Twins} | New-UgcVideo -Batch $batch -WarningAction SilentlyContinue").Clean();

        Assert.Equal(2, _service.Orders.Count);
    }

    [Fact]
    public void An_unconfirmed_row_is_reported_with_its_advice_and_the_others_continue()
    {
        _service.Instead = request => Service.IsOrder(request) && _service.Orders.Count == 2 ? new Reply { CutAt = 0, Ending = Ending.Fin } : null;
        Assert.Equal(["UgcOutcomeUnconfirmed"], _shell.Run($"{Three} | New-UgcVideo -Batch $batch").ErrorIds);

        Outcome second = _shell.Run($"{Three} | New-UgcVideo -Batch $batch");

        ErrorRecord error = Assert.Single(second.Errors);
        Assert.Equal("UgcOutcomeUnconfirmed", Outcome.Id(error));
        Assert.StartsWith($"Row 2, ref-2: This was sent in batch {_batch} at ", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("Resolve-UgcBatchRow", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(["1", "3"], second.Values("RowNumber"));
        Assert.Contains($"Batch {_batch}: 2 created before, 1 unconfirmed.", second.Information);
        Assert.Equal(3, _service.Orders.Count);
    }

    [Fact]
    public void An_unconfirmed_row_is_sent_again_when_a_person_says_that_it_was_not_charged()
    {
        Lose();
        _shell.Host.Answer("No", "Yes");

        Assert.Equal(["UgcOutcomeUnconfirmed"], _shell.Run("row 'A row in doubt' | New-UgcVideo -Batch $batch -OnUnconfirmed Ask -Force").ErrorIds);
        _shell.Run("row 'A row in doubt' | New-UgcVideo -Batch $batch -OnUnconfirmed Ask").Clean();

        Assert.Equal(2, _service.Orders.Count);
        Assert.Equal(2, _shell.Host.Questions.Count);
        Assert.Contains("Credits: ", _shell.Host.Questions[0], StringComparison.Ordinal);
        Assert.Contains("Clips: ", _shell.Host.Questions[0], StringComparison.Ordinal);
        Assert.Equal(["0"], _shell.Run("Get-UgcBatch $batch").Clean().Values("Unconfirmed"));
    }

    [Fact]
    public void A_row_that_was_refused_for_its_content_is_reported_until_that_changes()
    {
        _service.Instead = _ => _service.Orders.Count == 1 ? Service.Error(400, "VALIDATION_ERROR", "Too dull.") : null;
        _shell.Run("row 'A row that is dull' | New-UgcVideo -Batch $batch");

        Outcome again = _shell.Run("row 'A row that is dull' | New-UgcVideo -Batch $batch");
        _shell.Run("row 'A row that is not' | New-UgcVideo -Batch $batch").Clean();

        Assert.Equal(["UgcRequestRefused"], again.ErrorIds);
        Assert.Contains("Too dull.", again.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal(["A row that is dull", "A row that is not"], _service.Prompts);
    }

    [Fact]
    public void A_row_that_was_refused_for_want_of_credits_goes_out_when_there_are_some()
    {
        _service.Instead = _ => _service.Orders.Count == 1 ? Service.Error(402, "INSUFFICIENT_CREDITS") : null;

        Assert.Equal(["UgcInsufficientCredits"], _shell.Run("row 'A row for later' | New-UgcVideo -Batch $batch").ErrorIds);
        _shell.Run("row 'A row for later' | New-UgcVideo -Batch $batch").Clean();

        Assert.Equal(2, _service.Orders.Count);
    }

    [Fact]
    public void To_create_again_is_asked_for_each_row_with_what_it_cost_then()
    {
        _shell.Run($"{Three} | New-UgcVideo -Batch $batch").Clean();
        _shell.Host.Answer("Yes", "No", "No");

        Outcome again = _shell.Run($"{Three} | New-UgcVideo -Batch $batch -BuyAgain").Clean();

        Assert.Equal(4, _service.Orders.Count);
        Assert.Equal(3, _shell.Host.Questions.Count);
        Assert.Contains("Row 1, ref-1 was created before", _shell.Host.Questions[0], StringComparison.Ordinal);
        Assert.Contains("It cost 10 credits then.", _shell.Host.Questions[0], StringComparison.Ordinal);
        Assert.Equal(["False", "True", "True"], again.Values("FromHistory"));
        Assert.Contains($"Batch {_batch}: 1 new, 2 created before.", again.Information);
    }

    [Fact]
    public void Creating_again_that_was_stopped_is_resumed_and_begins_anew_when_it_has_ended()
    {
        const string Again = $"{Three} | New-UgcVideo -Batch $batch -BuyAgain -Force";
        _shell.Run($"{Three} | New-UgcVideo -Batch $batch").Clean();
        _service.Instead = _ => _service.Orders.Count == 5 ? Service.Error(402, "INSUFFICIENT_CREDITS") : null;
        Assert.Equal(["UgcInsufficientCredits"], _shell.Run(Again).ErrorIds);
        _service.Instead = _ => null;

        // The first row has a job of each time.
        Assert.Equal(["True", "True", "False", "False"], _shell.Run(Again).Clean().Values("FromHistory"));
        Assert.Equal(["False", "False", "False"], _shell.Run(Again).Clean().Values("FromHistory"));
        Assert.Equal(5 + 2 + 3, _service.Orders.Count);
    }

    [Theory]
    [InlineData("Yes to All", 2, 1)]
    [InlineData("No to All", 0, 1)]
    public void One_answer_may_stand_for_all(string answer, int bought, int questions)
    {
        const string Two = "1..2 | & { process { row \"One of two, number $_\" } }";
        _shell.Run($"{Two} | New-UgcVideo -Batch $batch").Clean();
        _shell.Host.Answer(answer);

        _shell.Run($"{Two} | New-UgcVideo -Batch $batch -BuyAgain").Clean();

        Assert.Equal(2 + bought, _service.Orders.Count);
        Assert.Equal(questions, _shell.Host.Questions.Count);
    }

    [Fact]
    public void Force_says_yes_to_creating_again_and_nothing_to_unconfirmed_rows()
    {
        Lose();
        _shell.Run("row 'A row to buy again' | New-UgcVideo -Batch $batch").Clean();

        Outcome again = _shell.Run("(row 'A row in doubt'), (row 'A row to buy again') | New-UgcVideo -Batch $batch -BuyAgain -Force");

        Assert.Equal(["UgcOutcomeUnconfirmed"], again.ErrorIds);
        Assert.Equal(["A row in doubt", "A row to buy again", "A row to buy again"], _service.Prompts);
        Assert.Empty(_shell.Host.Questions);
    }

    [Theory]
    [InlineData("-BuyAgain")]
    [InlineData("-OnUnconfirmed Ask")]
    public void What_is_about_a_batch_needs_one(string what)
    {
        Outcome outcome = _shell.Run($"{Three} | New-UgcVideo {what}");

        Assert.Equal("UgcArgumentInvalid", Outcome.Id(outcome.Caught!));
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public void A_name_that_can_be_no_folder_is_refused_before_anything_is_sent()
    {
        Outcome outcome = _shell.Run($"{Three} | New-UgcVideo -Batch '../up'");

        Assert.Equal("UgcArgumentInvalid", Outcome.Id(outcome.Caught!));
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public void WhatIf_says_what_would_be_new_and_leaves_no_batch_behind()
    {
        Outcome outcome = _shell.Run($"{Three} | New-UgcVideo -Batch $batch -WhatIf").Clean();

        Assert.Contains($"Batch {_batch}: 3 would be created.", outcome.Information);
        Assert.Empty(Record);
    }

    [Fact]
    public void WhatIf_knows_what_was_created_before_and_changes_nothing_in_the_store()
    {
        _shell.Run($"{Three} | New-UgcVideo -Batch $batch").Clean();
        IReadOnlyList<string> before = Record;
        Assert.Equal(7, before.Count);

        Outcome outcome = _shell.Run($"(row 'A row that is new'), ({Three}) | & {{ process {{ $_ }} }} | New-UgcVideo -Batch $batch -WhatIf").Clean();

        Assert.Contains($"Batch {_batch}: 1 would be created, 3 created before.", outcome.Information);
        Assert.Equal(before, Record);
        Assert.Equal(3, _service.Orders.Count);
    }

    [Fact]
    public void A_pipeline_that_ends_early_lets_go_of_the_batch()
    {
        Outcome outcome = _shell.Run($"{Three} | New-UgcVideo -Batch $batch | Test-Throwing");

        Assert.Equal(["Enough"], outcome.ErrorIds);
        Assert.Equal(["False"], _shell.Run("Get-UgcBatch $batch").Clean().Values("IsInUse"));
        _shell.Run($"{Three} | New-UgcVideo -Batch $batch").Clean();
        Assert.Equal(3, _service.Orders.Count);
    }

    [Fact]
    public void A_row_that_was_given_up_is_passed_over()
    {
        Lose();
        _shell.Run("Get-UgcBatch $batch -State Unconfirmed | Resolve-UgcBatchRow -Abandon -Force").Clean();

        Outcome again = _shell.Run("row 'A row in doubt' | New-UgcVideo -Batch $batch -BuyAgain -Force -Verbose").Clean();

        Assert.Empty(again.Output);
        Assert.Contains(again.Verbose, line => line.Contains("was abandoned", StringComparison.Ordinal));
        Assert.Single(_service.Orders);
    }

    [Fact]
    public void A_RowId_keeps_a_row_itself_and_cannot_stand_for_another_order()
    {
        _shell.Run("row 'A row with an identity' @{ RowId = 'a1' } | New-UgcVideo -Batch $batch").Clean();

        Outcome changed = _shell.Run("(row 'A row that was changed' @{ RowId = 'a1' }), (row 'A row with an identity' @{ RowId = 'a2' }) | New-UgcVideo -Batch $batch");

        Assert.Equal(["UgcRowIdReused"], changed.ErrorIds);
        Assert.Equal(["A row with an identity", "A row with an identity"], _service.Prompts);
        Assert.Contains($"Batch {_batch}: 1 new, 1 invalid.", changed.Information);
    }

    private IReadOnlyList<string> Record => Database.Batch(TestProcess.StateHome, _batch);

    private void Lose()
    {
        _service.Instead = request => Service.IsOrder(request) && _service.Orders.Count == 1 ? new Reply { CutAt = 0, Ending = Ending.Fin } : null;
        Assert.Equal(["UgcOutcomeUnconfirmed"], _shell.Run("row 'A row in doubt' | New-UgcVideo -Batch $batch").ErrorIds);
    }
}
