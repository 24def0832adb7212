using System.Text;
using UgcLab.Faults;

namespace UgcLab.Client.Tests.Downloads;

public sealed class LinkTests
{
    private static readonly byte[] Video = DownloadBench.Video(3000);

    private static async Task<UgcLabException> FailAsync(DownloadBench bench, UgcJob? job = null, SaveTarget? target = null)
    {
        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => bench.SaveAsync(job, target));
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("cjob1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Names, name => name.EndsWith(".mp4", StringComparison.Ordinal));
        return error;
    }

    public static TheoryData<int, string> DeadLinks() => new()
    {
        { 401, "" }, { 403, "<Error>expired</Error>" }, { 404, "" }, { 410, "" }, { 200, "" },
        { 200, "<!DOCTYPE html><html>expired</html>" }, { 200, """{"error":"expired"}""" }, { 200, "\uFEFF<?xml version='1.0'?>" }, { 200, "This link has expired." },
    };

    [Theory]
    [MemberData(nameof(DeadLinks))]
    public async Task An_expired_link_is_replaced_by_a_fresh_one_once(int status, string body)
    {
        using DownloadBench bench = new(
            request => request.Path == "/fresh?sig=secret" ? DownloadBench.Serve(request, Video) : Reply.Text(status, body),
            job => job with { VideoUrl = job.VideoUrl!.Replace("v.mp4", "fresh", StringComparison.Ordinal), Reference = null });

        UgcSavedVideo saved = await bench.SaveAsync();

        Assert.Equal(Video, await File.ReadAllBytesAsync(saved.Path, DownloadBench.Token));
        Assert.Equal((1, "SKU-1"), (bench.Refreshes, saved.Reference));
        Assert.EndsWith("/fresh?sig=secret", saved.Job.VideoUrl, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(DeadLinks))]
    public async Task A_link_that_stays_expired_is_an_error(int status, string body)
    {
        using DownloadBench bench = new(_ => Reply.Text(status, body));

        UgcLabException error = await FailAsync(bench);

        Assert.Equal(UgcLabErrorKind.DownloadFailed, error.Kind);
        Assert.Equal(1, bench.Refreshes);
        Assert.Empty(bench.Names);
    }

    [Fact]
    public async Task A_page_in_place_of_the_rest_does_not_cost_what_is_here()
    {
        using DownloadBench bench = new(
            request => request.Path.StartsWith("/fresh", StringComparison.Ordinal) ? DownloadBench.Serve(request, Video) : Reply.Text(200, "<html>expired</html>"),
            job => job with { VideoUrl = job.VideoUrl!.Replace("v.mp4", "fresh", StringComparison.Ordinal) });
        bench.LeavePart(Video[..2000], """{"ugcId":"cjob1","total":3000,"etag":"\"v1\""}""");

        Assert.Equal(3000, (await bench.SaveAsync()).Length);
        Assert.Equal(2000, bench.Server.Requests[1].RangeStart);
    }

    [Theory]
    [InlineData("GkXfo59ChoEBQveBAULygQRC84EI", ".webm", false)]
    [InlineData("iVBORw0KGgoAAAANSUhEUgAAAAE=", ".png", false)]
    [InlineData("AAECAwQFBgcICQoLDA0ODw==", ".bin", true)]
    [InlineData("TVqQAAMAAAAEAAAA//8AALgAAAA=", ".bin", true)]
    public async Task The_extension_comes_from_the_bytes(string bytes, string extension, bool unknown)
    {
        using DownloadBench bench = new(_ => new Reply { Body = Convert.FromBase64String(bytes) });
        UgcSavedVideo saved = await bench.SaveAsync(bench.Job(path: "clip.exe"));
        Assert.Equal((bench.At("shot" + extension), unknown), (saved.Path, saved.TypeUnknown));
    }

    [Theory]
    [InlineData("http://cdn.example/v.mp4?sig=secret")]
    [InlineData("https://10.0.0.1/v.mp4?sig=secret")]
    [InlineData("https://[::ffff:192.168.0.1]/v.mp4?sig=secret")]
    [InlineData("https://u:secret@cdn.example/v.mp4")]
    [InlineData("file:///etc/passwd")]
    [InlineData("v.mp4?sig=secret")]
    public async Task A_link_that_leads_astray_is_not_followed(string link)
    {
        using DownloadBench bench = new(_ => throw new InvalidOperationException());
        Assert.Equal(UgcLabErrorKind.VideoUrlRefused, (await FailAsync(bench, bench.Job() with { VideoUrl = link })).Kind);

        using DownloadBench redirecting = new(_ => Reply.Redirect(link == "v.mp4?sig=secret" ? "https://169.254.169.254/?sig=secret" : link));
        Assert.Equal(UgcLabErrorKind.VideoUrlRefused, (await FailAsync(redirecting)).Kind);
        Assert.Empty(redirecting.Names);
    }

    [Fact]
    public async Task A_name_that_leads_to_this_machine_is_refused_when_it_is_connected_to()
    {
        using FaultServer server = new(_ => new Reply());
        using VideoDownloader downloads = new(new UgcLabClientOptions(DownloadBench.Key) { Clock = new FastClock() }, (_, _) => throw new InvalidOperationException());
        using DownloadBench bench = new(_ => new Reply());
        UgcJob job = bench.Job() with { VideoUrl = $"https://localhost:{server.BaseUri.Port}/v.mp4" };

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => downloads.SaveAsync(job, bench.Target(), cancellationToken: DownloadBench.Token));

        Assert.Equal(UgcLabErrorKind.VideoUrlRefused, error.Kind);
        Assert.Equal(0, server.Connections);
        Assert.Empty(bench.Names);
    }

    [Fact]
    public async Task Redirects_are_followed_without_the_key_and_not_for_ever()
    {
        using DownloadBench bench = new(request => request.Path switch
        {
            "/v.mp4?sig=secret" => Reply.Redirect("/1"),
            "/5" => DownloadBench.Serve(request, Video),
            "/loop" => Reply.Redirect("/loop", 307),
            _ => Reply.Redirect($"/{int.Parse(request.Path[1..], System.Globalization.CultureInfo.InvariantCulture) + 1}"),
        });

        Assert.Equal(3000, (await bench.SaveAsync()).Length);
        Assert.Equal(6, bench.Server.Requests.Count);
        Assert.All(bench.Server.Requests, request =>
        {
            Assert.Equal(["Accept-Encoding", "Host", "User-Agent"], request.Headers.Keys.Order());
            Assert.DoesNotContain(DownloadBench.Key, string.Concat(request.Headers.Values), StringComparison.Ordinal);
        });

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => bench.SaveAsync(bench.Job("cjob2", "loop")));
        Assert.Equal(UgcLabErrorKind.DownloadFailed, error.Kind);
        Assert.Equal(12, bench.Server.Requests.Count);
    }

    [Fact]
    public async Task A_host_in_trouble_is_given_time()
    {
        int asked = 0;
        using DownloadBench bench = new(request => ++asked switch
        {
            1 => new Reply { Status = 503 }.With("Retry-After", "120"),
            2 => new Reply { Status = 429 }.With("Retry-After", "999999"),
            3 => new Reply { CutAt = 0, Ending = Ending.Rst },
            4 => new Reply { CutAt = 20, Ending = Ending.Fin },
            5 => new Reply { Status = 500 },
            _ => DownloadBench.Serve(request, Video),
        });

        Assert.Equal(3000, (await bench.SaveAsync()).Length);
        Assert.Equal([TimeSpan.FromSeconds(120), TimeSpan.FromHours(1)], bench.Clock.Waits.Take(2));
        Assert.All(bench.Clock.Waits.Skip(2), wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromMinutes(1)));
        Assert.Equal(5, bench.Clock.Waits.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1500)]
    public async Task A_host_that_gets_no_further_is_given_up(int? cut)
    {
        using DownloadBench bench = new(_ => cut is null ? new Reply { Status = 500 } : new Reply { Body = Video, CutBodyAt = cut });

        UgcLabException error = await FailAsync(bench);

        Assert.Equal(UgcLabErrorKind.DownloadFailed, error.Kind);
        Assert.Equal(6, bench.Server.Requests.Count);
        Assert.Empty(bench.Names);
    }

    [Fact]
    public async Task A_host_that_breaks_again_and_again_is_asked_as_long_as_it_gets_further()
    {
        byte[] video = DownloadBench.Video(40_000);
        using DownloadBench bench = new(request =>
        {
            Reply good = DownloadBench.Serve(request, video);
            return good.Body.Length > 2000 ? good with { CutBodyAt = 2000 } : good;
        });

        UgcSavedVideo saved = await bench.SaveAsync();

        Assert.Equal(video, await File.ReadAllBytesAsync(saved.Path, DownloadBench.Token));
        Assert.Equal(20, bench.Server.Requests.Count);
    }

    [Theory]
    [InlineData(Framing.Length, 1)]
    [InlineData(Framing.Chunked, 1)]
    public async Task A_video_that_is_too_long_is_not_kept(Framing framing, int requests)
    {
        using DownloadBench bench = new(_ => new Reply { Body = Video, Framing = framing }.With("ETag", "\"v1\""));

        UgcLabException error = await FailAsync(bench, target: bench.Target() with { MaxBytes = 2999 });

        Assert.Equal((UgcLabErrorKind.DownloadFailed, requests), (error.Kind, bench.Server.Requests.Count));
        Assert.Empty(bench.Names);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(204)]
    [InlineData(418)]
    public async Task A_refusal_is_not_argued_with(int status)
    {
        using DownloadBench bench = new(_ => new Reply { Status = status });
        Assert.Equal(status, (int?)(await FailAsync(bench)).StatusCode);
        Assert.Single(bench.Server.Requests);
    }

    [Fact]
    public async Task A_text_is_not_taken_for_a_compressed_video()
    {
        using DownloadBench bench = new(_ => new Reply { Body = Encoding.UTF8.GetBytes("zipped") }.With("Content-Encoding", "gzip"));
        Assert.Equal(UgcLabErrorKind.DownloadFailed, (await FailAsync(bench)).Kind);
    }

    [Fact]
    public async Task The_password_of_a_proxy_that_refuses_is_in_no_exception()
    {
        using FaultServer proxy = new(_ => new Reply { Status = 407 });
        UriBuilder address = new(proxy.BaseUri) { UserName = "user", Password = "p4ssw0rd" };
        using DownloadBench bench = new(_ => throw new InvalidOperationException());
        using Bench service = new(null!, options => options with
        {
            Handler = null,
            Proxy = new System.Net.WebProxy(address.Uri),
            BaseUri = new Uri("https://api.example/"),
            NetworkTimeout = TimeSpan.Zero,
            Clock = bench.Clock,
        });

        UgcLabException[] errors =
        [
            await Assert.ThrowsAsync<UgcLabException>(() => service.Client.Downloads.SaveAsync(bench.Job() with { VideoUrl = "https://cdn.example/v.mp4" }, bench.Target(), cancellationToken: DownloadBench.Token)),
            await Assert.ThrowsAsync<UgcLabException>(() => service.Client.Jobs.GetAsync("cjob1", cancellationToken: DownloadBench.Token)),
            await Assert.ThrowsAsync<UgcLabException>(() => service.Client.Purchases.CreateAsync(new PurchaseRequest(Bench.Video), cancellationToken: DownloadBench.Token)),
        ];

        Assert.All(errors, error => Assert.DoesNotContain("p4ssw0rd", error.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain("p4ssw0rd", service.StoreText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_inside_the_network_is_spoken_to_and_gets_no_key()
    {
        using FaultServer proxy = new(_ => new Reply { Status = 502 });
        using DownloadBench bench = new(_ => throw new InvalidOperationException());
        using VideoDownloader downloads = new(
            new UgcLabClientOptions(DownloadBench.Key) { Proxy = new System.Net.WebProxy(proxy.BaseUri), Clock = bench.Clock },
            (_, _) => throw new InvalidOperationException());

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(
            () => downloads.SaveAsync(bench.Job() with { VideoUrl = "https://cdn.example/v.mp4" }, bench.Target(), cancellationToken: DownloadBench.Token));

        Assert.Equal(UgcLabErrorKind.DownloadFailed, error.Kind);
        Assert.All(proxy.Requests, request => Assert.Equal(("CONNECT", "cdn.example:443", null), (request.Method, request.Path, request.Header("Authorization"))));
        Assert.NotEmpty(proxy.Requests);
    }

    [Fact]
    public async Task A_handler_that_was_given_carries_downloads_and_is_not_disposed_of()
    {
        using OneAnswer handler = new(Video);
        using DownloadBench bench = new(_ => throw new InvalidOperationException());
        VideoDownloader downloads = new(new UgcLabClientOptions(DownloadBench.Key) { Handler = handler, Clock = bench.Clock }, (_, _) => throw new InvalidOperationException());

        UgcSavedVideo saved = await downloads.SaveAsync(bench.Job() with { VideoUrl = "https://cdn.example/v.mp4" }, bench.Target(), cancellationToken: DownloadBench.Token);
        ((IDisposable)downloads).Dispose();

        Assert.Equal(3000, saved.Length);
        Assert.False(handler.Disposed);
    }

    private sealed class OneAnswer(byte[] body) : HttpMessageHandler
    {
        public bool Disposed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new ByteArrayContent(body) });

        protected override void Dispose(bool disposing)
        {
            Disposed = true;
            base.Dispose(disposing);
        }
    }
}
