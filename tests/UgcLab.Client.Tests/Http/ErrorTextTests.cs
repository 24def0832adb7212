using System.Text;

namespace UgcLab.Client.Tests.Http;

public sealed class ErrorTextTests
{
    [Theory]
    [InlineData("""{"error":{"code":"VALIDATION_ERROR","message":"Prompt is too long."},"meta":{"requestId":"r"}}""", "Prompt is too long. (HTTP 400)")]
    [InlineData("""{"message":"Prompt is too long."}""", "Prompt is too long. (HTTP 400)")]
    [InlineData("""{"error":"Prompt is too long."}""", "Prompt is too long. (HTTP 400)")]
    [InlineData("""{"error":{"message":"Prompt is too long."}}""", "Prompt is too long. (HTTP 400)")]
    [InlineData("""{"data":null,"error":{"message":"No.","details":[{"field":"prompt","message":"is too long"},{"path":["image","url"],"message":"is missing"}]}}""", "No.; prompt: is too long; image.url: is missing (HTTP 400)")]
    [InlineData("""{"error":{"message":"No.","details":{"prompt":["is too long","has a tab"],"tier":"is unknown"}}}""", "No.; prompt: is too long; prompt: has a tab; tier: is unknown (HTTP 400)")]
    [InlineData("""{"error":{"message":"No.","details":"The prompt is too long."}}""", "No.; The prompt is too long. (HTTP 400)")]
    [InlineData("""{"errors":["too long","no tier"]}""", "too long; no tier (HTTP 400)")]
    [InlineData("""{"errors":[{"message":"too long","path":"prompt"}]}""", "prompt: too long (HTTP 400)")]
    [InlineData("""{"title":"Bad Request","status":400,"detail":"Prompt is too long.","errors":{"prompt":["max 2500"]}}""", "Prompt is too long.; Bad Request; prompt: max 2500 (HTTP 400)")]
    [InlineData("""{"statusCode":400,"message":["too long","no tier"],"error":"Bad Request"}""", "too long; no tier; Bad Request (HTTP 400)")]
    [InlineData("""[{"message":"too long"}]""", "too long (HTTP 400)")]
    [InlineData("\"Prompt is too long.\"", "Prompt is too long. (HTTP 400)")]
    [InlineData("Prompt is too long.", "Prompt is too long. (HTTP 400)")]
    [InlineData("<html><head><title>400</title><style>p{}</style></head><body><h1>Bad&nbsp;Request</h1>\n<p>Prompt is <b>too</b> long.</p><script>x()</script></body></html>", "Bad Request Prompt is too long. (HTTP 400)")]
    [InlineData("", "The service answered HTTP 400 and gave no reason.")]
    [InlineData("{}", "The service answered HTTP 400 and gave no reason.")]
    [InlineData("""{"error":{"code":"X"}}""", "The service answered HTTP 400 and gave no reason.")]
    [InlineData("""{"error":null,"message":17}""", "The service answered HTTP 400 and gave no reason.")]
    [InlineData("\u0001\u0002\u0003", "The service answered HTTP 400 and gave no reason.")]
    public async Task The_reason_of_a_refusal_is_shown_whatever_its_form(string body, string message)
    {
        using Bench bench = new(ScriptedHandler.Answer(400, body));

        UgcLabException error = await bench.FailToCreateAsync();

        Assert.Equal((UgcLabErrorKind.RequestRefused, message), (error.Kind, error.Message));
    }

    [Fact]
    public async Task A_code_beside_the_error_counts_as_well()
    {
        using Bench bench = new(ScriptedHandler.Answer(404, """{"code":"PROJECT_NOT_FOUND","message":"No such project."}"""));

        Assert.Equal((UgcLabErrorKind.ProjectNotFound, "PROJECT_NOT_FOUND"), await bench.FailToCreateAsync() is { } error ? (error.Kind, error.Code) : default);
    }

    [Fact]
    public async Task A_reason_of_megabytes_is_cut()
    {
        StringBuilder nested = new();
        using Bench bench = new(
            ScriptedHandler.Answer(400, $$$"""{"error":{"code":"VALIDATION_ERROR","message":"{{{new string('x', 5_000_000)}}}"}}"""),
            ScriptedHandler.Answer(400, nested.Insert(0, "{\"details\":", 30).Append("\"deep\"").Append('}', 30).ToString()),
            ScriptedHandler.Answer(400, "<" + new string('<', 3_000_000)));

        Assert.InRange((await bench.FailToCreateAsync()).Message.Length, 400, 600);
        Assert.InRange((await bench.FailToCreateAsync()).Message.Length, 1, 600);
        Assert.InRange((await bench.FailToCreateAsync()).Message.Length, 1, 600);
    }
}
