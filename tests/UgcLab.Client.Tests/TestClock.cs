namespace UgcLab.Client.Tests;

/// <summary>
/// A clock that stands still while there is work and jumps to the next timer when there is none, so that an hour's wait
/// is over at once and no test sleeps through one.
/// </summary>
internal sealed class TestClock : TimeProvider
{
    private const int Yields = 20;

    private readonly object _gate = new();
    private readonly List<JumpTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);
    private TimeSpan _setBack;
    private int _changes;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>
    /// How many moments to wait for work on other threads before time passes. It sees all threads of the process, so it
    /// is for tests that run alone (see <see cref="Alone"/>).
    /// </summary>
    public int LongestIdle { get; set; }

    /// <summary>Runs something to its end, and lets time pass whenever it waits.</summary>
    public async Task<T> RunAsync<T>(Task<T> work)
    {
        await RunAsync((Task)work);
        return await work;
    }

    /// <summary>Runs something to its end, and lets time pass whenever it waits.</summary>
    public async Task RunAsync(Task work)
    {
        int seen = -1;
        int quiet = 0;
        while (!work.IsCompleted)
        {
            // A timer of up to 10 s is a wait. A longer one is a deadline, which must not pass while work on real sockets goes on.
            if (LongestIdle > 0 || Next() <= TimeSpan.FromSeconds(10))
            {
                await Task.Yield();
                await Task.Yield();
                await RestAsync(work);
                Jump();
                continue;
            }

            // On a busy machine a thread that has work may not run for a while, which looks like rest. A millisecond counts
            // for little while any thread of the process has work, its own or that of another test.
            await Task.WhenAny(work, Task.Delay(1));
            int changes = Volatile.Read(ref _changes);
            (seen, quiet) = (changes, changes != seen ? 0 : quiet + (IsAnyRunning() ? 1 : 20));
            if (quiet > 500)
            {
                Jump();
            }
        }

        await work;
    }

    /// <summary>Runs something that waits for this clock alone, all of it on this thread: days pass in seconds.</summary>
    public async Task RunInlineAsync(Task work)
    {
        while (!work.IsCompleted)
        {
            Jump();
        }

        await work;
    }

    /// <summary>Lets time pass without firing a timer.</summary>
    public void Pass(TimeSpan time)
    {
        lock (_gate)
        {
            _now += time;
        }
    }

    /// <summary>Sets the clock on the wall back; the stopwatch goes on.</summary>
    public void SetBack(TimeSpan time)
    {
        lock (_gate)
        {
            _setBack += time;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now - _setBack;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _now.Ticks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        JumpTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    // Until all threads rest: then nothing but time can wake them, however far ahead the next timer is.
    private async Task RestAsync(Task work)
    {
        for (int i = 0, quiet = 0; i < LongestIdle && quiet < 3 && !work.IsCompleted; i++)
        {
            quiet = IsAnyRunning() ? 0 : quiet + 1;

            // A thread that has just finished, or that a yield has woken, looks for more work before it rests. So after a
            // few yields only a pause shows rest. Task.Delay(1) would make one of 4 ms.
            await (i < Yields ? Task.Run(Thread.Yield) : Task.Run(() => Thread.Sleep(1)));
        }
    }

    private static bool IsAnyRunning()
    {
        ThreadPool.GetMaxThreads(out int all, out _);
        ThreadPool.GetAvailableThreads(out int free, out _);
        return all - free > 1 || ThreadPool.PendingWorkItemCount > 0;
    }

    private TimeSpan? Next()
    {
        lock (_gate)
        {
            return _timers.Count == 0 ? null : _timers.Min(timer => timer.Due) - _now;
        }
    }

    private void Jump()
    {
        JumpTimer? due;
        lock (_gate)
        {
            due = _timers.MinBy(timer => timer.Due);
            if (due is null)
            {
                return;
            }

            _now = due.Due > _now ? due.Due : _now;
            _timers.Remove(due);
            _changes++;
        }

        due.Fire();
    }

    private sealed class JumpTimer(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                clock._changes++;
                if (dueTime >= TimeSpan.Zero)
                {
                    Due = clock._now + dueTime;
                    clock._timers.Add(this);
                }

                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>Tests whose virtual time must not run ahead of the work of several threads: nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
