using System.Net;
using System.Net.Sockets;

namespace UgcLab.Client.Tests.Http;

/// <summary>What differs between the networks of systems and companies.</summary>
public sealed class SystemNetworkTests
{
    [Fact]
    public void An_option_that_the_system_lacks_is_left_out()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        Assert.True(Connections.TrySet(socket, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 15));
        Assert.False(Connections.TrySet(socket, SocketOptionLevel.Tcp, (SocketOptionName)9999, 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_proxy_gets_the_users_own_credentials_only_if_that_was_specified(bool isSpecified)
    {
        UgcLabClientOptions options = new("ugc_0123456789abcdef0123456789abcdef0123456789abcdef") { UseDefaultProxyCredentials = isSpecified };

        using SocketsHttpHandler creations = Connections.ForCreations(options);
        using SocketsHttpHandler downloads = new VideoAddress(options.BaseUri).MakeHandler(options);

        ICredentials? expected = isSpecified ? CredentialCache.DefaultCredentials : null;
        Assert.Same(expected, creations.DefaultProxyCredentials);
        Assert.Same(expected, downloads.DefaultProxyCredentials);
    }

    [Fact]
    public void A_fake_address_of_a_VPN_is_named_as_the_cause()
    {
        UgcLabException fake = VideoAddress.Refused("cdn.example", [IPAddress.Parse("198.18.0.27")]);
        UgcLabException inside = VideoAddress.Refused("cdn.example", [IPAddress.Parse("10.0.0.1")]);

        Assert.Contains("cdn.example: the name leads to 198.18.0.27, an address that VPN and proxy programs give", fake.Message, StringComparison.Ordinal);
        Assert.Contains("-AllowFakeAddress", fake.Advice, StringComparison.Ordinal);
        Assert.Contains("leads into a private network", inside.Message, StringComparison.Ordinal);
    }
}
