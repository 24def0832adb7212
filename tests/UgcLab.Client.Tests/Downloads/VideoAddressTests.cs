using System.Net;

namespace UgcLab.Client.Tests.Downloads;

public sealed class VideoAddressTests
{
    private static readonly VideoAddress Public = new(new("https://api.ugclab.app/"));
    private static readonly VideoAddress Rehearsal = new(new("http://127.0.0.1:5000/"));

    [Theory]
    [InlineData("https://cdn.example/v.mp4")]
    [InlineData("https://93.184.216.34/v.mp4")]
    [InlineData("https://[2606:4700::1111]/v.mp4")]
    public void A_public_address_will_do(string link) => Assert.Null(Public.Fault(new(link)));

    [Theory]
    [InlineData("http://cdn.example/v.mp4")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://cdn.example/v.mp4")]
    [InlineData("https://user:pw@cdn.example/v.mp4")]
    [InlineData("https://127.0.0.1/v.mp4")]
    [InlineData("https://2130706433/v.mp4")]
    [InlineData("https://0x7f.1/v.mp4")]
    [InlineData("https://10.1.2.3/")]
    [InlineData("https://172.31.0.1/")]
    [InlineData("https://192.168.1.1/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://100.64.0.1/")]
    [InlineData("https://0.0.0.0/")]
    [InlineData("https://224.0.0.1/")]
    [InlineData("https://255.255.255.255/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::]/")]
    [InlineData("https://[fe80::1]/")]
    [InlineData("https://[fd00::1]/")]
    [InlineData("https://[ff02::1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://[64:ff9b::a00:1]/")]
    [InlineData("https://[2002:a00:1::]/")]
    [InlineData("https://[2001:db8::1]/")]
    public void Anything_that_leads_inside_is_refused(string link) => Assert.NotNull(Public.Fault(new(link)));

    [Fact]
    public void Only_a_rehearsal_on_this_machine_fetches_from_this_machine()
    {
        Assert.Null(Rehearsal.Fault(new("http://127.0.0.1:5001/v.mp4")));
        Assert.Null(Rehearsal.Fault(new("http://localhost/v.mp4")));
        Assert.True(Rehearsal.Allows(IPAddress.IPv6Loopback));
        Assert.NotNull(Rehearsal.Fault(new("http://cdn.example/v.mp4")));
        Assert.NotNull(Rehearsal.Fault(new("https://10.0.0.1/v.mp4")));
    }
}
