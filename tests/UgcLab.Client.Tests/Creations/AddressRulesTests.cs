namespace UgcLab.Client.Tests.Creations;

public class AddressRulesTests
{
    public static TheoryData<string, string> Refused
    {
        get
        {
            TheoryData<string, string> rows = new()
            {
                { "https://example.com:65536/a", "ImageUrlInvalid" },
                { "https://example.com:-1/a", "ImageUrlInvalid" },
                { "https://example.com:abc/a", "ImageUrlInvalid" },
                { "https://example.com:0/a", "ImageUrlInvalid" },
                { "http://example.com/a", "ImageUrlScheme" },
                { "//example.com/a", "ImageUrlInvalid" },
                { "/etc/passwd", "ImageUrlInvalid" },
                { "image.png", "ImageUrlInvalid" },
                { "example.com/a.jpg", "ImageUrlInvalid" },
                { "example.com:443/a.jpg", "ImageUrlInvalid" },
                { "https:example.com/a.jpg", "ImageUrlInvalid" },
                { "https:/example.com/a.jpg", "ImageUrlInvalid" },
                { "https:///example.com/a.jpg", "ImageUrlInvalid" },
                { "https://", "ImageUrlInvalid" },
                { "file:///tmp/a.png", "ImageUrlScheme" },
                { "ftp://example.com/a.png", "ImageUrlScheme" },
                { "gopher://example.com/", "ImageUrlScheme" },
                { "javascript:alert(1)", "ImageUrlScheme" },
                { "blob:https://example.com/x", "ImageUrlScheme" },
                { "data:image/png;base64,iVBORw0KGgo=", "ImageUrlScheme" },
                { @"https:\\example.com\a", "ImageUrlInvalid" },
                { @"https://example.com\a", "ImageUrlInvalid" },
                { @"C:\pictures\a.png", "ImageUrlInvalid" },
                { "https://example.com/a b.jpg", "ImageUrlWhitespace" },
                { "https://exam\tple.com/a", "ImageUrlWhitespace" },
                { "https://example.com/a\n.jpg", "ImageUrlWhitespace" },
                { "https://example.com/a\u00A0.jpg", "ImageUrlWhitespace" },
                { "https://a.example https://b.example", "ImageUrlWhitespace" },
                { "https://example.com/a\0b", "ImageUrlInvalid" },
                { "https://example.com/a\u200B.jpg", "ImageUrlInvalid" },
                { "https://exam\u00ADple.com/", "ImageUrlInvalid" },
                { "https://user:pw@example.com/", "ImageUrlUserInfo" },
                { "https://@example.com/", "ImageUrlUserInfo" },
                { "https://127.0.0.1#@example.com/", "ImageUrlPrivate" },
                { @"https://127.0.0.1/\@example.com/", "ImageUrlInvalid" },
                { @"https://example.com\@127.0.0.1/", "ImageUrlInvalid" },
                { "https://[::1", "ImageUrlInvalid" },
                { "https://::1/", "ImageUrlInvalid" },
                { "https://.example.com/", "ImageUrlInvalid" },
                { "https://example..com/", "ImageUrlInvalid" },
                { "https://example.com/" + Drafts.Repeat("a", 70_000), "ImageUrlLength" },
                { "#N/A", "SpreadsheetError" },
                { "NULL", "ImageUrlInvalid" },
                { "https://example.com/a%00.png", "ImageUrlInvalid" },
                { "https://example.com/a.png?x=%0d%0aHost:y", "ImageUrlInvalid" },
                { "https://example.com/a%7f.png", "ImageUrlInvalid" },
                { "https://example.com/a%C2%85.png", "ImageUrlInvalid" },
                { "-", "ImageUrlInvalid" },
            };
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_a_public_https_address_is_refused(string url, string code)
    {
        UgcFault fault = Drafts.OnlyFault(Drafts.Veo with { ImageUrl = url });

        Assert.Equal((code, "ImageUrl"), (fault.Code, fault.Field));
    }

    [Theory]
    [InlineData("HTTPS://EXAMPLE.COM/a.jpg")]
    [InlineData("https://example.com:8443/a")]
    [InlineData("https://example.com:/a")]
    [InlineData("https://example.com")]
    [InlineData("https://example.com/../../etc/passwd")]
    [InlineData("https://example.com/%2e%2e/a.png")]
    [InlineData("https://b\u00FCcher.example/a.jpg")]
    [InlineData("https://example.com/b\u00FCcher.jpg")]
    [InlineData("https://bucket.s3.amazonaws.com/a.jpg?X-Amz-Signature=0%2f1%2B2&X-Amz-Expires=60")]
    [InlineData("https://[2606:4700::1111]/a.webp")]
    [InlineData("https://example.com/mail@home.jpg")]
    [InlineData("https://example.com/a,b.jpg")]
    [InlineData("https://example.com/a.JPEG")]
    public void A_public_https_address_is_sent_byte_for_byte(string url)
    {
        CreationCheck check = CreationDescriptor.Video.Check(Drafts.Veo with { ImageUrl = url });

        Assert.Empty(check.Faults);
        Assert.Empty(check.Warnings);
        Assert.Equal(url, (check.Request as VideoRequest)!.ImageUrl);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("  ", null)]
    [InlineData(" https://example.com/a ", "https://example.com/a")]
    public void A_blank_cell_means_no_image_and_spaces_around_one_do_not_count(string? typed, string? sent) =>
        Assert.Equal(sent, Drafts.Request(Drafts.Veo with { ImageUrl = typed }).ImageUrl);

    [Fact]
    public void An_address_has_8192_characters_at_most()
    {
        string longest = "https://example.com/" + Drafts.Repeat("a", 8192 - 20);

        Assert.Equal(longest, Drafts.Request(Drafts.Veo with { ImageUrl = longest }).ImageUrl);
        Assert.Equal("ImageUrlLength", Drafts.OnlyFault(Drafts.Veo with { ImageUrl = longest + "a" }).Code);
    }

    [Theory]
    [InlineData("https://example.com/a?x=1#frag", "https://example.com/a?x=1", "left out")]
    [InlineData("https://ex\u0430mple.com/a.jpg", "https://ex\u0430mple.com/a.jpg", "xn--exmple-4nf.com")]
    [InlineData("https://example.com/a.jpg,https://example.com/b.jpg", "https://example.com/a.jpg,https://example.com/b.jpg", "two addresses")]
    [InlineData("https://example.com/a.gif", "https://example.com/a.gif", "JPEG, PNG or WebP")]
    [InlineData("https://example.com/a.SVG?v=2", "https://example.com/a.SVG?v=2", "JPEG, PNG or WebP")]
    [InlineData("https://example.com/a.heic", "https://example.com/a.heic", "JPEG, PNG or WebP")]
    [InlineData("https://example.com/a.mp4", "https://example.com/a.mp4", "JPEG, PNG or WebP")]
    public void What_may_not_be_meant_is_sent_with_a_warning(string typed, string sent, string says)
    {
        CreationCheck check = CreationDescriptor.Video.Check(Drafts.Veo with { ImageUrl = typed });

        Assert.Equal(sent, (check.Request as VideoRequest)!.ImageUrl);
        Assert.Contains(says, Assert.Single(check.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_name_that_hides_the_host_does_not_hide_it_from_us()
    {
        CreationCheck check = CreationDescriptor.Video.Check(Drafts.Veo with { ImageUrl = "https://example.com%2f@127.0.0.1/" });

        Assert.Equal(["ImageUrlUserInfo", "ImageUrlPrivate"], check.Faults.Select(fault => fault.Code));
    }

    [Theory]
    [InlineData("https://example.com/a b.jpg", "https://example.com/a%20b.jpg")]
    [InlineData("http://example.com/a.jpg", "https://example.com/a.jpg")]
    [InlineData("https://a.example https://b.example", "one address")]
    [InlineData("data:image/png;base64,iVBORw0KGgo=", "Put the image where")]
    [InlineData("example.com/a.jpg", "https://")]
    public void The_hint_says_what_to_do(string url, string says) =>
        Assert.Contains(says, Drafts.OnlyFault(Drafts.Veo with { ImageUrl = url }).Hint, StringComparison.Ordinal);

    [Theory]
    [InlineData("https://10.0.0.1/a?sig=topsecret")]
    [InlineData("https://user:topsecret@example.com/a")]
    [InlineData("http://example.com/a?sig=topsecret")]
    [InlineData("https://example.com/a b?sig=topsecret")]
    [InlineData("https://example.com/a?b c&sig=topsecret")]
    [InlineData("https://user:a topsecret@example.com/a")]
    [InlineData("ftp://user:topsecret@example.com/a")]
    [InlineData(@"https:\\user:topsecret@example.com/a")]
    public void A_signature_or_password_is_in_no_message(string url)
    {
        UgcFault fault = Drafts.OnlyFault(Drafts.Veo with { ImageUrl = url });

        Assert.DoesNotContain("topsecret", fault + fault.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://10.0.0.1/a b#c")]
    [InlineData("https://example.com/a.jpg")]
    public void Without_validation_any_https_address_goes_as_typed(string url) =>
        Assert.Equal(url, Drafts.Request(Drafts.Veo with { ImageUrl = url }, skipValidation: true).ImageUrl);

    [Theory]
    [InlineData("http://example.com/a.jpg", "ImageUrlScheme")]
    [InlineData("file:///etc/passwd", "ImageUrlScheme")]
    [InlineData("image.png", "ImageUrlInvalid")]
    public void Without_validation_an_address_is_still_https(string url, string code) =>
        Assert.Equal(code, Drafts.OnlyFault(Drafts.Veo with { ImageUrl = url }, skipValidation: true).Code);
}
