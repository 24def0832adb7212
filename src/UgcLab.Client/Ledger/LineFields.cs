using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace UgcLab.Ledger;

/// <summary>
/// The members of a line that decide about money. Read by hand, and compiled in full at first sight: three hundred thousand
/// lines are to take no second, which is over before the runtime has found out what is worth compiling well.
/// </summary>
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
    public int Round;
    public decimal? Charged;
    public decimal? Refunded;
    public List<JobEntry>? Jobs;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static LineFields Read(ReadOnlySpan<byte> line)
    {
        LineFields fields = new() { Round = 1 };
        Utf8JsonReader json = new(line);
        json.Read();

        // What is bought, and all that follows it, is for people, and longer than the rest many times over.
        while (json.Read() && json.TokenType is JsonTokenType.PropertyName && !json.ValueSpan.SequenceEqual("request"u8))
        {
            fields.Take(ref json);
        }

        return fields;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Take(ref Utf8JsonReader json)
    {
        // Names of ours are never escaped.
        ReadOnlySpan<byte> name = json.ValueSpan;
        json.Read();
        if (name.SequenceEqual("event"u8)) { Event = Known(json.ValueSpan) ?? Text(ref json); }
        else if (name.SequenceEqual("key"u8)) { Key = RowKeyOf(json.ValueSpan); }
        else if (name.SequenceEqual("jobs"u8)) { TakeJobs(ref json); }
        else if (name.SequenceEqual("purchase"u8)) { Purchase = Text(ref json); }
        else if (name.SequenceEqual("content"u8)) { Content = Text(ref json); }
        else if (name.SequenceEqual("kind"u8)) { Kind = Text(ref json); }
        else if (name.SequenceEqual("how"u8)) { How = Text(ref json); }
        else if (name.SequenceEqual("ugcId"u8)) { UgcId = Text(ref json); }
        else if (name.SequenceEqual("status"u8)) { Status = Text(ref json); }
        else if (name.SequenceEqual("round"u8)) { Round = (int?)Amount(ref json) ?? 1; }
        else if (name.SequenceEqual("creditsCharged"u8)) { Charged = Amount(ref json); }
        else if (name.SequenceEqual("creditsRefunded"u8)) { Refunded = Amount(ref json); }
        else
        {
            json.Skip();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
                ReadOnlySpan<byte> name = json.ValueSpan;
                json.Read();
                if (name.SequenceEqual("ugcId"u8)) { id = Text(ref json); }
                else if (name.SequenceEqual("creditsCharged"u8)) { charged = Amount(ref json); }
                else
                {
                    json.Skip();
                }
            }

            if (id is not null)
            {
                (Jobs ??= new(1)).Add(new JobEntry(id) { Charged = charged });
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static RowKey? RowKeyOf(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[64];
        return bytes.Length <= text.Length && RowKey.TryParse(text[..Encoding.ASCII.GetChars(bytes, text)], out RowKey key) ? key : null;
    }

    private static string? Text(ref Utf8JsonReader json)
    {
        if (json.TokenType is JsonTokenType.String)
        {
            return json.GetString();
        }

        json.Skip();
        return null;
    }

    private static decimal? Amount(ref Utf8JsonReader json)
    {
        if (json.TokenType is JsonTokenType.Number && json.TryGetDecimal(out decimal amount))
        {
            return amount;
        }

        json.Skip();
        return null;
    }

    // The names that come by the hundred thousand, without a new text for each.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static string? Known(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("Planned"u8) ? "Planned" : name.SequenceEqual("Sending"u8) ? "Sending" : name.SequenceEqual("Accepted"u8) ? "Accepted"
        : name.SequenceEqual("Job"u8) ? "Job" : name.SequenceEqual("Saved"u8) ? "Saved" : null;
}
