using System.Collections.ObjectModel;

namespace UgcLab.Creations;

// The cells of a sheet that create the same as a request: what was sent, and not the columns, parameters, and templates that it was
// made from. Not whole if the request had members that no column gives.
internal sealed record RequestFields(CreationDescriptor? Kind, IReadOnlyDictionary<string, string> Cells, bool IsWhole)
{
    public static RequestFields Of(string? endpoint, string? body)
    {
        CreationDescriptor? kind = CreationDescriptor.At(endpoint);
        JsonElement request = JsonElementExtensions.Read(body);
        if (kind is null || request.ValueKind is not JsonValueKind.Object)
        {
            return new RequestFields(kind, ReadOnlyDictionary<string, string>.Empty, IsWhole: false);
        }

        Dictionary<string, string> cells = [];
        bool isWhole = true;
        foreach (JsonProperty member in request.EnumerateObject())
        {
            if (JsonElementExtensions.Name(member) is string name && kind.Owner(name) is CreationField field
                && Cell(member.Value) is string cell)
            {
                cells[field.ToString()] = cell;
            }
            else
            {
                isWhole &= member.Value.ValueKind is JsonValueKind.Null;
            }
        }

        return new RequestFields(kind, cells, isWhole);
    }

    private static string? Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => JsonElementExtensions.Text(value),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => null,
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String) =>
            string.Join(", ", value.EnumerateArray().Select(JsonElementExtensions.Text)),
        _ => value.GetRawText(),
    };
}
