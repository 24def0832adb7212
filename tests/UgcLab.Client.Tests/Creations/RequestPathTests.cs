namespace UgcLab.Client.Tests.Creations;

/// <summary>Where a request may go: below the base address, by every reading of what was written.</summary>
public sealed class RequestPathTests
{
    private static readonly Uri Service = new("https://api.ugclab.app/api/v1/");

    public static TheoryData<string, string> Good => new()
    {
        { "projects", "projects" },
        { "/projects", "projects" },
        { "projects/", "projects" },
        { "ugc/clzz1", "ugc/clzz1" },
        { "/ugc/clzz1/cancel", "ugc/clzz1/cancel" },
        { "/api/v1/ugc/video", "ugc/video" },
        { "https://api.ugclab.app/api/v1/ugc/video", "ugc/video" },
        { "HTTPS://API.UGCLAB.APP:443/api/v1/projects?limit=5", "projects?limit=5" },
        { "projects?limit=5&cursor=a%2Fb%3D", "projects?limit=5&cursor=a%2Fb%3D" },
        { "projects?&limit=5&", "projects?limit=5" },
        { "a.b/c..d/~e", "a.b/c..d/~e" },
        { "search?q=..%2f..", "search?q=..%2f.." },
        { "search?at=https://elsewhere.example/", "search?at=https://elsewhere.example/" },
        { "caf%C3%A9", "caf%C3%A9" },
    };

    public static TheoryData<string> Bad =>
    [
        "", " ", "/", "?limit=1",
        "//elsewhere.example/projects", "///elsewhere.example", "/\\elsewhere.example", "\\\\elsewhere.example\\projects", "ugc\\video",
        "https://elsewhere.example/api/v1/projects", "https://api.ugclab.app.elsewhere.example/api/v1/projects", "https://elsewhere.example#api.ugclab.app/api/v1/",
        "http://api.ugclab.app/api/v1/projects", "https://api.ugclab.app:8443/api/v1/projects", "https://api.ugclab.app/api/v2/projects",
        "https://api.ugclab.app/api/v10/projects", "https://api.ugclab.app/API/V1/projects", "https://api.ugclab.app", "https://api.ugclab.app/api/v1",
        "https://user:word@api.ugclab.app/api/v1/projects", "https://api.ugclab.app@elsewhere.example/api/v1/projects", "https:projects", "https:/projects",
        "file:///etc/passwd", "javascript:alert(1)", "ftp://api.ugclab.app/api/v1/x", "ugc:video",
        "..", "../v2/projects", "ugc/../../v2", "ugc/..", "./projects", "ugc/./video", "ugc/...", "ugc/..;/x", "..;a/x",
        "https://api.ugclab.app/api/v1/../v2/projects", "https://api.ugclab.app/api/v1/%2e%2e/x", "https://api.ugclab.app/api/./v1/projects",
        "%2e%2e/x", "ugc/%2E%2E/x", "ugc/.%2e/x", "ugc%2fvideo", "ugc%2Fvideo", "ugc%5cvideo", "ugc/%252e%252e", "ugc/%00", "ugc/%0d%0ax", "ugc/%7f",
        "ugc//video", "a///b",
        "projects#x", "projects?limit=1#x",
        "projects\r\nHost: elsewhere.example", "projects\n", "\tprojects", "ugc/a b", "ugc/\u0085", "ugc/café", "ugc/\u202Eoediv", "ugc/\uFF0E\uFF0E/x", "ugc/\u2025/x",
        "ugc/%", "ugc/%4", "ugc/%zz", "projects?q=%", "ugc/{id}", "ugc/<id>", "ugc/\"x\"", "ugc/a|b", "ugc/[1]",
    ];

    public static TheoryData<string> WithKeys =>
    [
        $"ugc/{Bench.Key}", $"projects?key={Bench.Key}", $"projects?key={Bench.Key.ToUpperInvariant()}", $"projects?key={Bench.Key[..^3]}", $"projects?key=%75gc_{Bench.Key[4..]}",
    ];

    [Theory]
    [MemberData(nameof(Good))]
    public void A_path_below_the_base_address_is_taken(string text, string asked) => Assert.Equal(asked, Of(text).Address);

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_could_lead_elsewhere_is_refused_before_anything_is_sent(string text)
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => Of(text));

        Assert.Equal(UgcLabErrorKind.PathInvalid, error.Kind);
        Assert.EndsWith("Nothing was sent.", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Advice);
    }

    [Theory]
    [MemberData(nameof(WithKeys))]
    public void A_key_is_in_no_path_and_the_error_does_not_repeat_it(string text)
    {
        UgcLabException error = Assert.Throws<UgcLabException>(() => Of(text));

        Assert.Equal(UgcLabErrorKind.PathInvalid, error.Kind);
        Assert.DoesNotContain(Bench.Key[4..20], error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_key_of_another_form_is_found_as_well() =>
        Assert.Throws<UgcLabException>(() => RequestPath.Of(Service, "projects?x=my%20other%20key%21%21", [], "my other key!!"));

    [Fact]
    public void Values_of_the_query_are_encoded_whatever_they_hold()
    {
        RequestPath path = RequestPath.Of(Service, "projects?limit=5", [new("q", "a b&c=d#e/../ü\r\n"), new("tag", "1"), new("tag", "2")], Bench.Key);

        Assert.Equal("projects?limit=5&q=a%20b%26c%3Dd%23e%2F..%2F%C3%BC%0D%0A&tag=1&tag=2", path.Address);
        Assert.Equal("projects", path.ToString());
    }

    [Fact]
    public void A_query_holds_no_key_and_no_half_of_a_character()
    {
        Assert.Throws<UgcLabException>(() => RequestPath.Of(Service, "projects", [new("q", Bench.Key)], Bench.Key));
        Assert.Throws<UgcLabException>(() => RequestPath.Of(Service, "projects", [new("q", "\uD83D")], Bench.Key));
    }

    [Fact]
    public void The_next_page_keeps_the_query_and_changes_its_cursor() =>
        Assert.Equal("projects?limit=5&cursor=b%2F2", Of("projects?cursor=a&limit=5").With("cursor", "b/2").Address);

    [Fact]
    public void A_base_address_without_a_path_of_its_own_takes_any_path_on_its_host()
    {
        Uri local = new("http://127.0.0.1:8080/");

        Assert.Equal("api/v1/x", RequestPath.Of(local, "/api/v1/x", [], Bench.Key).Address);
        Assert.Equal("x", RequestPath.Of(local, "http://127.0.0.1:8080/x", [], Bench.Key).Address);
        Assert.Throws<UgcLabException>(() => RequestPath.Of(local, "http://127.0.0.1:8081/x", [], Bench.Key));
        Assert.Throws<UgcLabException>(() => RequestPath.Of(local, "http://localhost:8080/x", [], Bench.Key));
    }

    [Fact]
    public void An_address_has_8000_characters_at_most()
    {
        Assert.Equal(8000, Of("a?" + new string('b', 7998)).Address.Length);
        Assert.Equal(UgcLabErrorKind.PathInvalid, Assert.Throws<UgcLabException>(() => Of("a?" + new string('b', 7999))).Kind);
    }

    private static RequestPath Of(string text) => RequestPath.Of(Service, text, [], Bench.Key);
}
