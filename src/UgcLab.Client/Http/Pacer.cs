using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using UgcLab.Ledger;

namespace UgcLab.Http;

/// <summary>
/// Keeps requests below the limits before the service has to say no. Sessions of one process that use one key at one
/// address share a pacer, and pacers of different processes share a file, so consoles and runspaces side by side do not add
/// up to a refusal. The file is a courtesy: one that cannot be used costs a 429 at worst, which is waited out.
/// </summary>
internal sealed class Pacer(TimeProvider clock, QuotaFile? file = null)
{
    // Somebody else may give a turn back, or be sent away, while one waits.
    private static readonly TimeSpan LongestNap = TimeSpan.FromMinutes(1);
    private const int LockTries = 200;

    private static readonly ConcurrentDictionary<(string, string, TimeProvider), Pacer> Shared = new();

    private readonly object _gate = new();
    private readonly QuotaBook _book = new($"{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-{Guid.NewGuid().ToString("N")[..8]}");
    private readonly ArrayBufferWriter<byte> _draft = new();
    private readonly long _began = clock.GetTimestamp();
    private byte[] _seen = [];
    private bool _isLater;
    private string? _trouble;
    private bool _isTold;

    /// <summary>
    /// One paid request at a time: the hour's quota leaves 36 s for each, so side by side would gain nothing and put more
    /// than one row in doubt when the line drops. This is the queue of this process; the lane's lock is among processes.
    /// </summary>
    public SemaphoreSlim Lane { get; } = new(1, 1);

    // By the stopwatch: a clock on the wall that is set back would make an hour a day.
    private TimeSpan Now => clock.GetElapsedTime(_began);

    private TimeSpan Wall => clock.GetUtcNow() - DateTimeOffset.UnixEpoch;

    public static Pacer For(UgcLabClientOptions options, string stateFolder)
    {
        string name = QuotaFile.NameOf(options);
        UgcLimits limits = options.Limits;

        // A rehearsal without limits has no pace, and a folder that goes with its client is known to nobody else.
        bool isShared = options.Handler is null || (!options.StateIsTemporary && (limits.RequestsPerMinute > 0 || limits.CreationsPerHour > 0 || limits.ReadsPerHour > 0));
        return options.Handler is not null ? new(options.Clock, isShared ? new QuotaFile(stateFolder, name) : null)
            : Shared.GetOrAdd((Path.GetFullPath(stateFolder), name, options.Clock), static id => new(id.Item3, new QuotaFile(id.Item1, id.Item2)));
    }

    /// <summary>Waits for a request's turn and takes it.</summary>
    /// <param name="kind">What budget it draws on.</param>
    /// <param name="limits">The limits to stay within.</param>
    /// <param name="within">How long it may be out: until its answer is in, the service may count it as late as that.</param>
    /// <param name="notices">Hears of waits.</param>
    /// <param name="cancellationToken">Ends a wait at once.</param>
    public async Task<Turn> WaitAsync(RequestKind kind, UgcLimits limits, TimeSpan within, IProgress<UgcNotice>? notices, CancellationToken cancellationToken)
    {
        PaceNotices told = new(clock, notices);

        // Most reads have their turn at once; a look before that pays where a lane would be taken for nothing.
        bool looks = kind is RequestKind.Creation;
        for (int lockTries = 0; ; lockTries++)
        {
            if (looks && Look(kind, limits) is (TimeSpan length, string reason))
            {
                told.Wait(length, reason);
                await clock.WaitAsync(length < LongestNap ? length : LongestNap, cancellationToken).ConfigureAwait(false);
                lockTries = 0;
                continue;
            }

            FileLock? lane = null;
            try
            {
                if (kind is RequestKind.Creation && !TryLane(out lane))
                {
                    told.Lane();
                    await clock.WaitAsync(TimeSpan.FromMilliseconds(Random.Shared.Next(100, 250)), cancellationToken).ConfigureAwait(false);
                    lockTries = 0;
                    continue;
                }

                Taking taking = TryTake(kind, limits, within, needsFile: lockTries < LockTries, out Mark mark);
                if (taking is Taking.Taken)
                {
                    Tell(notices);
                    Turn turn = new(this, mark, lane);
                    lane = null;
                    return turn;
                }

                looks |= taking is Taking.TooSoon;
                if (taking is Taking.Busy)
                {
                    await clock.WaitAsync(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 15)), cancellationToken).ConfigureAwait(false);
                }
            }
            finally
            {
                lane?.Dispose();
            }
        }
    }

    /// <summary>The service has sent us away: the address, or one of the hour's budgets.</summary>
    public void Hold(RequestKind kind, string? code, TimeSpan length)
    {
        MarkKind pause = (code, kind) switch
        {
            ("RATE_LIMIT_EXCEEDED", RequestKind.Creation) => MarkKind.CreationPause,
            ("RATE_LIMIT_EXCEEDED", _) => MarkKind.ReadPause,
            ("IP_RATE_LIMITED", _) => MarkKind.AddressPause,
            _ => MarkKind.Pause,
        };
        Change(() => _book.Add(pause, Now, length, UgcLimits.None));
    }

    /// <summary>How things stand, for people.</summary>
    public UgcLimit State(UgcLimits limits)
    {
        lock (_gate)
        {
            Refresh();
            TimeSpan now = Now;
            DateTimeOffset wall = clock.GetUtcNow();
            (TimeSpan Until, string Reason)? pause = _book.LastPause(now);
            return new UgcLimit
            {
                Time = wall,
                CreationsUsed = _book.Count(MarkKind.Creation, Mark.Hour, now),
                CreationsPerHour = limits.CreationsPerHour,
                NextCreation = wall + (_book.FreeAt(RequestKind.Creation, limits, now).At - now),
                ReadsUsed = _book.Count(MarkKind.Read, Mark.Hour, now),
                ReadsPerHour = limits.ReadsPerHour,
                NextRead = wall + (_book.FreeAt(RequestKind.Read, limits, now).At - now),
                RequestsLastMinute = _book.Count(null, Mark.Minute, now),
                RequestsPerMinute = limits.RequestsPerMinute,
                PausedUntil = pause is null ? null : wall + (pause.Value.Until - now),
                PauseReason = pause?.Reason,
            };
        }
    }

    /// <summary>A turn has ended.</summary>
    internal void End(Mark mark, bool counts)
    {
        lock (_gate)
        {
            TimeSpan now = Now;
            if (counts && mark.Kind is MarkKind.Read && !_book.HasOthers(now))
            {
                // Nobody is there to read it; until the next turn the file has it later than it was, which is safe.
                _book.Answered(mark, now);
                return;
            }

            Change(() =>
            {
                if (counts)
                {
                    _book.Answered(mark, Now);
                }
                else
                {
                    _book.Remove(mark);
                }
            });
        }
    }

    private (TimeSpan Length, string Reason)? Look(RequestKind kind, UgcLimits limits)
    {
        lock (_gate)
        {
            Refresh();
            TimeSpan now = Now;
            (TimeSpan at, string reason) = _book.FreeAt(kind, limits, now);
            return at > now ? (at - now, reason) : null;
        }
    }

    private Taking TryTake(RequestKind kind, UgcLimits limits, TimeSpan within, bool needsFile, out Mark mark)
    {
        lock (_gate)
        {
            mark = default;
            using FileLock? held = TryLock(out bool isBusy);
            if (isBusy && needsFile)
            {
                return Taking.Busy;
            }

            _trouble ??= isBusy ? $"{file!.Path} is locked by another process." : null;
            Refresh();
            TimeSpan now = Now;
            if (_book.FreeAt(kind, limits, now).At > now)
            {
                return Taking.TooSoon;
            }

            mark = _book.Add(kind is RequestKind.Creation ? MarkKind.Creation : MarkKind.Read, now, within, limits);
            Save(held);
            return Taking.Taken;
        }
    }

    // What happens at an answer must not hold it up: when the file is somebody else's at this moment, the next turn writes.
    private void Change(Action change)
    {
        lock (_gate)
        {
            using FileLock? held = TryLock(out _);
            if (held is not null)
            {
                Refresh();
            }

            change();
            Save(held);
        }
    }

    private bool TryLane(out FileLock? lane)
    {
        FileLock? taken = null;
        bool isFree = file is null || Try(() => taken = file.TryLane()) is false || taken is not null;
        lane = taken;
        return isFree;
    }

    private FileLock? TryLock(out bool isBusy)
    {
        FileLock? taken = null;
        isBusy = file is not null && Try(() => taken = file.TryLock()) && taken is null;
        return taken;
    }

    private void Refresh() => _ = file is not null && Try(() =>
    {
        byte[] bytes = file.Read();
        if (!bytes.AsSpan().SequenceEqual(_seen))
        {
            _seen = bytes;
            QuotaSheet? sheet = bytes.Length == 0 ? new() : QuotaSheet.Read(bytes);
            _isLater = sheet is { IsLater: true };
            if (sheet is null or { IsLater: true })
            {
                _trouble ??= $"{file.Path} is {(sheet is null ? "damaged" : "of a later version of this module")}.";
                return;
            }

            _book.Learn(sheet, Now, Wall);
        }
    });

    private void Save(FileLock? held) => _ = file is not null && held is not null && !_isLater && Try(() =>
    {
        _draft.ResetWrittenCount();
        _book.Write(_draft, Now, Wall);
        file.Write(_draft.WrittenSpan);
        _seen = _draft.WrittenSpan.ToArray();
    });

    private bool Try(Action access)
    {
        try
        {
            access();
            return true;
        }
        catch (Exception error)
        {
            // Whatever it is: a request that was paid for must not be lost over the count of requests.
            _trouble ??= Redaction.Show(error.Message, 300);
            return false;
        }
    }

    private void Tell(IProgress<UgcNotice>? notices)
    {
        if (_trouble is string trouble && !_isTold && notices is not null)
        {
            _isTold = true;
            notices.Report(new UgcNotice(UgcNoticeKind.Warning, $"Requests are counted for this process alone, so other consoles with this key may be sent away by the service. {trouble}"));
        }
    }

    private enum Taking
    {
        Taken,
        TooSoon,
        Busy,
    }
}
