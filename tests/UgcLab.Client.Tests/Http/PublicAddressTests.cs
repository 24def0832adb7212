using System.Net;

namespace UgcLab.Client.Tests.Http;

public class PublicAddressTests
{
    // Verdicts as text: the type is internal, and a test method is public.
    [Theory]
    [InlineData("127.0.0.1", "Private")]
    [InlineData("127.1", "Private")]
    [InlineData("127.0.1", "Private")]
    [InlineData("2130706433", "Private")]
    [InlineData("0x7f000001", "Private")]
    [InlineData("0x7f.0.0.1", "Private")]
    [InlineData("0177.0.0.1", "Private")]
    [InlineData("017700000001", "Private")]
    [InlineData("127.000.000.001", "Private")]
    [InlineData("0", "Private")]
    [InlineData("0.0.0.0", "Private")]
    [InlineData("00.0.0.0", "Private")]
    [InlineData("127.0.0.1.", "Private")]
    [InlineData("127\u30020\u30020\u30021", "Private")]
    [InlineData("1.2.3", "Ambiguous")]
    [InlineData("16909060", "Ambiguous")]
    [InlineData("010.8.8.8", "Ambiguous")]
    [InlineData("8.8.8.8.", "Ambiguous")]
    [InlineData("\u2467.8.8.8", "Ambiguous")]
    [InlineData("8.8.8.8", "Public")]
    [InlineData("08.8.8.8", "Invalid")]
    [InlineData("256.1.1.1", "Invalid")]
    [InlineData("1.2.3.4.5", "Invalid")]
    [InlineData("4294967296", "Invalid")]
    [InlineData("example.1", "Invalid")]
    [InlineData("example.0x7f", "Invalid")]
    public void An_address_is_recognized_however_it_is_spelled(string host, string verdict) => Assert.Equal(verdict, Verdict(host));

    // As what, depends on whether the runtime has the tables of Unicode.
    [Theory]
    [InlineData("\u2460\u2461\u2466.0.0.1")]
    [InlineData("\uFF11\uFF12\uFF17.0.0.1")]
    [InlineData("\u0661\u0662\u0667.0.0.1")]
    public void Digits_that_become_others_are_refused(string host) => Assert.Contains(Verdict(host), new[] { "Private", "Ambiguous" });

    [Theory]
    [InlineData("[::1]", "Private")]
    [InlineData("[0:0:0:0:0:0:0:1]", "Private")]
    [InlineData("[::]", "Private")]
    [InlineData("[::ffff:127.0.0.1]", "Private")]
    [InlineData("[::ffff:7f00:1]", "Private")]
    [InlineData("[::ffff:8.8.8.8]", "Ambiguous")]
    [InlineData("[::127.0.0.1]", "Private")]
    [InlineData("[::8.8.8.8]", "Private")]
    [InlineData("[::ffff:0:127.0.0.1]", "Private")]
    [InlineData("[2002:7f00:1::]", "Private")]
    [InlineData("[2002:a9fe:a9fe::1]", "Private")]
    [InlineData("[2001:0:53aa:64c::1]", "Private")]
    [InlineData("[64:ff9b::8.8.8.8]", "Private")]
    [InlineData("[2606:4700::5efe:10.0.0.1]", "Private")]
    [InlineData("[2606:4700::200:5efe:10.0.0.1]", "Private")]
    [InlineData("[fe80::5efe:10.0.0.1]", "Private")]
    [InlineData("[fc00::1]", "Private")]
    [InlineData("[fd12::1]", "Private")]
    [InlineData("[fe80::1]", "Private")]
    [InlineData("[fe80::1%25eth0]", "Private")]
    [InlineData("[fec0::1]", "Private")]
    [InlineData("[ff02::1]", "Private")]
    [InlineData("[2001:db8::1]", "Private")]
    [InlineData("[3fff::1]", "Private")]
    [InlineData("[100::1]", "Private")]
    [InlineData("[5f00::1]", "Private")]
    [InlineData("[2606:4700::1111]", "Public")]
    public void An_address_of_the_new_kind_hides_no_old_one(string host, string verdict) => Assert.Equal(verdict, Verdict(host));

    [Theory]
    [InlineData("localhost", "Private")]
    [InlineData("LOCALHOST.", "Private")]
    [InlineData("a.localhost", "Private")]
    [InlineData("printer.local", "Private")]
    [InlineData("x.internal", "Private")]
    [InlineData("metadata.google.internal", "Private")]
    [InlineData("x.home.arpa", "Private")]
    [InlineData("x.lan", "Private")]
    [InlineData("X.CORP.", "Private")]
    [InlineData("x.test", "Private")]
    [InlineData("x.invalid", "Private")]
    [InlineData("x.onion", "Private")]
    [InlineData("ipv4only.arpa", "Private")]
    [InlineData("intranet", "Private")]
    [InlineData("local.example.com", "Public")]
    [InlineData("example.com.", "Public")]
    [InlineData("b\u00FCcher.example", "Public")]
    [InlineData("exam_ple.com", "Public")]
    [InlineData("127.0.0.1.example.com", "Public")]
    [InlineData("-example.com", "Invalid")]
    [InlineData("example-.com", "Invalid")]
    public void A_name_is_public_if_it_can_mean_something_outside(string host, string verdict) => Assert.Equal(verdict, Verdict(host));

    [Fact]
    public void Names_and_their_labels_have_the_lengths_of_the_domain_system()
    {
        string label = new('a', 63);
        string longest = $"{label}.{label}.{label}.{new string('a', 57)}.com";

        Assert.Equal(253, longest.Length);
        Assert.Equal("Public", Verdict(longest));
        Assert.Equal("Invalid", Verdict("a" + longest));
        Assert.Equal("Public", Verdict(label + ".com"));
        Assert.Equal("Invalid", Verdict(label + "a.com"));
    }

    [Fact]
    public void The_host_a_redirect_leads_to_is_judged_as_it_was_written() =>
        Assert.Equal(AddressVerdict.Ambiguous, PublicAddress.Check(new Uri(new Uri("https://example.com/a"), "//1.2.3/b")));

    // The registries of IANA, and what is withdrawn from them, block by block: first and last address, and the
    // neighbors outside where those are public.
    [Theory]
    [InlineData("0.0.0.0", "0.255.255.255", null, "1.0.0.0")]
    [InlineData("10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0")]
    [InlineData("100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0")]
    [InlineData("127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0")]
    [InlineData("168.63.129.16", "168.63.129.16", "168.63.129.15", "168.63.129.17")]
    [InlineData("169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0")]
    [InlineData("172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0")]
    [InlineData("192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0")]
    [InlineData("192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0")]
    [InlineData("192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0")]
    [InlineData("192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0")]
    [InlineData("198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0")]
    [InlineData("198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0")]
    [InlineData("203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0")]
    [InlineData("224.0.0.0", "239.255.255.255", "223.255.255.255", null)]
    [InlineData("240.0.0.0", "255.255.255.255", null, null)]
    [InlineData("::", "::", null, null)]
    [InlineData("::1", "::1", null, null)]
    [InlineData("64:ff9b::", "64:ff9b::ffff:ffff", null, null)]
    [InlineData("64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", null, null)]
    [InlineData("100::", "100::ffff:ffff:ffff:ffff", null, null)]
    [InlineData("100:0:0:1::", "100:0:0:1:ffff:ffff:ffff:ffff", null, null)]
    [InlineData("1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, "2000::")]
    [InlineData("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::")]
    [InlineData("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::")]
    [InlineData("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::")]
    [InlineData("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::")]
    [InlineData("4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null)]
    [InlineData("5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, null)]
    [InlineData("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, null)]
    [InlineData("fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, null)]
    public void No_special_block_is_public_and_its_others_are(string first, string last, string? before, string? after)
    {
        Assert.False(PublicAddress.IsPublic(IPAddress.Parse(first)));
        Assert.False(PublicAddress.IsPublic(IPAddress.Parse(last)));
        Assert.All(new[] { before, after }.OfType<string>(), neighbor => Assert.True(PublicAddress.IsPublic(IPAddress.Parse(neighbor)), neighbor));
    }

    [Fact]
    public void An_address_mapped_into_the_new_kind_is_judged_as_what_it_is()
    {
        Random random = new(20261123);
        byte[] bytes = new byte[4];
        int open = 0;
        for (int i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            IPAddress address = new(bytes);
            bool isPublic = PublicAddress.IsPublic(address);
            Assert.Equal(isPublic, PublicAddress.IsPublic(address.MapToIPv6()));
            open += isPublic ? 1 : 0;
        }

        Assert.InRange(open, 16_000, 18_500);
    }

    [Fact]
    public void Every_spelling_of_a_private_address_is_refused()
    {
        Random random = new(20261123);
        for (int i = 0; i < 5_000; i++)
        {
            uint value = (uint)random.NextInt64(0x0A000000, 0x0B000000);
            byte[] parts = [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
            string[] spelled = [.. parts.Select(part => random.Next(3) switch { 0 => $"{part}", 1 => $"0x{part:X}", _ => "0" + Convert.ToString(part, 8) })];
            string host = random.Next(4) switch
            {
                0 => $"{value}",
                1 => $"0x{value:x8}",
                2 => $"{spelled[0]}.{value & 0xFFFFFF}",
                _ => string.Join('.', spelled),
            };
            Assert.Equal("Private", Verdict(host + (random.Next(2) == 0 ? "." : "")));
        }
    }

    private static string Verdict(string host) => PublicAddress.Check(new Uri($"https://{host}/a.jpg")).ToString();
}
