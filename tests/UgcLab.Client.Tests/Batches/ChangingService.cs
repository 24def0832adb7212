using System.Net;
using UgcLab.Simulator;
using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Batches;

/// <summary>The simulated service behind a bad line: one paid request in five meets with something. Its own book tells what was charged.</summary>
internal sealed class ChangingService : HttpMessageHandler
{
    private readonly HttpMessageInvoker _service;
    private readonly Random _chance;
    private readonly double _share;

    public ChangingService(int seed, TimeProvider clock, double share = 0.2)
    {
        Simulator = new UgcSimulator(new SimulatorOptions { Seed = seed, Credits = 1_000_000 }, clock);
        (_service, _chance, _share) = (new HttpMessageInvoker(Simulator), new Random(seed), share);
    }

    public UgcSimulator Simulator { get; }

    /// <summary>What the service has in its book for a text.</summary>
    public int Charged(string prompt) => Simulator.Jobs.Count(job => job.Prompt == prompt);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Post || _chance.NextDouble() >= _share)
        {
            return await _service.SendAsync(request, cancellationToken);
        }

        int fault = _chance.Next(9);
        if (fault < 3)
        {
            // Nothing is done.
            return await (fault switch
            {
                0 => Unreachable(),
                1 => Answer(429, """{"error":{"code":"RATE_LIMIT_EXCEEDED","message":"Slow down."}}""", retryAfter: "5"),
                _ => Answer(503, "<html>later</html>", mediaType: "text/html"),
            })(request, cancellationToken);
        }

        // All is done, and the answer has a hard way.
        HttpResponseMessage answer = await _service.SendAsync(request, cancellationToken);
        string body = await answer.Content.ReadAsStringAsync(cancellationToken);
        ScriptedReply reply = fault switch
        {
            3 => Lost(),
            4 => Cut(202, body[.._chance.Next(body.Length)]),
            5 => Cut(202, body[.._chance.Next(body.Length)], error: false),
            6 => Answer(500, """{"error":{"code":"INTERNAL_ERROR","message":"Something broke."}}"""),
            7 => Answer(202, ""),
            _ => Answer((int)HttpStatusCode.BadGateway, body),
        };
        return await reply(request, cancellationToken);
    }
}
