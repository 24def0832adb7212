using System.Globalization;

namespace UgcLab.Crash.Tests;

/// <summary>How a process ends.</summary>
internal enum End
{
    /// <summary>By itself.</summary>
    Well,

    /// <summary>Killed at a step of the store: before a transaction, before its commit, after it.</summary>
    AtStep,

    /// <summary>Killed at any instant.</summary>
    AtInstant,

    /// <summary>Killed with a request in flight that the service has not done.</summary>
    BeforeCharge,

    /// <summary>Killed with a request in flight that the service has done, and not answered.</summary>
    AfterCharge,

    /// <summary>Killed with half of a video on the disk.</summary>
    InFile,

    /// <summary>Killed as it asks the system to write, flush, cut, move or delete a file.</summary>
    AtCall,
}

/// <summary>A batch that one process after another goes on with.</summary>
internal sealed class CrashedBatch(int rows = 40) : BatchScene(rows)
{
    private const int HalfAFile = 1000;

    private string _trace = "";

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>Whether all rows are created, and only videos are left to kill it over.</summary>
    public bool IsAllCreated => Book.Count == Rows;

    /// <summary>Runs a process to its end. Returns whether there is nothing left to do.</summary>
    public async Task<bool> LiveAsync(End end, int number, TimeSpan after = default)
    {
        int purchases = 0;
        int files = 0;
        object gate = new();
        ChildProcess? child = null;
        Service.Purchase = (_, done) =>
        {
            purchases += done ? 0 : 1;
            if (purchases == number && end == (done ? End.AfterCharge : End.BeforeCharge))
            {
                // Dead before the service goes on: whatever it would have done next, it does not.
                child!.Kill();
                child.EndedAsync().GetAwaiter().GetResult();
                if (!done)
                {
                    throw new InvalidDataException("The connection is gone, and the request with it.");
                }
            }
        };
        Service.File = () =>
        {
            lock (gate)
            {
                return end is not End.InFile || ++files < number ? null : files == number ? HalfAFile : Die();
            }
        };
        _trace = Folder(string.Create(CultureInfo.InvariantCulture, $"trace-{Kills}"));
        child = Start(settings => settings with { DiesAt = end is End.AtStep ? number : 0, Under = end is End.AtCall ? Strace.KillAt(number, _trace) : [] });
        if (end is End.AtInstant)
        {
            await child.BeganAsync();
            await Task.Delay(after, TestContext.Current.CancellationToken);
            child.Kill();
        }

        await child.EndedAsync();
        (Service.Purchase, Service.File) = (null, null);
        Kills += child.WasKilled ? 1 : 0;
        Assert.True(child.WasKilled || child.ExitCode == 0, child.ToString());
        Assert.InRange(await ResolveAsync(), 0, child.WasKilled ? 1 : 0);

        // Now every charge has a row that knows it.
        HashSet<string> known = [.. (await RowsAsync()).SelectMany(row => row.Jobs).Select(job => job.UgcId)];
        Assert.All(Book, job => Assert.Contains(job.Id, known));
        return !child.WasKilled;

        // By then the half that came has been written.
        int? Die()
        {
            child!.Kill();
            return 0;
        }
    }

    /// <summary>The call at which the last process was killed, as in <c>fsync ugclab.db-journal</c>.</summary>
    public string LastCall => Strace.LastCall(_trace);
}
