using System.Text;
using System.Text.Json;
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

    /// <summary>Which row has this job.</summary>
    public bool HasJob(string id) => _jobs.ContainsKey(id);

    public void Planned(RowKey key, int row, string? content)
    {
        if (_rows.TryGetValue(key, out RowEntry? known))
        {
            known.Content ??= content;
        }
        else
        {
            _rows.Add(key, new RowEntry { Row = row, Content = content });
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

    public void Abandoned(RowKey key) => At(key).FallBack(RowState.Abandoned);

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
            job.IsSaved = true;
        }
    }

    /// <summary>Takes in what a line of another file says of a job; it has no say in anything else.</summary>
    public void Learn(ReadOnlySpan<byte> line) => Learn(Fields.Read(line));

    /// <summary>Takes in a line of the file. Returns the row whose money it is about, if it is about any.</summary>
    public RowKey? Apply(ReadOnlySpan<byte> line)
    {
        Fields fields = Fields.Read(line);
        Learn(fields);
        if (fields.Key is not RowKey key)
        {
            return null;
        }

        switch (fields.Event)
        {
            case "Planned":
                Planned(key, fields.Row, fields.Content);
                return null;
            case "Sending": Sending(key, fields.Purchase, fields.Round); break;
            case "NotApplied" or "NotSent": NotSent(key); break;
            case "Refused": Refused(key, fields.Kind); break;
            case "Unknown": InDoubt(key); break;
            case "Accepted": Accepted(key, fields.Jobs); break;
            case "Settled": Settle(key, fields.How, fields.Jobs); break;
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

    private void Learn(Fields fields)
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

    /// <summary>The members of a line that matter here. Read by hand: three hundred thousand lines are to take no second.</summary>
    private ref struct Fields
    {
        public string? Event;
        public RowKey? Key;
        public string? Purchase;
        public string? Content;
        public string? Kind;
        public string? How;
        public string? UgcId;
        public string? Status;
        public int Row;
        public int Round;
        public decimal? Charged;
        public decimal? Refunded;
        public List<JobEntry> Jobs;

        public static Fields Read(ReadOnlySpan<byte> line)
        {
            Fields fields = new() { Round = 1, Jobs = [] };
            Utf8JsonReader json = new(line);
            json.Read();
            while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
            {
                fields.Take(ref json);
            }

            return fields;
        }

        private void Take(ref Utf8JsonReader json)
        {
            if (json.ValueTextEquals("event"u8))
            {
                json.Read();
                Event = Known(json.ValueSpan) ?? json.GetString();
            }
            else if (json.ValueTextEquals("key"u8))
            {
                json.Read();
                Span<char> text = stackalloc char[64];
                Key = json.ValueSpan.Length <= text.Length && RowKey.TryParse(text[..Encoding.ASCII.GetChars(json.ValueSpan, text)], out RowKey key) ? key : null;
            }
            else if (json.ValueTextEquals("jobs"u8))
            {
                json.Read();
                TakeJobs(ref json);
            }
            else if (json.ValueTextEquals("purchase"u8)) { Purchase = Text(ref json); }
            else if (json.ValueTextEquals("content"u8)) { Content = Text(ref json); }
            else if (json.ValueTextEquals("kind"u8)) { Kind = Text(ref json); }
            else if (json.ValueTextEquals("how"u8)) { How = Text(ref json); }
            else if (json.ValueTextEquals("ugcId"u8)) { UgcId = Text(ref json); }
            else if (json.ValueTextEquals("status"u8)) { Status = Text(ref json); }
            else if (json.ValueTextEquals("row"u8)) { Row = (int?)Amount(ref json) ?? 0; }
            else if (json.ValueTextEquals("round"u8)) { Round = (int?)Amount(ref json) ?? 1; }
            else if (json.ValueTextEquals("creditsCharged"u8)) { Charged = Amount(ref json); }
            else if (json.ValueTextEquals("creditsRefunded"u8)) { Refunded = Amount(ref json); }
            else
            {
                json.Skip();
            }
        }

        private void TakeJobs(ref Utf8JsonReader json)
        {
            if (json.TokenType is not JsonTokenType.StartArray)
            {
                json.Skip();
                return;
            }

            while (json.Read() && json.TokenType is not JsonTokenType.EndArray)
            {
                string? id = null;
                decimal? charged = null;
                while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
                {
                    if (json.ValueTextEquals("ugcId"u8)) { id = Text(ref json); }
                    else if (json.ValueTextEquals("creditsCharged"u8)) { charged = Amount(ref json); }
                    else
                    {
                        json.Skip();
                    }
                }

                if (id is not null)
                {
                    Jobs.Add(new JobEntry(id) { Charged = charged });
                }
            }
        }

        private static string? Text(ref Utf8JsonReader json)
        {
            json.Read();
            if (json.TokenType is JsonTokenType.String)
            {
                return json.GetString();
            }

            json.Skip();
            return null;
        }

        private static decimal? Amount(ref Utf8JsonReader json)
        {
            json.Read();
            if (json.TokenType is JsonTokenType.Number && json.TryGetDecimal(out decimal amount))
            {
                return amount;
            }

            json.Skip();
            return null;
        }

        // The names that come by the hundred thousand, without a new text for each.
        private static string? Known(ReadOnlySpan<byte> name) =>
            name.SequenceEqual("Planned"u8) ? "Planned" : name.SequenceEqual("Sending"u8) ? "Sending" : name.SequenceEqual("Accepted"u8) ? "Accepted"
            : name.SequenceEqual("Job"u8) ? "Job" : name.SequenceEqual("Saved"u8) ? "Saved" : null;
    }
}
