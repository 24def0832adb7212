using System.Globalization;
using UgcLab.EngineTests.Hosting;
using UgcLab.Faults;

namespace UgcLab.EngineTests.Listing;

/// <summary>The actors that the service has: three pages of two for ugcl-2.0, and one page for ugcl-1.0.</summary>
internal static class Cast
{
    private static readonly string[] Names = ["Sarah", "Tom", "Anna O'Neil", "Émile", "Sale [50%]", "Tomasz"];

    /// <summary>What it answers, for <see cref="Service.Instead"/>.</summary>
    public static Reply? Answer(ReceivedRequest request) => request.Path.Split('?')[0] switch
    {
        "/actors" => Page(request.Path),
        "/ugclab-actors" => Reply.Text(200, """
            {"data":{"items":[{"id":"clzz000000000000ugcactor1","name":"Emma","gender":"female","imageUrl":"https://example.com/emma.jpg"}],
            "pagination":{"hasMore":false,"nextCursor":null,"limit":50}},"meta":{"requestId":"req_of_actors"}}
            """),
        _ => null,
    };

    private static Reply Page(string path)
    {
        int at = path.IndexOf("cursor=", StringComparison.Ordinal);
        int page = at < 0 ? 1 : int.Parse(path[(at + 7)..], CultureInfo.InvariantCulture);
        string items = string.Join(',', Enumerable.Range((page * 2) - 1, 2).Select(n => string.Create(CultureInfo.InvariantCulture, $$"""
            {"id":"clzz000000000000000actor{{n}}","name":"{{Names[n - 1]}}","username":"u{{n}}","videoPreviewUrl":"https://example.com/{{n}}.mp4","age":"25-34",
            "color":"#FF5733","gender":"{{(n % 2 == 0 ? "male" : "female")}}","tags":["friendly","calm"],"isPro":{{(n < 3 ? "true" : "false")}}}
            """)));
        string more = page < 3 ? string.Create(CultureInfo.InvariantCulture, $"\"hasMore\":true,\"nextCursor\":\"{page + 1}\"") : "\"hasMore\":false,\"nextCursor\":null";
        return Reply.Text(200, $$$"""{"data":{"items":[{{{items}}}],"pagination":{"limit":2,{{{more}}} } },"meta":{"requestId":"req_of_actors"}}""");
    }
}
