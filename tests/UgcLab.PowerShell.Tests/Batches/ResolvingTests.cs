using UgcLab.EngineTests.Hosting;
using UgcLab.Faults;

namespace UgcLab.EngineTests.Batches;

public sealed class ResolvingTests : IDisposable
{
    private readonly string _batch = "s" + Guid.NewGuid().ToString("N");
    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public ResolvingTests() => _shell.Connect(_service).Set("batch", _batch);

    private IReadOnlyList<string> Record => Database.Batch(TestProcess.StateHome, _batch);

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
    }

    [Fact]
    public void An_unconfirmed_row_shows_what_speaks_for_and_against_it()
    {
        Lose();

        Assert.Equal(["1"], _shell.Run("Get-UgcBatch $batch -State Unconfirmed").Clean().Values("RowNumber"));
        IReadOnlyList<string> evidence = _shell.Run("(Get-UgcBatch $batch -State Unconfirmed).Evidence").Clean().Texts;
        Assert.StartsWith("Credits: ", evidence[0], StringComparison.Ordinal);
        Assert.StartsWith("Clips: ", evidence[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Not_charged_is_asked_for_with_the_row_and_what_speaks_against_it()
    {
        Lose();
        _shell.Host.Answer("No", "Yes");

        Assert.Empty(_shell.Run("Get-UgcBatch $batch -State Unconfirmed | Resolve-UgcBatchRow -NotCharged").Clean().Output);
        Assert.Equal(["NotSent"], _shell.Run("Get-UgcBatch $batch -State Unconfirmed | Resolve-UgcBatchRow -NotCharged").Clean().Values("State"));

        Assert.Contains($"Batch {_batch}, row 1, lost: A row in doubt", _shell.Host.Questions[0], StringComparison.Ordinal);
        Assert.Contains("Credits: ", _shell.Host.Questions[0], StringComparison.Ordinal);
        Assert.Contains("a second time", _shell.Host.Questions[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_is_found_by_its_number_and_resolved_without_a_prompt_when_forced()
    {
        Lose();

        Assert.Equal(["NotSent"], _shell.Run("Resolve-UgcBatchRow -Batch $batch -RowNumber 1 -NotCharged -Force").Clean().Values("State"));
        Assert.Empty(_shell.Host.Questions);
    }

    [Fact]
    public void Jobs_are_looked_for_before_they_are_adopted_and_are_the_rows_from_then_on()
    {
        Lose();

        Outcome adopted = _shell.Run("Resolve-UgcBatchRow -Batch $batch -RowNumber 1 -Adopt ' clzzfound1 '").Clean();

        Assert.Equal(["Finished"], adopted.Values("State"));
        Assert.Equal(["10"], adopted.Values("NetCredits"));
        Assert.Single(_service.Requests, request => request.Path == "/ugc/clzzfound1");
        Assert.Equal(["clzzfound1"], _shell.Run("row 'A row in doubt' | New-UgcVideo -Batch $batch").Clean().Values("UgcId"));
        Assert.Single(_service.Orders);
    }

    [Fact]
    public void An_id_that_the_service_does_not_know_is_not_adopted()
    {
        Lose();
        _service.Instead = request => request.Method == "GET" ? Service.Error(404, "NOT_FOUND") : null;

        Assert.Equal(["UgcJobNotFound"], _shell.Run("Resolve-UgcBatchRow -Batch $batch -RowNumber 1 -Adopt nosuchjob").ErrorIds);
        Assert.Equal(["Unconfirmed"], _shell.Run("Get-UgcBatch $batch -Row").Clean().Values("State"));
        Assert.Equal(["Running"], _shell.Run("Resolve-UgcBatchRow -Batch $batch -RowNumber 1 -Adopt nosuchjob -SkipCheck").Clean().Values("State"));
    }

    [Fact]
    public void A_purchase_outside_of_any_batch_is_resolved()
    {
        string mark = Guid.NewGuid().ToString("N");
        _service.Instead = request => Service.IsOrder(request) ? new Reply { CutAt = 0, Ending = Ending.Fin } : null;
        _shell.Run($"New-UgcVideo 'Lost and alone {mark}' -Model kling-2.6 -Duration 5 -ProjectId $project");

        Outcome settled = _shell.Run($"Get-UgcHistory -State Unconfirmed -Text {mark} | Resolve-UgcBatchRow -NotCharged -Force").Clean();

        Assert.Equal(["NotCharged"], settled.Values("State"));
        Assert.Empty(_shell.Run($"Get-UgcHistory -State Unconfirmed -Text {mark}").Clean().Output);
    }

    [Fact]
    public void To_abandon_a_row_is_asked_about_and_can_be_changed_later()
    {
        Lose();
        _shell.Host.Answer("No");
        Assert.Empty(_shell.Run("Get-UgcBatch $batch -State Unconfirmed | Resolve-UgcBatchRow -Abandon").Clean().Output);
        Assert.Equal(["Unconfirmed"], _shell.Run("Get-UgcBatch $batch -Row").Clean().Values("State"));

        _shell.Run("Get-UgcBatch $batch -State Unconfirmed | Resolve-UgcBatchRow -Abandon -Force").Clean();
        Assert.Equal(["UgcRowNotUnconfirmed"], _shell.Run("Get-UgcBatch $batch -Row | Resolve-UgcBatchRow -Abandon -Force").ErrorIds);
        Assert.Equal(["NotSent"], _shell.Run("Get-UgcBatch $batch -State Abandoned | Resolve-UgcBatchRow -NotCharged -Force").Clean().Values("State"));
    }

    [Fact]
    public void A_row_that_the_simulator_lost_can_be_adopted_from_its_dashboard()
    {
        _shell.Rehearse("Speed = 2000; Faults = @{ Kind = 'LostReply'; On = 'Create'; At = 2 }");
        _shell.Run("1..3 | & { process { row \"A row of the simulator, $_\" } } | New-UgcVideo -Batch sim");

        Outcome adopted = _shell.Run("""
            $known = (Get-UgcBatch sim -Row).Jobs.UgcId
            $lost = (Get-UgcContext).SimulatorJobs | Where-Object UgcId -NotIn $known
            Get-UgcBatch sim -State Unconfirmed | Resolve-UgcBatchRow -Adopt $lost.UgcId
            """).Clean();

        Assert.Equal(["2"], adopted.Values("RowNumber"));
        Assert.Empty(_shell.Run("Get-UgcBatch sim -State Unconfirmed").Clean().Output);
        Assert.Equal(3, _shell.Run("(Get-UgcBatch sim -Row).Jobs | Wait-UgcJob").Clean().Values("UgcId").Distinct().Count());
    }

    [Fact]
    public void An_entry_of_the_history_that_belongs_to_a_batch_resolves_its_row()
    {
        Lose();

        Assert.Equal(["Abandoned"], _shell.Run("Get-UgcHistory -Batch $batch -State Unconfirmed | Resolve-UgcBatchRow -Abandon -Force").Clean().Values("State"));
        Assert.Equal(["1"], _shell.Run("Get-UgcBatch $batch").Clean().Values("Abandoned"));
        Assert.Equal(["Abandoned"], _shell.Run("Get-UgcHistory -Batch $batch").Clean().Values("State"));
    }

    [Theory]
    [InlineData("Resolve-UgcBatchRow -Batch $batch -RowNumber 2 -Abandon", "UgcRowNotUnconfirmed")]
    [InlineData("Resolve-UgcBatchRow -Batch $batch -RowNumber 9 -Abandon", "UgcRowNotUnconfirmed")]
    [InlineData("Resolve-UgcBatchRow -Batch nosuchbatch -RowNumber 1 -Abandon", "UgcBatchNotFound")]
    [InlineData("Resolve-UgcBatchRow -Batch $batch -RowNumber 1 -Adopt '../x'", "UgcJobIdInvalid")]
    [InlineData("Resolve-UgcBatchRow -Abandon", "UgcArgumentInvalid")]
    [InlineData("'row' | Resolve-UgcBatchRow -Abandon", "UgcArgumentInvalid")]
    public void What_cannot_be_resolved_is_reported_in_words_and_changes_nothing(string line, string id)
    {
        Lose();
        _shell.Run("(row 'A row in doubt' @{ Reference = 'lost' }), (row 'A row that is sound') | New-UgcVideo -Batch $batch");

        Assert.Equal([id], _shell.Run(line).ErrorIds);
        Assert.Equal(["Unconfirmed", "Running"], _shell.Run("Get-UgcBatch $batch -Row").Clean().Values("State"));
    }

    [Fact]
    public void WhatIf_resolves_nothing()
    {
        Lose();
        IReadOnlyList<string> before = Record;

        _shell.Run("Get-UgcBatch $batch -State Unconfirmed | Resolve-UgcBatchRow -NotCharged -Force -WhatIf; Resolve-UgcBatchRow -Batch $batch -RowNumber 1 -Abandon -WhatIf").Clean();

        Assert.Equal(before, Record);
        Assert.Contains(_shell.Host.Lines, line => line.Contains($"Batch {_batch}, row 1, lost: A row in doubt", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("UPDATE purchase SET state = 'NotSent' WHERE row_no = 1")]
    [InlineData("UPDATE purchase SET row_key = 'x' || row_key WHERE row_no = 1")]
    [InlineData("UPDATE batch_row SET state = 'NotSent', created = 0 WHERE row_no = 1")]
    [InlineData("PRAGMA foreign_keys = OFF; DELETE FROM job; DELETE FROM purchase WHERE row_no = 1")]
    public void A_damaged_store_creates_nothing_and_the_error_says_how_to_restore_it(string damage)
    {
        const string Rows = "1..2 | & { process { row \"A row of a store, $_\" } } | New-UgcVideo -Batch nov";
        using Rehearsal rehearsal = new();
        using (Shell shell = rehearsal.Open())
        {
            shell.Run(Rows).Clean();
        }

        Database.Run(rehearsal.State, damage);
        using Shell later = rehearsal.Open();
        later.Run(Rows);
        Assert.Equal(2, rehearsal.Arrived.Orders);
        Outcome refused = later.Run($"{Rows} -BuyAgain -Force");

        Assert.Equal(["UgcStoreDamaged"], refused.ErrorIds);
        Assert.Contains(rehearsal.State, refused.AllErrors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("from a backup", refused.AllErrors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains(Database.PathOf(rehearsal.State), refused.AllErrors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(2, rehearsal.Arrived.Orders);
    }

    [Fact]
    public void Rows_are_resolved_and_never_repaired() =>
        Assert.Equal(["False"], _shell.Run("(Get-Command Resolve-UgcBatchRow).Parameters.ContainsKey('Repair')").Clean().Texts);

    [Fact]
    public void A_batch_with_an_unconfirmed_row_is_not_removed_whatever_is_given()
    {
        Lose();

        Outcome outcome = _shell.Run("Remove-UgcBatch $batch -Force -IncludeUnsaved");

        Assert.Equal(["UgcBatchNotResolved"], outcome.ErrorIds);
        Assert.Contains("Resolve-UgcBatchRow", outcome.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.NotEmpty(Record);
    }

    [Fact]
    public void A_batch_with_unsaved_videos_is_removed_only_when_that_is_specified()
    {
        _shell.Run("row 'A row to be removed' | New-UgcVideo -Batch $batch").Clean();

        Assert.Equal(["UgcBatchNotResolved"], _shell.Run("Remove-UgcBatch $batch -Force").ErrorIds);
        _shell.Run("Get-UgcBatch $batch | Remove-UgcBatch -Force -IncludeUnsaved").Clean();

        Assert.Empty(Record);
    }

    [Fact]
    public void A_batch_whose_videos_are_saved_is_removed_when_confirmed()
    {
        using ScratchFolder folder = new();
        _shell.Set("folder", folder.Path).Run("row 'A row to be removed' | New-UgcVideo -Batch $batch | Save-UgcVideo -Destination $folder").Clean();
        Assert.Equal(["1"], _shell.Run("Get-UgcBatch $batch").Clean().Values("Saved"));
        _shell.Host.Answer("No", "Yes");

        _shell.Run("Remove-UgcBatch $batch").Clean();
        Assert.NotEmpty(Record);
        _shell.Run("Remove-UgcBatch $batch").Clean();

        Assert.Empty(Record);
        Assert.Contains($"batch {_batch}: 1 row, 1 video, 10 credits", _shell.Host.Questions[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_batches_are_offered_from_the_store()
    {
        _shell.Run("row 'A row of a batch' | New-UgcVideo -Batch $batch; row 'A row of a batch' | New-UgcVideo -Batch \"$batch two\"").Clean();
        int requests = _service.Requests.Count;

        Assert.Equal([_batch, $"'{_batch} two'"], _shell.Complete($"Get-UgcBatch {_batch}"));
        Assert.Equal([$"'{_batch} two'"], _shell.Complete($"New-UgcVideo -Batch '{_batch} t"));
        Assert.Equal(requests, _service.Requests.Count);
    }

    [Fact]
    public void Batches_are_found_by_wildcards_and_an_unknown_name_costs_none_of_the_others()
    {
        _shell.Run("row 'A row of a batch' | New-UgcVideo -Batch $batch").Clean();

        Outcome outcome = _shell.Run("Get-UgcBatch nosuchbatch, \"$batch*\", 'none*'");

        Assert.Equal([_batch], outcome.Values("Name"));
        Assert.Equal(["UgcBatchNotFound"], outcome.ErrorIds);
    }

    private void Lose()
    {
        _service.Instead = request => Service.IsOrder(request) && _service.Orders.Count == 1 ? new Reply { CutAt = 0, Ending = Ending.Fin } : null;
        Assert.Equal(["UgcOutcomeUnconfirmed"], _shell.Run("row 'A row in doubt' @{ Reference = 'lost' } | New-UgcVideo -Batch $batch").ErrorIds);
        _service.Instead = _ => null;
    }
}
