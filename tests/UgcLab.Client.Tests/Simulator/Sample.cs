using System.Text.Json;

namespace UgcLab.Client.Tests.Simulator;

/// <summary>The documented examples, and the question whether an answer has their shape.</summary>
internal static class Sample
{
    // The documentation says, or shows, that these may be null (docs/job-status, docs/projects).
    private static readonly string[] Nullable = ["videoUrl", "actor", "errorMessage", "folder", "nextCursor"];

    public static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", name));

    /// <summary>A documented body, with ids that exist here in the place of those that do not.</summary>
    public static string Request(string name) => Text(name)
        .Replace("clzz0000000000000project1", "PROJECT", StringComparison.Ordinal)
        .Replace("clzz000000000000000actor1", "ACTOR-2", StringComparison.Ordinal)
        .Replace("clzz0000000000000ugcactor", "ACTOR-1", StringComparison.Ordinal);

    public static void AssertShape(string sample, JsonElement answer) => AssertShape(Answers.Json(Text(sample)), answer, "");

    private static void AssertShape(JsonElement sample, JsonElement answer, string path)
    {
        if (sample.ValueKind is JsonValueKind.Null || answer.ValueKind is JsonValueKind.Null)
        {
            Assert.True(Array.Exists(Nullable, path.EndsWith), $"{path} is {answer.ValueKind}");
            return;
        }

        Assert.True(Kind(sample) == Kind(answer), $"{path} is {answer.ValueKind}");
        if (sample.ValueKind is JsonValueKind.Object)
        {
            Assert.Equal(sample.EnumerateObject().Select(member => member.Name), answer.EnumerateObject().Select(member => member.Name));
            foreach (JsonProperty member in sample.EnumerateObject())
            {
                AssertShape(member.Value, answer.GetProperty(member.Name), $"{path}.{member.Name}");
            }
        }
        else if (sample.ValueKind is JsonValueKind.Array && sample.GetArrayLength() > 0)
        {
            foreach (JsonElement item in answer.EnumerateArray())
            {
                AssertShape(sample[0], item, path + "[]");
            }
        }
    }

    private static JsonValueKind Kind(JsonElement value) =>
        value.ValueKind is JsonValueKind.False ? JsonValueKind.True : value.ValueKind;
}
