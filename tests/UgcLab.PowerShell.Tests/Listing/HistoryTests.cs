using UgcLab.EngineTests.Batches;
using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Listing;

public sealed class HistoryTests : IDisposable
{
    private const int Copies = 1200;

    private readonly Rehearsal _rehearsal = new();
    private readonly Shell _shell;

    public HistoryTests() => _shell = _rehearsal.Open();

    public void Dispose()
    {
        _shell.Dispose();
        _rehearsal.Dispose();
    }

    [Fact]
    public void A_long_history_is_read_whole_and_the_newest_comes_first()
    {
        Fill();

        Outcome outcome = _shell.Run("Get-UgcHistory").Clean();

        Assert.Equal(Copies + 1, outcome.Output.Count);
        Assert.Equal(["newest", "copy-1", "copy-2"], outcome.Values("Reference").Take(3));
        Assert.Equal($"copy-{Copies}", outcome.Values("Reference")[^1]);
    }

    [Theory]
    [InlineData("Get-UgcHistory")]
    [InlineData("Get-UgcHistory -First 501")]
    public void Who_wants_the_first_reads_one_page_and_holds_no_lock_meanwhile(string command)
    {
        Fill();

        // From the first purchase on, no one else can lock the database; a second page could not be read.
        FileStream? taken = null;
        Action take = () => taken ??= new FileStream(Path.Combine(_rehearsal.State, "ugclab.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Outcome outcome = _shell.Set("take", take).Run($"foreach ($once in 1) {{ {command} | & {{ process {{ $take.Invoke(); $_; break }} }} }}").Clean();

        Assert.NotNull(taken);
        taken.Dispose();
        Assert.Equal(["newest"], outcome.Values("Reference"));
    }

    [Fact]
    public void A_history_that_waits_for_a_key_does_not_hold_up_a_purchase_of_another_console()
    {
        Fill();
        using ManualResetEventSlim gate = new();
        _shell.Set("gate", gate);
        using Shell other = _rehearsal.Open();
        using Running paging = _shell.Start("Get-UgcHistory | & { process { $_; $null = $gate.Wait(30000) } }");
        Assert.True(SpinWait.SpinUntil(() => paging.Output.Count > 0, Shell.Deadline));

        try
        {
            other.Run("row 'A row of another console' @{ Reference = 'other' } | New-UgcVideo").Clean();

            // To go through a collection that is still being filled would wait for its end.
            int shown = paging.Output.Count;
            Assert.Equal(1, shown);
        }
        finally
        {
            gate.Set();
        }

        Assert.Equal(Copies + 1, paging.End().Clean().Output.Count);
        Assert.Equal(["other"], other.Run("Get-UgcHistory -First 1").Clean().Values("Reference"));
    }

    [Theory]
    [InlineData("-Reference 'copy-[12]'", "copy-1 copy-2")]
    [InlineData("-Reference 'COPY-100[0-2]'", "copy-1000 copy-1001 copy-1002")]
    [InlineData("-Reference 'copy-119?'", "copy-1190 copy-1191 copy-1192 copy-1193 copy-1194 copy-1195 copy-1196 copy-1197 copy-1198 copy-1199")]
    [InlineData("-Reference NEWEST, copy-7", "newest copy-7")]
    [InlineData("-Reference 'n*t' -Model KLING-2.6", "newest")]
    [InlineData("-Reference 'Straße `[50%`]_*'", "Straße [50%]_a")]
    [InlineData("-Reference 'STRASSE*'", "")]
    [InlineData("-Reference 'straße*' -First 1", "Straße [50%]_a")]
    [InlineData("-Model 'kling' -First 3", "")]
    [InlineData("-Text 'NUMBER 3 of' -First 2", "copy-3")]
    [InlineData("-Project nosuch*", "")]
    [InlineData("-State Unconfirmed, Refused", "")]
    public void Purchases_are_found_by_patterns_of_PowerShell(string arguments, string found)
    {
        Fill();
        Database.Run(_rehearsal.State, "UPDATE purchase SET reference = 'Straße [50%]_a' WHERE reference = 'copy-9'");

        Assert.Equal(found, string.Join(' ', _shell.Run($"Get-UgcHistory {arguments}").Clean().Values("Reference")));
    }

    [Theory]
    [InlineData("-Reference ''", 1)]
    [InlineData("-Reference *", Copies + 1)]
    [InlineData("-Reference ?*", Copies)]
    [InlineData("-Model *", Copies + 1)]
    [InlineData("-Batch *", Copies + 1)]
    [InlineData("-Batch '', x", Copies + 1)]
    [InlineData("-Batch x", 0)]
    public void A_value_that_is_missing_is_an_empty_one(string arguments, int found)
    {
        Fill();
        Database.Run(_rehearsal.State, "UPDATE purchase SET reference = NULL, model = NULL WHERE reference = 'copy-9'");

        Assert.Equal(found, _shell.Run($"Get-UgcHistory {arguments}").Clean().Output.Count);
    }

    [Fact]
    public void Clearing_asks_first_with_what_it_frees_and_takes_a_no()
    {
        Save("1..2", "nov");
        _shell.Host.Answer("No", "Yes");

        Outcome first = _shell.Run("Clear-UgcHistory -Before 2100-01-01").Clean();
        Assert.Empty(first.Information);
        Assert.Equal(2, _shell.Run("Get-UgcHistory").Clean().Values("Prompt").Count(prompt => prompt is not null));
        Outcome second = _shell.Run("Clear-UgcHistory -Before 2100-01-01").Clean();

        Assert.Equal(2, _shell.Host.Questions.Count);
        Assert.Contains("the texts of 2 batch rows, 1 KB, sent before 2100-01-01 00:00", _shell.Host.Questions[0], StringComparison.Ordinal);
        Assert.Equal("Cleared the texts of 2 batch rows, 1 KB, sent before 2100-01-01 00:00. The database file keeps its size and uses the space again; -Compact makes it smaller.", Assert.Single(second.Information));
        Assert.DoesNotContain(_shell.Run("Get-UgcHistory").Clean().Values("Prompt"), prompt => prompt is not null);
        Assert.Equal("There is nothing to clear before 2100-01-01 00:00.", Assert.Single(_shell.Run("Clear-UgcHistory -Before 2100-01-01").Clean().Information));
    }

    // Reads the newest purchase and older copies of it, a second apart, more of them than a page holds.
    private void Fill()
    {
        _shell.Run("row 'Number 0 of many' @{ Reference = 'newest' } | New-UgcVideo").Clean();
        Database.Run(_rehearsal.State, $$"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {{Copies}})
            INSERT INTO purchase (purchase, account, owner, state, began, ended, kind, endpoint, model, duration, has_image, outputs, has_more, project, reference, request, charged, sum)
            SELECT 'copy' || i, account, owner, state, began - i * 1000000, ended - i * 1000000, kind, endpoint, model, duration, has_image, outputs, has_more, project, 'copy-' || i,
              replace(request, 'Number 0 of', 'Number ' || i || ' of'), charged, sum FROM purchase, n WHERE reference = 'newest'
            """);
    }

    private void Save(string numbers, string batch) => _shell.Run(
        $"{numbers} | & {{ process {{ row \"A row to be cleared, $_\" @{{ Reference = \"old-$_\" }} }} }} | New-UgcVideo -Batch {batch} | Wait-UgcJob | Save-UgcVideo -Destination $videos").Clean();
}
