using System.Text.Encodings.Web;
using System.Text.Json;

namespace UgcLab.Batch;

/// <summary>Writes results as JSON, row by row: values as they are, for programs need no apostrophes.</summary>
internal sealed class ResultJson : IDisposable
{
    private const int Much = 1 << 16;

    // Prompts in any script stay readable; the file is no part of a web page.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Stream _stream;
    private readonly Utf8JsonWriter _json;
    private bool _isWhole;

    public ResultJson(Stream stream, UgcBatch batch, DateTimeOffset now)
    {
        _stream = stream;
        _json = new Utf8JsonWriter(stream, Readable);
        _json.WriteStartObject();
        Text("batch", batch.Name);
        _json.WriteString("writtenAt", now.UtcDateTime);
        Count("rows", batch.Rows);
        Count("notSent", batch.NotSent);
        Count("sending", batch.Sending);
        Count("refused", batch.Refused);
        Count("unconfirmed", batch.Unconfirmed);
        Count("abandoned", batch.Abandoned);
        Count("running", batch.Running);
        Count("finished", batch.Finished);
        Count("failed", batch.Failed);
        Count("saved", batch.Saved);
        Count("videos", batch.Videos);
        Number("creditsCharged", batch.CreditsCharged);
        Number("creditsRefunded", batch.CreditsRefunded);
        Number("netCredits", batch.NetCredits);
        _json.WriteStartArray("results");
    }

    public void Write(ResultRow row, string folder)
    {
        _json.WriteStartObject();
        Number("row", row.RowNumber);
        Text("state", row.State?.ToString());
        Text("error", row.Message);
        Text("requestId", row.RequestId);
        _json.WriteStartObject("cells");
        foreach ((string column, string cell) in row.Cells)
        {
            Text(ResultSheet.Clean(column), cell);
        }

        _json.WriteEndObject();
        _json.WriteStartArray("videos");
        foreach (UgcJob job in row.Jobs)
        {
            _json.WriteStartObject();
            Text("ugcId", job.UgcId);
            Count("variant", job.VariantIndex);
            Text("actorId", job.ActorId);
            Text("actorName", job.ActorName);
            Text("status", job.StatusText ?? job.Status.ToString());
            Number("creditsCharged", job.CreditsCharged);
            Number("creditsRefunded", job.CreditsRefunded);
            Number("netCredits", job.NetCredits);
            Text("file", ResultSheet.FileOf(job, folder));
            Text("error", job.ErrorMessage);
            Text("requestId", job.RequestId);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        if (_json.BytesPending > Much)
        {
            _json.Flush();
        }
    }

    /// <summary>Ends the document, unless its rows broke off: then nobody will see it.</summary>
    public void End()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        _isWhole = true;
    }

    public void Dispose()
    {
        if (!_isWhole)
        {
            _json.Reset();
        }

        _json.Dispose();
        _stream.Dispose();
    }

    private void Count(string name, int number) => _json.WriteNumber(name, number);

    private void Number(string name, decimal? number)
    {
        if (number is decimal amount)
        {
            _json.WriteNumber(name, amount);
        }
        else
        {
            _json.WriteNull(name);
        }
    }

    private void Text(string name, string? text) => _json.WriteString(name, text is null ? null : ResultSheet.Clean(text));
}
