using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;

namespace UgcLab.Store.Tests.Traps;

/// <summary>What several real processes do with one store.</summary>
public sealed class ProcessTests : StoreTest
{
    private static readonly BatchKey Shared = new(Account.BaseUri, "", "shared");

    private readonly SqliteTestStore _place;

    public ProcessTests()
        : this(new SqliteTestStore())
    {
    }

    private ProcessTests(SqliteTestStore place)
        : base(place) => _place = place;

    [Fact]
    public async Task Copies_and_foreign_connections_cost_no_row_and_create_none_twice()
    {
        int rows = Proof.Of(150, 1200);
        using CancellationTokenSource end = new();
        BatchRecord batch = await OpenAsync(key: Shared);
        ConcurrentBag<string> created = [];
        ConcurrentBag<string> sent = [];
        Task copying = Task.Run(() => CopyAndRead(end.Token));
        List<StoreChild> children = [.. Enumerable.Range(0, 3).Select(index => Start(rows, index))];
        Task mine = CreateAllAsync(batch, rows, sent, created);

        // Some are killed, and others come.
        for (int kill = 0; kill < Proof.Of(2, 12); kill++)
        {
            StoreChild victim = children[0];
            children.RemoveAt(0);
            for (int line = 0; line < 10 + (kill * 3); line++)
            {
                string said = await victim.LineAsync();
                Note(said, sent, created);
                if (said == "end")
                {
                    break;
                }
            }

            await victim.KillAsync();
            (await victim.EndAsync()).ForEach(line => Note(line, sent, created));
            victim.Dispose();
            children.Add(Start(rows, kill));
        }

        await mine;
        foreach (StoreChild child in children)
        {
            (await child.EndAsync()).ForEach(line => Note(line, sent, created));
            child.Dispose();
        }

        await end.CancelAsync();
        await copying;

        Assert.Equal("ok", Scalar("PRAGMA integrity_check"));
        Dictionary<string, PurchaseRecord> recorded = (await AllAsync()).ToDictionary(purchase => purchase.Id);
        Assert.All(created, line => Assert.Equal(UgcPurchaseState.Accepted, recorded[line.Split(' ')[1]].State));
        Assert.All(created, line => Assert.Equal("c" + line.Split(' ')[1], Assert.Single(recorded[line.Split(' ')[1]].Jobs).UgcId));
        Assert.All(sent, line => Assert.True(recorded.ContainsKey(line.Split(' ')[1])));
        Assert.All(sent.GroupBy(line => line.Split(' ')[0]), row => Assert.Single(row));
        Assert.All(recorded.Values.GroupBy(purchase => purchase.RowKey), row => Assert.Single(row));
        Assert.Equal(rows, recorded.Count);
        Assert.All(recorded.Values, purchase => Assert.True(purchase.State is UgcPurchaseState.Accepted or UgcPurchaseState.Unconfirmed));
        Assert.InRange(recorded.Values.Count(purchase => purchase.State is UgcPurchaseState.Unconfirmed), 0, Proof.Of(2, 12));
    }

    [Fact]
    public async Task A_suspended_owner_is_waited_for_and_ends_well()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows suspends no process by a signal.");
        using StoreChild child = StoreChild.Start(["hold", _place.Folder]);
        Assert.Equal("Allowed", await child.LineAsync());
        BatchRecord batch = await OpenAsync(key: Shared);
        child.Signal("-STOP");

        for (int look = 0; look < 5; look++)
        {
            Clock.Advance(TimeSpan.FromHours(1));
            Assert.Contains($"process {child.Id} on {Environment.MachineName}", Waiting(await BeginAsync(Request(NewId(), At(batch, 0)))), StringComparison.Ordinal);
            Waiting(await BeginAsync(Request(NewId(), At(batch, 1))));
        }

        child.Signal("-CONT");
        child.GoOn();
        Assert.Equal("ended False", await child.LineAsync());
        Assert.Equal("held", Assert.IsType<GateAnswer.AlreadyCreated>(await BeginAsync(Request(NewId(), At(batch, 0)))).Purchase.Id);
        await CreateAsync(At(batch, 1));
    }

    [Fact]
    public async Task A_killed_owner_leaves_its_row_unconfirmed_and_holds_up_no_other()
    {
        using StoreChild child = StoreChild.Start(["hold", _place.Folder]);
        Assert.Equal("Allowed", await child.LineAsync());
        BatchRecord batch = await OpenAsync(key: Shared);
        Waiting(await BeginAsync(Request(NewId(), At(batch, 1))));

        await child.KillAsync();

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, Refusal(await BeginAsync(Request(NewId(), At(batch, 0)))).Kind);
        await CreateAsync(At(batch, 1));
        Assert.Equal(UgcPurchaseState.Unconfirmed, (await FindAsync("held")).State);
        Assert.Single((await Store.ReadBatchesAsync(new BatchQuery(WithCounts: true)))[0].Runs);
    }

    [Fact]
    public async Task Locks_that_are_switched_off_create_nothing_and_are_named()
    {
        using StoreChild child = StoreChild.Start(["begin", _place.Folder], null, ("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", "1"));

        string said = Assert.Single(await child.EndAsync());

        Assert.StartsWith("error StoreOnNetwork", said, StringComparison.Ordinal);
        Assert.Contains("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", said, StringComparison.Ordinal);
        Assert.False(File.Exists(_place.Database));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_library_that_does_not_load_fails_to_the_next(bool hasOther)
    {
        string bundled = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "runtimes"), "*e_sqlite3*", SearchOption.AllDirectories)
            .First(file => file.Contains($"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        Directory.CreateDirectory(_place.Folder);
        string broken = Path.Combine(_place.Folder, "libbroken.so");
        await File.WriteAllTextAsync(broken, "no library");
        string missing = Path.Combine(_place.Folder, "libmissing.so");
        using StoreChild child = StoreChild.Start(["native", _place.Folder, broken, missing, .. hasOther ? (string[])[bundled] : []]);

        string said = Assert.Single(await child.EndAsync());

        Assert.StartsWith(hasOther ? "Allowed" : "error StoreUnavailable", said, StringComparison.Ordinal);
        Assert.Equal(!hasOther, said.Contains(broken, StringComparison.Ordinal) && said.Contains(missing, StringComparison.Ordinal));
        Assert.Equal(hasOther, File.Exists(_place.Database));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_creates_nothing()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows keeps permissions of another kind.");
            return;
        }

        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"), "Only root can start a process that may not write here.");
        Directory.CreateDirectory(_place.Folder);
        File.SetUnixFileMode(_place.Folder, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
        using StoreChild child = StoreChild.Start(["begin", _place.Folder], ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"], ("DOTNET_CLI_HOME", "/tmp"), ("HOME", "/tmp"));

        List<string> said = await child.EndAsync();

        Assert.SkipWhen(said.Count > 0 && said[0].StartsWith("stderr", StringComparison.Ordinal), $"The other user cannot start .NET: {string.Join(' ', said)}");
        Assert.StartsWith("error StoreUnavailable", Assert.Single(said), StringComparison.Ordinal);
        Assert.Contains(_place.Folder, said[0], StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_place.Folder));
    }

    private static void Note(string line, ConcurrentBag<string> sent, ConcurrentBag<string> created)
    {
        string[] words = line.Split(' ', 2);
        (words[0] switch
        {
            "sent" => sent,
            "created" => created,
            "end" => [],
            "refused" => [],
            _ => throw new InvalidOperationException(line),
        }).Add(words.Length > 1 ? words[1] : "");
    }

    private StoreChild Start(int rows, int index) => StoreChild.Start(["rows", _place.Folder, (rows * index / 4).ToString(CultureInfo.InvariantCulture), rows.ToString(CultureInfo.InvariantCulture)]);

    private async Task CreateAllAsync(BatchRecord batch, int rows, ConcurrentBag<string> sent, ConcurrentBag<string> created)
    {
        for (int row = 0; row < rows; row++)
        {
            string purchase = NewId();
            GateAnswer answer;
            while ((answer = await BeginAsync(Request(purchase, At(batch, row)))) is GateAnswer.Wait)
            {
                await Task.Yield();
            }

            if (answer is GateAnswer.Allowed)
            {
                sent.Add($"{row} {purchase}");
                await Store.EndAttemptAsync(purchase, Accepted(10, "c" + purchase));
                created.Add($"{row} {purchase}");
            }
        }
    }

    // What a user's own code in the same process may do: it closes the database file, and the system drops SQLite's locks with that.
    private void CopyAndRead(CancellationToken end)
    {
        string copies = _place.Folder + "-copies";
        Directory.CreateDirectory(copies);
        try
        {
            while (!end.IsCancellationRequested)
            {
                foreach (string file in Directory.GetFiles(_place.Folder))
                {
                    try
                    {
                        using FileStream from = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                        using FileStream to = File.Create(Path.Combine(copies, Path.GetFileName(file)));
                        from.CopyTo(to);
                    }
                    catch (IOException)
                    {
                        // The lock files cannot be read while they are held.
                    }
                }

                try
                {
                    Assert.IsType<long>(Scalar("SELECT COUNT(*) FROM purchase"));
                }
                catch (DbException)
                {
                    // Busy at this moment.
                }
            }
        }
        finally
        {
            Directory.Delete(copies, recursive: true);
        }
    }
}
