using System.Globalization;
using System.Text.Json;

namespace UgcLab.Simulator;

/// <summary>Reads a creation's body and collects everything that is wrong with it (docs/video, the table of parameters).</summary>
internal sealed class VideoOrderReader
{
    private readonly List<string> _faults = [];
    private readonly JsonElement _body;

    private VideoOrderReader(JsonElement body) => _body = body;

    /// <summary>The order, or null and what is wrong.</summary>
    public static VideoOrder? Read(string? body, string? mediaType, out string problem)
    {
        if (!string.Equals(mediaType, "application/json", StringComparison.OrdinalIgnoreCase))
        {
            problem = $"Content-Type must be application/json, and is '{mediaType}'.";
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(body ?? "");
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                problem = "The body must be a JSON object.";
                return null;
            }

            VideoOrderReader reader = new(document.RootElement);
            VideoOrder order = reader.Order();
            problem = string.Join("; ", reader._faults);
            return problem.Length == 0 ? order : null;
        }
        catch (JsonException e)
        {
            problem = $"The body is not JSON: {e.Message}";
            return null;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is JSON by its grammar, and no text.
            problem = "The body holds a text that is not Unicode.";
            return null;
        }
    }

    private VideoOrder Order()
    {
        string project = Text("projectId", required: true) ?? "";
        string prompt = Prompt();
        string? model = Choice("model", VideoMenu.Models, required: true);
        string known = model ?? "";
        return new VideoOrder
        {
            ProjectId = project,
            Prompt = prompt,
            Model = known,
            // What a model allows cannot be told before the model is.
            Duration = (model is null ? Text("duration", required: true) : Choice("duration", VideoMenu.Durations(known), required: true)) ?? "",
            AspectRatio = model is null ? null : Choice("aspectRatio", VideoMenu.AspectRatios(known), required: false),
            Tier = model is null ? null : Tier(known),
            Image = Image(),
            Variants = Variants(),
        };
    }

    private string Prompt()
    {
        string? prompt = Text("prompt", required: true);
        if (prompt is { Length: < 10 or > 3000 })
        {
            Fault($"prompt must have 10 to 3000 characters, and '{Short(prompt)}' has {prompt.Length}");
        }

        return prompt ?? "";
    }

    private string? Tier(string model)
    {
        if (VideoMenu.HasTier(model))
        {
            return Choice("tier", VideoMenu.Tiers, required: true);
        }

        if (_body.TryGetProperty("tier", out JsonElement tier))
        {
            Fault($"tier '{Short(tier)}' does not apply to {model}");
        }

        return null;
    }

    private Uri? Image()
    {
        string? text = Text("imageUrl", required: false);
        if (text is null)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && ImageAddress.IsPublic(address))
        {
            return address;
        }

        Fault($"imageUrl must be a public https address, and is '{Short(text)}'");
        return null;
    }

    private int Variants()
    {
        if (!_body.TryGetProperty("variants", out JsonElement given))
        {
            return 1;
        }

        if (given.ValueKind is JsonValueKind.Number && given.TryGetDecimal(out decimal count)
            && count is >= 1 and <= 8 && count == decimal.Truncate(count))
        {
            return (int)count;
        }

        Fault($"variants must be a whole number from 1 to 8, and is '{Short(given)}'");
        return 1;
    }

    private string? Choice(string name, IReadOnlyList<string> allowed, bool required)
    {
        string? text = Text(name, required);
        if (text is null || allowed.Contains(text))
        {
            return text;
        }

        Fault($"{name} must be one of {string.Join(", ", allowed)}, and is '{Short(text)}'");
        return null;
    }

    private string? Text(string name, bool required)
    {
        if (!_body.TryGetProperty(name, out JsonElement given))
        {
            if (required)
            {
                Fault($"{name} is required");
            }

            return null;
        }

        if (given.ValueKind is JsonValueKind.String)
        {
            return given.GetString();
        }

        Fault($"{name} must be a string, and is '{Short(given)}'");
        return null;
    }

    private void Fault(FormattableString fault) => _faults.Add(fault.ToString(CultureInfo.InvariantCulture));

    private static string Short(JsonElement value) => Short(value.GetRawText());

    private static string Short(string value) => value.Length <= 60 ? value : value[..60] + "…";
}
