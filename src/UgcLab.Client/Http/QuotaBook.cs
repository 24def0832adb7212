using System.Buffers;
using System.Globalization;

namespace UgcLab.Http;

/// <summary>
/// All that is known of the requests of the last hour and of the pauses that the service asked for, ours and those of
/// others, and the rules over it. It touches neither clock nor disk; times are those of one stopwatch.
/// </summary>
internal sealed class QuotaBook(string me)
{
    private const int Kept = 2000;

    private readonly List<Mark> _own = [];
    private Dictionary<string, List<Mark>> _others = [];
    private long _number;

    /// <summary>Marks are dropped when they are over, and the oldest when no limit could need them.</summary>
    public Mark Add(MarkKind kind, TimeSpan now, TimeSpan length, UgcLimits limits)
    {
        if (_own.Count > 0 && _own[0].IsOver(now))
        {
            _own.RemoveAll(mark => mark.IsOver(now));
        }

        int most = Math.Max(Kept, limits.CreationsPerHour + limits.ReadsPerHour);
        if (_own.Count > most + (most / 4))
        {
            _own.RemoveRange(0, _own.Count - most);
        }

        Mark mark = new(++_number, kind, now, length);
        _own.Add(mark);
        return mark;
    }

    /// <summary>The request was answered, so the service counted it no later than now.</summary>
    public void Answered(Mark mark, TimeSpan now)
    {
        int index = _own.FindLastIndex(own => own.Number == mark.Number);
        if (index >= 0)
        {
            _own[index] = mark with { At = now, Length = TimeSpan.Zero };
        }
    }

    public void Remove(Mark mark) => _own.RemoveAll(own => own.Number == mark.Number);

    /// <summary>Takes in what others have written. What was known of them stays as it was timed when it was first seen.</summary>
    /// <param name="sheet">The file.</param>
    /// <param name="now">The stopwatch.</param>
    /// <param name="wall">The clock on the wall, from 1970.</param>
    public void Learn(QuotaSheet sheet, TimeSpan now, TimeSpan wall)
    {
        Dictionary<string, List<Mark>> others = [];
        foreach ((string pacer, List<Mark> marks) in sheet.By.Where(by => by.Key != me))
        {
            others[pacer] = Timed(marks, _others.GetValueOrDefault(pacer) ?? [], now, wall);
        }

        _others = others;
    }

    /// <summary>What the file is to say.</summary>
    public void Write(IBufferWriter<byte> bytes, TimeSpan now, TimeSpan wall)
    {
        QuotaSheet sheet = new();
        foreach ((string pacer, List<Mark> marks) in _others.Append(new(me, _own)))
        {
            // By the clock as it is now: it may have been set since.
            List<Mark> left = [.. marks.Skip(marks.Count - Kept).Where(mark => !mark.IsOver(now)).Select(mark => mark with { At = wall - (now - mark.At) })];
            if (left.Count > 0)
            {
                sheet.By[pacer] = left;
            }
        }

        sheet.Write(bytes);
    }

    /// <summary>When a request may go out, and what keeps it until then.</summary>
    public (TimeSpan At, string Reason) FreeAt(RequestKind kind, UgcLimits limits, TimeSpan now)
    {
        bool creation = kind is RequestKind.Creation;
        int most = creation ? limits.CreationsPerHour : limits.ReadsPerHour;
        int mine = kind is RequestKind.Watch && most > 0 ? Math.Max(1, (int)(most * 9L / 10)) : most;
        int perMinute = limits.RequestsPerMinute;
        Mark pause = default;
        List<TimeSpan> ofHour = [];
        List<TimeSpan> ofMinute = [];
        foreach (List<Mark> marks in _others.Values.Append(_own))
        {
            foreach (Mark mark in marks)
            {
                if (!mark.IsRequest)
                {
                    pause = Stops(mark, creation, now) && mark.Latest > pause.Latest ? mark : pause;
                    perMinute = mark.Kind is MarkKind.AddressPause && mark.Latest <= now && !mark.IsOver(now) ? Math.Min(perMinute, Math.Max(1, limits.RequestsPerMinute / 2)) : perMinute;
                    continue;
                }

                if (mark.Kind is MarkKind.Creation == creation && mark.Latest + Mark.Hour > now)
                {
                    ofHour.Add(mark.Latest);
                }

                if (mark.Latest + Mark.Minute > now)
                {
                    ofMinute.Add(mark.Latest);
                }
            }
        }

        TimeSpan hour = Full(ofHour, mine, Mark.Hour, now);
        TimeSpan minute = Full(ofMinute, perMinute, Mark.Minute, now);
        return pause.Latest > now && pause.Latest >= hour && pause.Latest >= minute ? (pause.Latest, Reason(pause.Kind))
            : hour >= minute ? (hour, string.Create(CultureInfo.InvariantCulture, $"{mine} {(creation ? "creations" : "reads")} in the last hour: that is the limit."))
            : (minute, string.Create(CultureInfo.InvariantCulture, $"{perMinute} requests in the last minute: that is the limit."));
    }

    /// <summary>Whether anybody else has sent anything of late.</summary>
    public bool HasOthers(TimeSpan now) => _others.Values.Any(marks => marks.Exists(mark => !mark.IsOver(now)));

    /// <summary>How many requests of a kind the service may have counted in a window that ends now.</summary>
    public int Count(MarkKind? kind, TimeSpan window, TimeSpan now) =>
        All().Count(mark => mark.IsRequest && (kind is null || mark.Kind == kind) && mark.Latest + window > now);

    /// <summary>The pause that ends last, of those that concern creations, or reads, or both alike.</summary>
    public (TimeSpan Until, string Reason)? LastPause(TimeSpan now)
    {
        Mark creations = PauseOf(creation: true, now);
        Mark reads = PauseOf(creation: false, now);
        Mark last = creations.Latest >= reads.Latest ? creations : reads;
        return last.Latest > now ? (last.Latest, Reason(last.Kind)) : null;
    }

    private static string Reason(MarkKind pause) => pause switch
    {
        MarkKind.CreationPause => "The service asked creations to pause (RATE_LIMIT_EXCEEDED).",
        MarkKind.ReadPause => "The service asked reads to pause (RATE_LIMIT_EXCEEDED).",
        MarkKind.AddressPause => "The service asked this address to pause (IP_RATE_LIMITED).",
        _ => "The service asked for a pause.",
    };

    private static List<Mark> Timed(List<Mark> marks, List<Mark> known, TimeSpan now, TimeSpan wall)
    {
        List<Mark> timed = new(marks.Count);
        int next = 0;
        foreach (Mark mark in marks)
        {
            while (next < known.Count && known[next].Number < mark.Number)
            {
                next++;
            }

            // What comes from the future was written before the clock was set back, and is no younger than now.
            TimeSpan age = wall > mark.At ? wall - mark.At : TimeSpan.Zero;
            Mark seen = mark with { At = now - age };
            bool isKnown = next < known.Count && known[next].Number == mark.Number;
            timed.Add(!isKnown ? seen : mark.Length > TimeSpan.Zero == known[next].Length > TimeSpan.Zero ? known[next]
                : seen.At < known[next].Latest ? seen : seen with { At = known[next].Latest });
        }

        return timed;
    }

    private IEnumerable<Mark> All() => _others.Values.SelectMany(static marks => marks).Concat(_own);

    private Mark PauseOf(bool creation, TimeSpan now) => All().Where(mark => Stops(mark, creation, now)).OrderByDescending(mark => mark.Latest).FirstOrDefault();

    private static bool Stops(Mark mark, bool creation, TimeSpan now) => mark.Latest > now
        && (mark.Kind is MarkKind.AddressPause or MarkKind.Pause || mark.Kind == (creation ? MarkKind.CreationPause : MarkKind.ReadPause));

    // When there is room for another below a limit; now when there is.
    private static TimeSpan Full(List<TimeSpan> counted, int most, TimeSpan window, TimeSpan now)
    {
        if (most <= 0 || counted.Count < most)
        {
            return now;
        }

        counted.Sort();
        return counted[^most] + window;
    }
}
