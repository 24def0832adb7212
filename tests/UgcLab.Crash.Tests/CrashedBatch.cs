using System.Text;
using UgcLab.Simulator;

namespace UgcLab.Crash.Tests;

/// <summary>How a life ends.</summary>
internal enum End
{
    /// <summary>By itself.</summary>
    Well,

    /// <summary>Killed at a step of the ledger: before a write, after it, after a flush.</summary>
    AtStep,

    /// <summary>Killed at any instant.</summary>
    AtInstant,

    /// <summary>Killed with a purchase out that the service has not done.</summary>
    BeforeCharge,

    /// <summary>Killed with a purchase out that the service has done, and not answered.</summary>
    AfterCharge,

    /// <summary>Killed with half of a video on the disk.</summary>
    InFile,
}

/// <summary>A batch that goes on from life to life, beside a service that remembers everything.</summary>
internal sealed class CrashedBatch : IDisposable
{
    private const string Name = "crash";
    private const int Rows = 40;
    private const int HalfAFile = 1000;

    private readonly LoopbackService _service = new();
    private readonly string _root = Directory.CreateTempSubdirectory("ugclab-crash-").FullName;
    private readonly HashSet<string> _told = [];

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>How many rows were found in doubt.</summary>
    public int InDoubt { get; private set; }

    /// <summary>Rows in doubt that the service had charged.</summary>
    public int Charged { get; private set; }

    /// <summary>Whether all rows are bought, and only videos are left to kill it over.</summary>
    public bool IsAllBought => _service.Simulator.Jobs.Count == Rows;

    private string State => Path.Combine(_root, "state");

    private string Out => Path.Combine(_root, "videos");

    private Batches Batches => new(State);

    /// <summary>Lives once. Returns whether there is nothing left to do.</summary>
    public async Task<bool> LiveAsync(End end, int number, TimeSpan after = default)
    {
        int purchases = 0;
        ChildProcess? child = null;
        _service.Purchase = done =>
        {
            purchases += done ? 0 : 1;
            if (purchases == number && end == (done ? End.AfterCharge : End.BeforeCharge))
            {
                // Dead before the service goes on: whatever it would have done next, it does not.
                child!.Kill();
                child.EndedAsync().GetAwaiter().GetResult();
                if (!done)
                {
                    throw new InvalidDataException("The line is dead, and the order with it.");
                }
            }
        };
        int files = 0;
        _service.File = () => end is not End.InFile ? null
            : ++files < number ? null
            : files == number ? HalfAFile
            : Die();
        using (child = ChildProcess.Start("run", _service.Address, State, Out, _service.Simulator.FirstProjectId, Rows, end is End.AtStep ? number : 0))
        {
            if (end is End.AtInstant)
            {
                await child.BeganAsync();
                await Task.Delay(after, TestContext.Current.CancellationToken);
                child.Kill();
            }

            await child.EndedAsync();
            (_service.Purchase, _service.File) = (null, null);
            Kills += child.WasKilled ? 1 : 0;
            _told.UnionWith(child.Lines.Where(line => line.StartsWith("BOUGHT ", StringComparison.Ordinal)).Select(line => line[7..]));
            Assert.True(child.WasKilled || child.ExitCode == 0, string.Join('\n', child.Lines));
            SettleByTheServicesBook(most: child.WasKilled ? 1 : 0);
            return !child.WasKilled;
        }

        // By then the half that came has been written.
        int? Die()
        {
            child!.Kill();
            return 0;
        }
    }

    /// <summary>What must be so when all is done.</summary>
    public void Check()
    {
        Dictionary<string, string> charged = _service.Simulator.Jobs.ToDictionary(job => job.Prompt, job => job.Id);
        IReadOnlyList<UgcBatchRow> rows = Batches.Rows(Name);
        UgcBatch batch = Batches.Get(Name);

        Assert.Equal(Rows, charged.Count);
        Assert.Equal(Rows, rows.Count);
        Assert.All(rows, row => Assert.Equal(charged[row.Prompt!], Assert.Single(row.Jobs).UgcId));
        Assert.Equal((Rows, 0), (batch.Saved, batch.BoughtTwice));
        Assert.Subset(charged.Values.ToHashSet(), _told);
        Assert.All(_service.Simulator.Jobs, job => Assert.Equal(FileDesk.File(job), File.ReadAllBytes(Path.Combine(Out, $"{job.Id}.mp4"))));
        Assert.DoesNotContain(Directory.GetFiles(Out).Select(Path.GetFileName), name => name!.Contains(".part", StringComparison.Ordinal));
        Assert.Equal(Rows, Directory.GetFiles(Out, "*.mp4").Length);
    }

    public void Dispose()
    {
        _service.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    // What a person would find in the dashboard.
    private void SettleByTheServicesBook(int most)
    {
        if (!Batches.Names().Contains(Name))
        {
            return;
        }

        UgcBatchRow[] doubtful = [.. Batches.Rows(Name).Where(row => row.State is UgcRowState.Unknown)];
        Assert.InRange(doubtful.Length, 0, most);
        HashSet<string> known = [.. Batches.Rows(Name).SelectMany(row => row.Jobs).Select(job => job.UgcId)];
        foreach (UgcBatchRow row in doubtful)
        {
            string[] ids = [.. _service.Simulator.Jobs.Where(job => job.Prompt == row.Prompt && !known.Contains(job.Id)).Select(job => job.Id)];
            Batches.Settle(row, ids.Length > 0 ? UgcSettlement.Adopted : UgcSettlement.NotCharged, ids);
            InDoubt++;
            Charged += ids.Length > 0 ? 1 : 0;
        }

        // Nothing is charged that the ledger does not know of now.
        HashSet<string> settled = [.. Batches.Rows(Name).SelectMany(row => row.Jobs).Select(job => job.UgcId)];
        Assert.Empty(_service.Simulator.Jobs.Where(job => !settled.Contains(job.Id)).Select(job => Encoding.UTF8.GetByteCount(job.Prompt)));
    }
}
