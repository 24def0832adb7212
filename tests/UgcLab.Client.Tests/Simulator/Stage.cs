using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests.Simulator;

/// <summary>A simulator, a clock that stands still until it is told otherwise, and a plain HttpClient: no client of ours between.</summary>
internal sealed class Stage : IDisposable
{
    public const string Kling = """{"projectId":"PROJECT","prompt":"A red kite over dunes","model":"kling-2.6","duration":"5"}""";

    private readonly HttpClient _http;
    private readonly int _seed;

    public Stage(SimulatorOptions? options = null, FakeTimeProvider? clock = null)
    {
        Clock = clock ?? new FakeTimeProvider(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero));
        options ??= new SimulatorOptions();
        _seed = options.Seed;
        Simulator = new UgcSimulator(options, Clock);
        _http = new HttpClient(Simulator) { BaseAddress = UgcSimulator.DefaultBaseUri };
    }

    public FakeTimeProvider Clock { get; }

    public UgcSimulator Simulator { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Stage With(params SimulatorFault[] faults) => new(new SimulatorOptions { Faults = faults });

    public async Task<string> ProjectAsync() => (await ReadAsync("projects")).Data("items")[0].GetProperty("id").GetString()!;

    /// <summary>Posts a creation; PROJECT in the body stands for a project that exists, ACTOR-1 and ACTOR-2 for an actor of each workflow.</summary>
    public async Task<HttpResponseMessage> PostAsync(string body = Kling, string mediaType = "application/json", string? key = UgcSimulator.ApiKey, string path = "ugc/video")
    {
        string text = body
            .Replace("PROJECT", Seeded.Id(_seed, "project", 1), StringComparison.Ordinal)
            .Replace("ACTOR-1", ActorId("ugclab actor", 1), StringComparison.Ordinal)
            .Replace("ACTOR-2", ActorId("actor", 1), StringComparison.Ordinal);
        HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(text, Encoding.UTF8, mediaType) };
        return await SendAsync(request, key);
    }

    public string ActorId(string list, int number) => Seeded.Id(_seed, list, number);

    public async Task<HttpResponseMessage> GetAsync(string path, string? key = UgcSimulator.ApiKey) =>
        await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), key);

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? key = UgcSimulator.ApiKey)
    {
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return await _http.SendAsync(request, Token);
    }

    public async Task<JsonElement> ReadAsync(string path) => await (await GetAsync(path)).JsonAsync();

    /// <summary>The ids of a creation's jobs.</summary>
    public async Task<string[]> CreateAsync(string body = Kling, string path = "ugc/video")
    {
        HttpResponseMessage response = await PostAsync(body, path: path);
        Assert.Equal(202, (int)response.StatusCode);
        return [.. (await response.JsonAsync()).Data("jobs").EnumerateArray().Select(job => job.GetProperty("ugcId").GetString()!)];
    }

    public async Task<string> StatusAsync(string id) => (await ReadAsync($"ugc/{id}")).Data("status").GetString()!;

    /// <summary>A finished job's link.</summary>
    public async Task<Uri> LinkAsync(string body = Kling)
    {
        string id = (await CreateAsync(body))[0];
        Clock.Advance(TimeSpan.FromMinutes(5));
        return await LinkOfAsync(id);
    }

    public async Task<Uri> LinkOfAsync(string id) => new((await ReadAsync($"ugc/{id}")).Data("videoUrl").GetString()!);

    public async Task<HttpResponseMessage> DownloadAsync(Uri link, Action<HttpRequestHeaders>? headers = null)
    {
        HttpRequestMessage request = new(HttpMethod.Get, link);
        headers?.Invoke(request.Headers);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>Short ways into an answer.</summary>
internal static class Answers
{
    public static async Task<string> TextAsync(this HttpResponseMessage response) =>
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    public static async Task<byte[]> BytesAsync(this HttpResponseMessage response) =>
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) => Json(await response.TextAsync());

    public static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static JsonElement Data(this JsonElement body, string name) => body.GetProperty("data").GetProperty(name);

    public static async Task<string> CodeAsync(this HttpResponseMessage response) =>
        $"{(int)response.StatusCode} {(await response.JsonAsync()).GetProperty("error").GetProperty("code").GetString()}";
}
