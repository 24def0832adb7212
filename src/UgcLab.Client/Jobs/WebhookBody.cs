using System.Text.RegularExpressions;

namespace UgcLab.Jobs;

/// <summary>The body of a webhook. Its form is not documented, so it is not parsed: any word in it may be a job's id.</summary>
internal static partial class WebhookBody
{
    /// <summary>How many bytes a webhook may have. Events of other services have a few thousand.</summary>
    public const int Limit = 256 * 1024;

    // The words of a body: the longest runs of what ids are made of, each once. So an id is not found in a longer one. What
    // JSON or a form has escaped (\n, \u0022, %22) parts words as the character itself does.
    public static IReadOnlyCollection<string> Words(ReadOnlySpan<byte> body) =>
        Separator().Split(Encoding.Latin1.GetString(body)).Where(word => word.Length is > 0 and <= ServiceId.Longest).ToHashSet();

    [GeneratedRegex(@"(%[0-9A-Fa-f]{2}|\\u[\s\S]{4}|\\[\s\S]|[^A-Za-z0-9_-])+", RegexOptions.ExplicitCapture)]
    private static partial Regex Separator();
}
