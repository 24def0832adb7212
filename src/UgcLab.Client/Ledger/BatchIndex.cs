using UgcLab.Jobs;

namespace UgcLab.Ledger;

/// <summary>
/// Folds a batch's ledger into its rows, and no more than decides about money: it is built from the file at the start and
/// kept up with every line that is written.
/// </summary>
internal sealed class BatchIndex
{
    // Refusals that say nothing about the row: an empty purse, a bad key, a wrong address.
    private static readonly HashSet<string?> ToAnything =
    [
        nameof(UgcLabErrorKind.InsufficientCredits), nameof(UgcLabErrorKind.KeyRefused), nameof(UgcLabErrorKind.AccessDenied),
        nameof(UgcLabErrorKind.NotTheService), nameof(UgcLabErrorKind.RateLimited),
    ];

    private readonly Dictionary<RowKey, RowEntry> _rows = [];
    private readonly Dictionary<string, JobEntry> _jobs = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<RowKey, RowEntry> Rows => _rows;

    public RowEntry? Find(RowKey key) => _rows.GetValueOrDefault(key);

    /// <summary>Whether lines are lost and nobody knows whom they were about: a row that is not here may have been bought in them.</summary>
    public bool HasLost { get; private set; }

    /// <summary>Whether some row has this job.</summary>
    public bool HasJob(string id) => _jobs.ContainsKey(id);

    public void Planned(RowKey key, string? content)
    {
        RowEntry known = At(key);
        (known.IsPlanned, known.Content) = (true, known.Content ?? content);
    }

    /// <summary>Lines are lost. What was bought may have been bought again in them.</summary>
    public void Lost()
    {
        HasLost = true;
        foreach (RowEntry row in _rows.Values.Where(row => row.Bought > 0))
        {
            row.IsBarred = true;
        }
    }

    public void Sending(RowKey key, string? purchase, int round)
    {
        RowEntry row = At(key);
        (row.State, row.Purchase, row.Round) = (RowState.Sending, purchase, round);
    }

    public void NotSent(RowKey key) => At(key).FallBack(RowState.Planned);

    /// <summary>The service said no: to this row, or to anything at all.</summary>
    public void Refused(RowKey key, string? why)
    {
        RowEntry row = At(key);
        row.Refusal = why;
        row.FallBack(ToAnything.Contains(why) ? RowState.Planned : RowState.Refused);
    }

    public void InDoubt(RowKey key) => At(key).State = RowState.Unknown;

    /// <summary>It is never sent again. What was bought of it before is there all the same.</summary>
    public void Abandoned(RowKey key)
    {
        RowEntry row = At(key);
        row.FallBack(RowState.Abandoned);
        row.IsBarred = true;
    }

    public void Accepted(RowKey key, IEnumerable<JobEntry> jobs)
    {
        RowEntry row = At(key);
        row.IsDoubled |= row.State is RowState.Accepted && row.Bought >= row.Round;
        (row.State, row.Bought) = (RowState.Accepted, row.Round);
        foreach (JobEntry job in jobs)
        {
            if (_jobs.TryAdd(job.Id, job))
            {
                job.Round = row.Round;
                row.Add(job);
            }
        }
    }

    public void Seen(string id, UgcJobStatus status, decimal? charged, decimal? refunded)
    {
        if (_jobs.TryGetValue(id, out JobEntry? job))
        {
            // What has ended has ended: an older word may be read after it, for it stands in another file.
            (job.Status, job.Charged, job.Refunded) = (IsEnd(job.Status) && !IsEnd(status) ? job.Status : status, charged ?? job.Charged, refunded ?? job.Refunded);
        }
    }

    /// <summary>Whether any row is out at this moment.</summary>
    public bool IsAnythingOut => _rows.Values.Any(row => row.State is RowState.Sending);

    /// <summary>The jobs that are not done with, and their rows.</summary>
    public IEnumerable<JobEntry> Open() => _jobs.Values.Where(job => !job.IsSaved && !IsLost(job.Status));

    public void Saved(string id)
    {
        if (_jobs.TryGetValue(id, out JobEntry? job))
        {
            (job.Status, job.IsSaved) = (UgcJobStatus.Completed, true);
        }
    }

    /// <summary>Takes in what a line of another file says of a job; it has no say in anything else.</summary>
    public void Learn(ReadOnlySpan<byte> line) => Learn(LineFields.Read(line));

    /// <summary>Takes in a line of the file. Returns the row whose money it is about, if it is about any.</summary>
    public RowKey? Apply(ReadOnlySpan<byte> line)
    {
        LineFields fields = LineFields.Read(line);
        Learn(fields);
        if (fields.Event is "Lost")
        {
            Lost();
        }

        if (fields.Key is not RowKey key)
        {
            return null;
        }

        switch (fields.Event)
        {
            case "Planned":
                Planned(key, fields.Content);
                return null;
            case "Sending": Sending(key, fields.Purchase, fields.Round); break;
            case "NotApplied" or "NotSent": NotSent(key); break;
            case "Refused": Refused(key, fields.Kind); break;
            case "Unknown": InDoubt(key); break;
            case "Accepted": Accepted(key, fields.Jobs ?? []); break;
            case "Settled": Settle(key, fields.How, fields.Jobs ?? []); break;
        }

        return key;
    }

    public void Settle(RowKey key, string? how, IEnumerable<JobEntry> jobs)
    {
        switch (how)
        {
            case "Adopted": Accepted(key, jobs); break;
            case "NotCharged": NotSent(key); break;
            case "Abandoned": Abandoned(key); break;
        }
    }

    private void Learn(in LineFields fields)
    {
        if (fields.UgcId is string id)
        {
            if (fields.Event is "Saved")
            {
                Saved(id);
            }
            else if (fields.Event is "Job")
            {
                Seen(id, JobAnswer.Status(fields.Status), fields.Charged, fields.Refunded);
            }
        }
    }

    private static bool IsEnd(UgcJobStatus status) => status is UgcJobStatus.Completed || IsLost(status);

    private static bool IsLost(UgcJobStatus status) => status is UgcJobStatus.Failed or UgcJobStatus.Cancelled;

    private RowEntry At(RowKey key)
    {
        if (!_rows.TryGetValue(key, out RowEntry? row))
        {
            _rows.Add(key, row = new RowEntry());
        }

        return row;
    }
}
