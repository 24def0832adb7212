using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using UgcLab.Engines.Sql;

namespace UgcLab.Store.Tests.Traps;

/// <summary>Tests that change what all stores of the process do: nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>Full disks, folders that are none, foreign programs, other versions, and files that are replaced while in use.</summary>
[Collection(nameof(Alone))]
public sealed class DiskTests : StoreTest
{
    private static readonly Func<IOException> Full = () => new IOException("No space left on device", 28);

    private readonly SqliteTestStore _place;

    public DiskTests()
        : this(new SqliteTestStore { LockTimeout = TimeSpan.FromSeconds(3) })
    {
    }

    private DiskTests(SqliteTestStore place)
        : base(place) => _place = place;

    private string Reserve => Path.Combine(_place.Folder, "reserve.bin");

    [Theory]
    [InlineData("begin")]
    [InlineData("commit")]
    public async Task A_full_disk_sends_nothing(string step)
    {
        BatchRecord batch = await OpenAsync();
        await CreateAsync(At(batch, 1));

        UgcLabException error = await BreakAsync(step, Full, () => BeginAsync(Request(NewId(), At(batch, 2))));

        Assert.Equal(UgcLabErrorKind.StoreUnavailable, error.Kind);
        Assert.Contains(_place.Folder, error.Message, StringComparison.Ordinal);
        Assert.Single(await AllAsync());
        Assert.True(File.Exists(Reserve));
        await CreateAsync(At(batch, 2));
    }

    [Fact]
    public async Task A_failure_after_a_commit_is_not_a_failed_commit()
    {
        BatchRecord batch = await OpenAsync();
        SqlStore.Step = step =>
        {
            if (step == "committed")
            {
                throw new UnauthorizedAccessException("Its folder can't be read now.");
            }
        };
        try
        {
            string purchase = await GoAsync(At(batch, 1));
            await Store.EndAttemptAsync(purchase, Accepted(10, "cone"));

            Assert.Equal(UgcPurchaseState.Accepted, (await FindAsync(purchase)).State);
        }
        finally
        {
            SqlStore.Step = null;
        }

        Assert.Single(await AllAsync());
        await CreateAsync(At(batch, 2));
    }

    [Theory]
    [InlineData(28, 0)]
    [InlineData(122, 0)]
    [InlineData(0, 778)]
    public async Task An_outcome_uses_the_reserve_and_the_next_request_needs_it_back(int errno, int sqlite)
    {
        BatchRecord batch = await OpenAsync();
        string purchase = await GoAsync(At(batch, 1));
        Assert.Equal(1 << 20, new FileInfo(Reserve).Length);
        SqlStore.Step = step =>
        {
            if (step == "commit" && File.Exists(Reserve))
            {
                throw errno > 0 ? new IOException("No room", errno) : new SqliteException("disk I/O error", 10, sqlite);
            }
        };
        try
        {
            await Store.EndAttemptAsync(purchase, Accepted(10, "cone"));
        }
        finally
        {
            SqlStore.Step = null;
        }

        Assert.False(File.Exists(Reserve));
        Assert.Equal(UgcPurchaseState.Accepted, (await FindAsync(purchase)).State);
        await CreateAsync(At(batch, 2));
        Assert.Equal(1 << 20, new FileInfo(Reserve).Length);
    }

    [Fact]
    public async Task A_reserve_that_was_left_unfinished_is_made_again()
    {
        await CreateAsync();
        await File.WriteAllTextAsync(Reserve, "a part of it");

        await CreateAsync();

        Assert.Equal(1 << 20, new FileInfo(Reserve).Length);
    }

    [Fact]
    public async Task A_disk_that_is_really_full_sends_nothing_and_records_the_outcome()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "Only root can mount a small disk.");
        Directory.CreateDirectory(_place.Folder);
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", _place.Folder) == 0, "A small disk cannot be mounted here.");
        try
        {
            BatchRecord batch = await OpenAsync();
            await CreateAsync(At(batch, 1));
            string purchase = await GoAsync(At(batch, 2));
            using (FileStream filler = Filler("filler"))
            {
                Assert.Throws<IOException>(() => Fill(filler));
            }

            await Store.EndAttemptAsync(purchase, Accepted(10, "cone") with { Answer = new string('x', 100_000) });

            Assert.Equal(UgcPurchaseState.Accepted, (await FindAsync(purchase)).State);
            Assert.False(File.Exists(Reserve));
            using (FileStream filler = Filler("filler 2"))
            {
                Assert.Throws<IOException>(() => Fill(filler));
            }

            Assert.Equal(UgcLabErrorKind.StoreUnavailable, (await Assert.ThrowsAsync<UgcLabException>(() => BeginAsync(Request(NewId(), At(batch, 3))))).Kind);
            Assert.Equal(2, (await AllAsync()).Count);
            File.Delete(Path.Combine(_place.Folder, "filler"));
            File.Delete(Path.Combine(_place.Folder, "filler 2"));
            await CreateAsync(At(batch, 3));
            Assert.Equal("ok", Scalar("PRAGMA integrity_check"));
        }
        finally
        {
            await Store.DisposeAsync();
            Run("umount", "-l", _place.Folder);
        }
    }

    [Fact]
    public async Task A_flush_that_fails_ends_all_creating_until_the_process_ends()
    {
        BatchRecord batch = await OpenAsync();
        string purchase = await GoAsync(At(batch, 1));

        UgcLabException error = await BreakAsync("commit", () => new SqliteException("disk I/O error", 10, 1034), () => Store.EndAttemptAsync(purchase, Accepted(10, "cone")));
        Assert.Equal(UgcLabErrorKind.StoreUnavailable, error.Kind);
        await Store.EndAttemptAsync(purchase, Accepted(10, "cone"));

        UgcLabException refused = await Assert.ThrowsAsync<UgcLabException>(() => BeginAsync(Request(NewId(), At(batch, 2))));
        Assert.Equal(UgcLabErrorKind.StoreUnavailable, refused.Kind);
        Assert.Contains("flush", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_folder_below_a_file_creates_nothing()
    {
        string file = Path.GetTempFileName();
        try
        {
            using SqliteTestStore place = new(Path.Combine(file, "state"));

            UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => BeginAsync(Request(NewId()), place.Open(Clock)));

            Assert.Equal(UgcLabErrorKind.StoreUnavailable, error.Kind);
            Assert.Contains(file, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("BEGIN; SELECT COUNT(*) FROM purchase")]
    [InlineData("BEGIN IMMEDIATE")]
    [InlineData("BEGIN EXCLUSIVE")]
    public async Task A_foreign_program_is_waited_for_and_then_nothing_is_sent(string statement)
    {
        BatchRecord batch = await OpenAsync();
        await CreateAsync(At(batch, 1));
        using DbConnection foreign = Place.Connect();
        using DbCommand command = foreign.CreateCommand();
#pragma warning disable CA2100 // The test's own statements.
        command.CommandText = statement;
#pragma warning restore CA2100
        using (DbDataReader reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync() || await reader.NextResultAsync())
            {
            }
        }

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => BeginAsync(Request(NewId(), At(batch, 2))));
        Assert.Equal(UgcLabErrorKind.StoreUnavailable, error.Kind);
        Task<GateAnswer> waiting = BeginAsync(Request(NewId(), At(batch, 2)));
        command.CommandText = "ROLLBACK";
        await command.ExecuteNonQueryAsync();

        Assert.IsType<GateAnswer.Allowed>(await waiting);
    }

    [Theory]
    [InlineData(0, "aside")]
    [InlineData(2, "Update the module")]
    [InlineData(1000, "Update the module")]
    public async Task Another_version_of_the_tables_creates_nothing(int version, string advice)
    {
        await CreateAsync();
        Execute($"UPDATE schema_info SET version = {version}");

        foreach (Func<Task> use in (Func<Task>[])[() => BeginAsync(Request(NewId()), Other), () => AllAsync(store: Other)])
        {
            UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(use);
            Assert.Equal(UgcLabErrorKind.StoreUnavailable, error.Kind);
            Assert.Contains($"version {version}", error.Message, StringComparison.Ordinal);
            Assert.Contains(_place.Folder, error.Message, StringComparison.Ordinal);
            Assert.Contains(advice, error.Advice, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_database_that_is_deleted_while_in_use_creates_nothing()
    {
        BatchRecord batch = await OpenAsync();
        string purchase = await GoAsync(At(batch, 1));
        File.Delete(_place.Database);

        foreach (Func<Task> use in (Func<Task>[])[() => Store.EndAttemptAsync(purchase, Accepted(10, "cone")), () => BeginAsync(Request(NewId(), At(batch, 2))), () => AllAsync()])
        {
            UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(use);
            Assert.Equal(UgcLabErrorKind.StoreUnavailable, error.Kind);
            Assert.Contains("removed", error.Message, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(_place.Database));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_backup_that_is_restored_while_in_use_is_used_from_then_on(bool isInPlace)
    {
        BatchRecord batch = await OpenAsync(store: Other);
        await CreateAsync(At(batch, 1), store: Other);
        string backup = Path.Combine(_place.Folder, "backup.db");
        File.Copy(_place.Database, backup);
        await OpenAsync("mine");
        await CreateAsync(At(batch, 2));
        if (isInPlace)
        {
            File.Copy(backup, _place.Database, overwrite: true);
        }
        else
        {
            File.Move(backup, _place.Database, overwrite: true);
        }

        Assert.IsType<GateAnswer.AlreadyCreated>(await BeginAsync(Request(NewId(), At(batch, 1))));
        await CreateAsync(At(batch, 3));
        await CreateAsync(At(batch, 4), store: Other);

        Assert.Equal(3, (await AllAsync(store: Other)).Count);
        Assert.Equal("ok", Scalar("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task A_page_of_the_history_holds_no_lock()
    {
        await FillAsync(700);
        await using IAsyncEnumerator<PurchaseRecord> reading = Store.ReadPurchasesAsync(new PurchaseFilter()).GetAsyncEnumerator();
        Assert.True(await reading.MoveNextAsync());
        BatchRecord batch = await OpenAsync(store: Other);

        await CreateAsync(At(batch, 1), store: Other);
        Execute("UPDATE balance SET credits = credits");

        int rest = 0;
        while (await reading.MoveNextAsync())
        {
            rest++;
        }

        Assert.Equal(699, rest);
    }

    [Fact]
    public async Task A_store_that_is_closed_while_it_is_written_finishes_what_it_writes()
    {
        BatchRecord batch = await OpenAsync();
        string purchase = await GoAsync(At(batch, 1));
        TaskCompletionSource closing = new();
        using ManualResetEventSlim isThere = new();
        SqlStore.Step = step =>
        {
            if (step == "commit")
            {
                SqlStore.Step = null;
                isThere.Set();
                closing.Task.Wait(TimeSpan.FromSeconds(30));
            }
        };
        Task<AttemptResult> ending = Task.Run(() => Store.EndAttemptAsync(purchase, Accepted(10, "cone")));
        isThere.Wait(TimeSpan.FromSeconds(30));
        Task closed = Task.Run(Store.Dispose);
        await Task.WhenAny(closed, Task.Delay(100));
        closing.SetResult();

        await ending;
        await closed;

        Assert.Equal(UgcPurchaseState.Accepted, Assert.Single(await AllAsync(store: Other)).State);
    }

    private static async Task<UgcLabException> BreakAsync(string at, Func<Exception> error, Func<Task> work)
    {
        SqlStore.Step = step =>
        {
            if (step == at)
            {
                SqlStore.Step = null;
                throw error();
            }
        };
        try
        {
            return await Assert.ThrowsAsync<UgcLabException>(work);
        }
        finally
        {
            SqlStore.Step = null;
        }
    }

    private FileStream Filler(string name) => new(Path.Combine(_place.Folder, name), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);

    private static void Fill(FileStream file)
    {
        for (int size = 1 << 16; size >= 1; size = size == 1 ? 0 : size / 16)
        {
            byte[] bytes = new byte[size];
            try
            {
                while (true)
                {
                    file.Write(bytes);
                }
            }
            catch (IOException) when (size > 1)
            {
                // What is left is smaller.
            }
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
