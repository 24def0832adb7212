using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests.Json;

/// <summary>How the documented answers are read when one of their members is missing, twice there, or something else.</summary>
public sealed class GoldenAnswerTests
{
    private static readonly string[] Values =
    [
        "null", "\"\"", "\"7\"", "\"a\\ud800\"", "7", "-1", "2.50", "1e400", "99999999999999999999", "true", "[]", "[1,\"b\",{}]", "{}", "{\"message\":\"b\",\"id\":\"c\",\"name\":3}", "\"2026-01-02\"",
    ];

    private readonly StringBuilder _text = new();

    [Fact]
    public async Task Each_answer_with_an_unexpected_member_is_read_as_was_recorded()
    {
        foreach (string sample in new[] { "job.actor", "video.created", "projects.page", "actors.page", "error" })
        {
            string documented = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", $"{sample}.json"));
            string[] asDocumented = await ReadAsync(sample, documented);
            _text.Append("# ").Append(sample).Append('\n').AppendJoin('\n', asDocumented).Append("\n\n");
            foreach ((string change, string body) in Changed(JsonNode.Parse(documented)!))
            {
                string[] read = await ReadAsync(sample, body);
                string[] other = [.. read.Except(asDocumented)];
                string[] missing = [.. asDocumented.Except(read).Select(line => line.Split(' ')[0]).Where(name => !other.Any(line => line.StartsWith(name + ' ', StringComparison.Ordinal)))];
                bool isRefused = other is [string refusal] && refusal.StartsWith("ProtocolError", StringComparison.Ordinal);
                _text.Append(change).Append(" > ").AppendJoin("; ", isRefused || missing.Length == 0 ? other : [.. other, "without " + string.Join(' ', missing)]).Append('\n');
            }

            _text.Append('\n');
        }

        Golden.AssertEqual("golden-answers.txt", _text.ToString());
    }

    // Each member of each object, and of the first item of each list.
    private static IEnumerable<(string Change, string Body)> Changed(JsonNode root)
    {
        foreach ((string path, JsonObject parent, string name) in Members(root, "").ToArray())
        {
            JsonNode? value = parent[name];
            foreach ((string change, string member) in Changes(name, value?.ToJsonString() ?? "null"))
            {
                parent[name] = "MARK";
                string body = root.ToJsonString().Replace($"\"{name}\":\"MARK\"", member, StringComparison.Ordinal);
                body = member.Length > 0 ? body : body.Replace(",,", ",", StringComparison.Ordinal).Replace("{,", "{", StringComparison.Ordinal).Replace(",}", "}", StringComparison.Ordinal);
                parent[name] = value;
                yield return ($"{path}{name} {change}", body);
            }
        }
    }

    private static IEnumerable<(string, string)> Changes(string name, string value)
    {
        yield return ("missing", "");
        yield return ("twice", $"\"{name}\":7,\"{name}\":{value}");
        yield return ("twice, odd", $"\"{name}\":{value},\"{name}\":7");
        string alike = string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToUpperInvariant(c)}"));
        yield return ("alike", $"\"{alike}\":{value}");
        yield return ("alike and exact", $"\"{name}\":{value},\"{alike}\":7");
        yield return ("beside half a name", $"\"\\ud800zzzzzzzzzzzzzzzzzz\":1,\"{name}\":{value}");
        yield return ("escaped", $"\"\\u{(int)name[0]:x4}{name[1..]}\":{value}");
        foreach (string other in Values)
        {
            yield return (other, $"\"{name}\":{other}");
        }
    }

    private static IEnumerable<(string Path, JsonObject Parent, string Name)> Members(JsonNode? node, string path) => node switch
    {
        JsonObject parent => parent.ToArray().SelectMany(member => Members(member.Value, $"{path}{member.Key}.").Prepend((path, parent, member.Key))),
        JsonArray { Count: > 0 } list => Members(list[0], $"{path[..^1]}[]."),
        _ => [],
    };

    private static async Task<string[]> ReadAsync(string sample, string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        List<string> said = [];
        try
        {
            switch (sample)
            {
                case "job.actor":
                    UgcJob job = JobAnswer.Read(new ApiAnswer(HttpStatusCode.OK, bytes, null).Json(), "clzz00000000000000000job1", said.Add);
                    return [.. Shown("job", job), .. said];

                case "video.created":
                    VideoRequest video = new() { ProjectId = "p1", Prompt = "A wooden box opens", Model = "veo-3.1", Duration = "8" };
                    CreationAnswer created = CreationAnswer.Read(video, bytes, null);
                    return [.. created.Jobs.SelectMany((job, n) => Shown($"{n}", job)), $"request {created.RequestId}", .. created.Warnings];

                case "error":
                    return [.. Shown("error", ApiError.Read(new ApiAnswer(HttpStatusCode.BadRequest, bytes, null), new ApiRequest(RequestKind.Read, "projects"), null), "Kind", "Message", "Code", "RequestId")];

                case "projects.page":
                    return await ItemsAsync(body, client => client.Projects.ListAsync());

                default:
                    return await ItemsAsync(body, client => client.Actors.ListAsync());
            }
        }
        catch (UgcLabException error)
        {
            return [$"{error.Kind}: {error.Message}"];
        }
    }

    private static async Task<string[]> ItemsAsync<T>(string body, Func<UgcLabClient, IAsyncEnumerable<T>> list)
    {
        using ScriptedHandler handler = new(Answer(200, body), Answer(200, """{"data":{"items":[{"id":"end"}]}}"""));
        using Bench bench = new(handler);
        List<T> items = await list(bench.Client).ToListAsync();
        return [.. items.SelectMany((item, n) => Shown($"{n}", item!)), .. handler.Sent];
    }

    private static IEnumerable<string> Shown(string name, object item, params string[] only) => item.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => only.Length == 0 || only.Contains(property.Name))
        .Select(property => (property.Name, Value: property.GetValue(item)))
        .Where(member => member.Value is not (null or "" or false or 0))
        .Select(member => $"{name}.{member.Name} {Text(member.Value!)}");

    private static string Text(object value) => value switch
    {
        UgcFolder folder => $"{folder.Id} {folder.Name}",
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        IEnumerable<string> list => string.Join(',', list),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
