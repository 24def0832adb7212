using System.Globalization;
using UgcLab.Simulator;

namespace UgcLab.Crash.Tests;

/// <summary>A batch that several processes run at the same time; each is killed now and then, and started again.</summary>
internal sealed class SharedBatch(int rows, int speed = 60, SharedDatabase? database = null) : BatchScene(rows, speed, database?.Direct)
{
    // A wait for news of the other processes takes 2 s of their time; so many real ones are enough for all that is waited for.
    private const int MostMilliseconds = 1500;

    private readonly Dictionary<int, (ChildProcess Child, End End, int Number)> _ends = [];
    private readonly object _gate = new();
    private int _kills;
    private int _left;

    /// <summary>How often a process was killed.</summary>
    public int Kills => _kills;

    /// <summary>How many jobs the processes of each place have said to be created.</summary>
    public int[] Shares { get; private set; } = [];

    /// <summary>Runs so many processes side by side until all is done. At most so many are killed.</summary>
    public async Task RunAsync(int processes, int kills, Random chance)
    {
        (_left, Shares) = (kills, new int[processes]);
        Service.Purchase = KillSender;
        Service.Keys = [UgcSimulator.ApiKey, LoopbackService.OtherKey];
        using CancellationTokenSource over = new();
        Task cutting = database?.CutAsync(new Random(chance.Next()), over.Token) ?? Task.CompletedTask;
        await Task.WhenAll(Enumerable.Range(0, processes).Select(place => LiveOnAsync(place, new Random(chance.Next()))));
        await over.CancelAsync();
        await cutting;
        Service.Purchase = null;
        await ResolveAsync();
        while (database is not null && (await RowsAsync(UgcRowState.Unconfirmed)).Count > 0)
        {
            // Until no request can be answered any more.
            await Task.Delay(200, TestContext.Current.CancellationToken);
            await ResolveAsync();
        }

        // What was resolved as not charged when no process was left that would have sent it.
        ChildProcess last = Start(Shared);
        await last.EndedAsync(TimeSpan.FromMinutes(5));
        await last.EndsAsync(0);
    }

    private async Task LiveOnAsync(int place, Random chance)
    {
        while (true)
        {
            End end = Interlocked.Decrement(ref _left) >= 0 ? Next(chance) : End.Well;
            int number = end is End.AtStep ? 1 + chance.Next(200) : end is End.AtCall ? 1 + chance.Next(60) : chance.Next(1, 4);
            ChildProcess child = Start(settings => Shared(settings) with
            {
                // The third has another key: nothing but the batch keeps it from sending a row that one of the others sends.
                Key = place == 2 && database is null ? LoopbackService.OtherKey : settings.Key,
                DiesAt = end is End.AtStep ? number : 0,
                Under = end is End.AtCall ? Strace.KillAt(number, Folder(string.Create(CultureInfo.InvariantCulture, $"trace-{place}"))) : [],
            });
            lock (_gate)
            {
                _ends[place] = (child, end, number);
            }

            if (end is End.AtInstant)
            {
                await child.BeganAsync();
                await Task.Delay(chance.Next(MostMilliseconds), TestContext.Current.CancellationToken);
                child.Kill();
            }

            // Rows of eight processes wait for each other, for the limits, and for a database that is away.
            await child.EndedAsync(TimeSpan.FromMinutes(database is null ? 2 : 20));
            Shares[place] += child.Created.Count;
            int dead = child.WasKilled ? Interlocked.Increment(ref _kills) : _kills;
            Assert.True(child.WasKilled || child.ExitCode is 0 or 3 or 5, child.ToString());
            await ResolveAsync();
            Assert.True(database is not null || Unconfirmed <= Math.Max(dead, _kills));
            if (!child.WasKilled)
            {
                return;
            }
        }
    }

    private ChildSettings Shared(ChildSettings settings) => database is null ? settings
        : settings with { Connection = database.ThroughProxy, TimeoutMinutes = SharedDatabase.TimeoutMinutes, PerHour = SharedDatabase.PerHour };

    // What a process writes of a shared database to its own disk is little.
    private End Next(Random chance) => chance.Next(Strace.IsUsable && database is null ? 6 : 5) switch
    {
        0 => End.BeforeCharge,
        1 => End.AfterCharge,
        2 => End.AtStep,
        5 => End.AtCall,
        _ => End.AtInstant,
    };

    // Kills the process whose request is in flight when its time has come: the store says which it is.
    private void KillSender(string prompt, bool done)
    {
        int sender = SenderAsync(prompt).GetAwaiter().GetResult();
        ChildProcess? dies = null;
        lock (_gate)
        {
            foreach ((int place, (ChildProcess child, End end, int number)) in _ends)
            {
                if (child.Id == sender && sender != 0 && end == (done ? End.AfterCharge : End.BeforeCharge))
                {
                    _ends[place] = (child, end, number - 1);
                    dies = number == 1 ? child : dies;
                }
            }
        }

        if (dies is not null)
        {
            dies.Kill();
            dies.EndedAsync().GetAwaiter().GetResult();
            if (!done)
            {
                throw new InvalidDataException("The connection is gone, and the request with it.");
            }
        }
    }
}
