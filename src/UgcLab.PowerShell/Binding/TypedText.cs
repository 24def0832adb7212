using System.Collections;

namespace UgcLab.PowerShell.Binding;

/// <summary>Converts a value to the text of a field: a list of words is joined with commas, and objects become JSON.</summary>
internal static class TypedText
{
    public static string? Of(object? value) => Cells.Base(value) switch
    {
        null or DBNull => null,
        string text => text,
        SwitchParameter flag => Of(flag.IsPresent),
        bool flag => flag ? "true" : "false",
        IDictionary or PSObject { BaseObject: PSCustomObject } => Json(value!),
        IEnumerable list => OfList([.. list.Cast<object?>()]),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        object other => other.ToString(),
    };

    private static string OfList(object?[] items) => items.Any(IsObject)
        ? $"[{string.Join(',', items.Select(item => Cells.Base(item) is string json ? json : Json(item!)))}]"
        : string.Join(',', items.Select(Of).Where(text => !string.IsNullOrWhiteSpace(text)));

    private static bool IsObject(object? item) => Cells.Base(item) is IDictionary or PSObject { BaseObject: PSCustomObject };

    private static string Json(object value) => CreationDraft.Json(PSObjectUnwrapper.Value(value));
}
