using System.IO.Compression;
using System.Net;
using System.Text;
using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Creations;

/// <summary>Answers with ids, amounts, and encodings that aren't as documented.</summary>
public sealed class UnexpectedAnswerTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(Bench.Receipt);

    [Fact]
    public async Task A_job_with_an_unusual_id_is_read_by_its_escaped_path()
    {
        const string Id = "a/b-c_d?e#f%g";
        using ScriptedHandler handler = new(
            Answer(202, $$$"""{"data":{"jobs":[{"ugcId":"{{{Id}}}"}]}}"""), Answer(200, $$$"""{"data":{"id":"{{{Id}}}","status":"PROCESSING"}}"""));
        using Bench bench = new(handler);

        UgcJob job = await bench.Client.Jobs.GetAsync((await bench.CreateAsync())[0]);

        Assert.Equal((Id, UgcJobStatus.Processing), (job.UgcId, job.Status));
        Assert.EndsWith("/ugc/a%2Fb-c_d%3Fe%23f%25g", handler.Sent[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_cannot_be_used_leaves_evidence_and_can_be_resolved()
    {
        using Bench bench = new(Answer(202, $$$"""{"data":{"jobs":[{"ugcId":"{{{new string('a', 10_000)}}}"}]}}"""));

        UgcLabException error = await bench.FailToCreateAsync();
        UgcHistoryEntry entry = Assert.Single(await bench.HistoryAsync());

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, error.Kind);
        Assert.Contains("aaaaaaaa", entry.Answer, StringComparison.Ordinal);
        await bench.Store.ResolveAsync(entry.PurchaseId, UgcResolution.NotCharged, []);
        Assert.NotEqual(UgcPurchaseState.Unconfirmed, Assert.Single(await bench.HistoryAsync()).State);
    }

    [Fact]
    public async Task A_usable_id_beside_one_that_is_not_is_kept_with_a_warning()
    {
        using Bench bench = new(Answer(202, """{"data":{"jobs":[{"ugcId":"a1"},{"ugcId":"a\nb"}]}}"""));

        Assert.Equal(["a1"], (await bench.CreateAsync()).Select(job => job.UgcId));
        Assert.Contains(bench.Notices.Warnings, warning => warning.Contains("can't be used: a\\nb", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("\"150\"")]
    [InlineData("1e30")]
    [InlineData("1e400")]
    [InlineData("true")]
    [InlineData("{}")]
    public async Task An_amount_that_cannot_be_one_is_left_out_with_a_warning_and_kept_as_text(string amount)
    {
        using Bench bench = new(Answer(202, $$$"""{"data":{"jobs":[{"ugcId":"a1","creditsCharged":{{{amount}}}}],"totalCreditsCharged":{{{amount}}},"remainingCredits":{{{amount}}}}}"""));

        UgcJob job = Assert.Single(await bench.CreateAsync());
        UgcHistoryEntry entry = Assert.Single(await bench.HistoryAsync());

        Assert.Equal((null, null, null), (job.CreditsCharged, job.TotalCreditsCharged, job.RemainingCredits));
        foreach (string name in new[] { "creditsCharged", "totalCreditsCharged", "remainingCredits" })
        {
            Assert.Contains(bench.Notices.Warnings, warning => warning.Contains($"{name} is {amount}, which is not an amount", StringComparison.Ordinal));
            Assert.Contains($"{name} is {amount}", entry.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task More_refunded_than_charged_is_left_out_and_reported_once()
    {
        const string Job = """{"data":{"id":"clzzjob1","status":"FAILED","creditsCharged":150,"creditsRefunded":500}}""";
        using Bench bench = new(Answer(202, Bench.Receipt), Answer(200, Job), Answer(200, Job));
        UgcJob job = (await bench.CreateAsync())[0];

        UgcJob first = await bench.Client.Jobs.GetAsync(job, bench.Notices);
        await bench.Client.Jobs.GetAsync(job, bench.Notices);

        Assert.Equal((150m, null), (first.CreditsCharged, first.CreditsRefunded));
        Assert.Single(bench.Notices.Warnings, warning => warning.Contains("creditsRefunded is 500, more than the 150", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("x-gzip", "gzip")]
    [InlineData("", "gzip")]
    [InlineData("deflate", "zlib")]
    [InlineData("deflate", "deflate")]
    [InlineData("br", "br")]
    [InlineData("GZIP", "none")]
    [InlineData("identity", "none")]
    [InlineData("unknown", "none")]
    public async Task A_compressed_answer_is_decoded_and_a_wrong_label_ignored(string label, string encoding)
    {
        (byte[] body, string? cut) = await BodyDecoder.DecodeAsync(Encode(Body, encoding), [label], 100_000);

        Assert.Equal(Bench.Receipt, Encoding.UTF8.GetString(body));
        Assert.Null(cut);
    }

    [Fact]
    public async Task An_answer_that_was_compressed_twice_is_decoded()
    {
        (byte[] body, string? _) = await BodyDecoder.DecodeAsync(Encode(Encode(Body, "br"), "gzip"), ["br", "gzip"], 100_000);

        Assert.Equal(Bench.Receipt, Encoding.UTF8.GetString(body));
    }

    [Fact]
    public async Task A_small_answer_that_grows_beyond_all_answers_is_cut()
    {
        (byte[] body, string? cut) = await BodyDecoder.DecodeAsync(Encode(new byte[50_000_000], "gzip"), ["gzip"], 1000);

        Assert.Equal((1000, "It is longer than any documented answer."), (body.Length, cut));
    }

    [Fact]
    public async Task Ids_in_a_compressed_answer_that_is_cut_are_kept()
    {
        byte[] whole = Encode(Encoding.UTF8.GetBytes(Bench.Receipt + new string(' ', 5000) + Guid.NewGuid()), "gzip");
        using Bench bench = new(new OneAnswer(whole[..^30], "gzip"));

        Assert.Equal("clzzjob1", Assert.Single(await bench.CreateAsync()).UgcId);
    }

    [Fact]
    public async Task Bytes_that_cannot_be_decoded_stay_as_evidence()
    {
        byte[] broken = [0x1F, 0x8B, .. Enumerable.Range(0, 60).Select(n => (byte)(0x80 + n))];
        using Bench bench = new(new OneAnswer(broken, "gzip"));

        Assert.Equal(UgcLabErrorKind.OutcomeUnconfirmed, (await bench.FailToCreateAsync()).Kind);
        Assert.Equal($"base64: {Convert.ToBase64String(broken)}", Assert.Single(await bench.HistoryAsync()).Answer);
    }

    private static byte[] Encode(byte[] body, string encoding)
    {
        using MemoryStream encoded = new();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(encoded, CompressionLevel.Optimal, leaveOpen: true),
            "zlib" => new ZLibStream(encoded, CompressionLevel.Optimal, leaveOpen: true),
            "deflate" => new DeflateStream(encoded, CompressionLevel.Optimal, leaveOpen: true),
            "br" => new BrotliStream(encoded, CompressionLevel.Optimal, leaveOpen: true),
            _ => new BufferedStream(encoded),
        })
        {
            stream.Write(body);
            stream.Flush();
            if (encoding == "none")
            {
                return encoded.ToArray();
            }
        }

        return encoded.ToArray();
    }

    private sealed class OneAnswer(byte[] body, string encoding) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            ByteArrayContent content = new(body);
            content.Headers.ContentEncoding.Add(encoding);
            return new HttpResponseMessage(HttpStatusCode.Accepted) { Content = content };
        }
    }
}
