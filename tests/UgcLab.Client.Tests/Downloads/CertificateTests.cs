using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace UgcLab.Client.Tests.Downloads;

public sealed class CertificateTests
{
    [Fact]
    public async Task A_host_with_an_untrusted_certificate_is_refused_at_once()
    {
        using RSA key = RSA.Create(2048);
        using X509Certificate2 made = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int connections = 0;
        Task serving = Task.Run(async () =>
        {
            while (true)
            {
                using TcpClient client = await listener.AcceptTcpClientAsync(DownloadBench.Token);
                connections++;
                await using SslStream tls = new(client.GetStream());
                try
                {
                    await tls.AuthenticateAsServerAsync(made);
                    _ = await tls.ReadAsync(new byte[1], DownloadBench.Token);
                }
                catch (Exception e) when (e is AuthenticationException or IOException)
                {
                    // That is what the client is to do to it.
                }
            }
        }, DownloadBench.Token);
        using DownloadBench bench = new(_ => throw new InvalidOperationException());
        UgcJob job = bench.Job() with { VideoUrl = $"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v.mp4" };

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => bench.SaveAsync(job));
        listener.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => serving);

        Assert.Equal(UgcLabErrorKind.DownloadFailed, error.Kind);
        Assert.Contains("trusted", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, connections);
        Assert.Empty(bench.Names);
    }
}
