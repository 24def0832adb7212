using System.Text;
using System.Text.Json;

namespace UgcLab.Ledger;

/// <summary>The members of a line that say what became of rows and jobs. Read by hand: three hundred thousand lines are to take no second.</summary>
internal ref struct LineFields
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

    public static LineFields Read(ReadOnlySpan<byte> line)
    {
        LineFields fields = new() { Round = 1, Jobs = [] };
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
