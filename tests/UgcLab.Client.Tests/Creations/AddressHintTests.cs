namespace UgcLab.Client.Tests.Creations;

public sealed class AddressHintTests
{
    [Theory]
    [InlineData("\"https://example.com/a.jpg\"", "Write only the address: https://example.com/a.jpg")]
    [InlineData("\u201Chttps://example.com/a.jpg\u201D", "Write only the address: https://example.com/a.jpg")]
    [InlineData("<https://example.com/a.jpg>", "Write only the address: https://example.com/a.jpg")]
    [InlineData("https://example.com/a.jpg\"", "Write only the address: https://example.com/a.jpg")]
    [InlineData("[picture](https://example.com/a.jpg)", "Write only the address: https://example.com/a.jpg")]
    [InlineData("=HYPERLINK(\"https://example.com/a.jpg\",\"picture\")", "Write only the address: https://example.com/a.jpg")]
    [InlineData(@"C:\pictures\a.png", "can't read files of this computer")]
    [InlineData("\"C:/pictures/a.png\"", "can't read files of this computer")]
    [InlineData(@"\\server\share\a.png", "can't read files of this computer")]
    [InlineData("./a.png", "can't read files of this computer")]
    [InlineData("~/a.png", "can't read files of this computer")]
    [InlineData("/home/me/a.png", "can't read files of this computer")]
    [InlineData("pictures/a.png", "can't read files of this computer")]
    [InlineData("my picture.png", "can't read files of this computer")]
    [InlineData("file:///home/me/a.png", "can't read files of this computer")]
    [InlineData("https://example.com:99999/a.jpg", "a number from 1 to 65535. Most addresses have none: https://example.com/a.jpg")]
    [InlineData("https://example.com:port/a.jpg", "a number from 1 to 65535. Most addresses have none: https://example.com/a.jpg")]
    [InlineData("https://[2001:db8::1]:x/a.jpg", "Most addresses have none: https://[2001:db8::1]/a.jpg")]
    [InlineData("example.com:8080/a.jpg", "Did you mean 'https://example.com:8080/a.jpg'?")]
    [InlineData("www.example.com/a.jpg", "Did you mean 'https://www.example.com/a.jpg'?")]
    [InlineData("//example.com/a.jpg", "Did you mean 'https://example.com/a.jpg'?")]
    [InlineData("https:/example.com/a.jpg", "Did you mean 'https://example.com/a.jpg'?")]
    [InlineData("https//example.com/a.jpg", "Did you mean 'https://example.com/a.jpg'?")]
    [InlineData("htps://example.com/a.jpg", "Did you mean 'https://example.com/a.jpg'?")]
    [InlineData("https://", "Specify the host after https://.")]
    [InlineData("s3://bucket/a.jpg", "where anyone can fetch it by https")]
    public void The_hint_fits_what_was_written(string address, string hint)
    {
        UgcFault fault = Assert.Single(CreationDescriptor.Of(UgcKind.Video).Check(Drafts.Veo with { ImageUrl = address }, skipValidation: false).Faults);

        Assert.Contains(hint, fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Begin it with", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.com/a_(1).jpg")]
    [InlineData("https://example.com/a_(b)")]
    [InlineData("https://example.com:443/a.jpg?x='y'")]
    public void An_address_with_brackets_or_a_port_of_its_own_is_taken(string address) =>
        Assert.Empty(CreationDescriptor.Of(UgcKind.Video).Check(Drafts.Veo with { ImageUrl = address }, skipValidation: false).Faults);
}
