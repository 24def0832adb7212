using System.Collections;
using System.Security;
using System.Text;

namespace UgcLab.PowerShell.Binding;

// Converts an argument before it is bound, or refuses it with a text.
internal abstract class ConversionAttribute(Func<object?, object?> convert) : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => convert(inputData);

    protected static ArgumentTransformationMetadataException Refused(string why) => new(why);
}

// Converts plain numbers to seconds, which the engine would treat as ticks or days, and refuses invalid times.
internal sealed class SecondsAttribute() : ConversionAttribute(input =>
{
    object? data = Cells.Base(input);
    double? seconds = data switch
    {
        TimeSpan time => time.TotalSeconds,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
        string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) => time.TotalSeconds,
        IConvertible number and not (string or bool or DateTime or char) => number.ToDouble(CultureInfo.InvariantCulture),
        _ => null,
    };
    return seconds is >= 0 && seconds <= TimeSpan.FromDays(365).TotalSeconds ? TimeSpan.FromSeconds(seconds.Value)
        : throw Refused($"'{Redaction.Show(data?.ToString() ?? "")}' isn't a valid time. Specify seconds (600) or a time span (00:10:00), "
            + "from 0 to 365 days. 0 means no limit.");
});

// Converts a text such as 20/minute to a limit, and a plain number to a limit with a window of so many seconds.
internal sealed class RateLimitAttribute(int seconds) : ConversionAttribute(input =>
{
    // Set-UgcProfile removes a limit with $null.
    object? data = Cells.Base(input);
    TimeSpan window = TimeSpan.FromSeconds(seconds);
    return data is null ? null
        : data is UgcRateLimit limit || UgcRateLimit.TryParse(PSValues.Text(input)?.Trim(), window, out limit) ? limit
        : throw Refused($"'{Redaction.Show(data.ToString() ?? "")}' isn't a valid limit. Specify a number and a window of a second to a "
            + $"day (20/minute, 2/second, 50/90s), or only a number per {new UgcRateLimit(0, window).WindowText}. 0 means no limit.");
});

// Refuses a key in plain text and gives the reason. The message of the engine would quote the key.
internal sealed class NoPlainTextAttribute() : ConversionAttribute(input => Cells.Base(input) switch
{
    SecureString secret => secret,
    PSCredential credential => credential.Password,
    _ => throw Refused("A key is not taken as plain text, which stays in the history and in logs. Use -ApiKey (Read-Host -AsSecureString), "
        + "-SecretName, or $env:UGCLAB_API_KEY."),
});

// Converts $true, and the words that files use for it, to true; a missing value becomes blank.
internal sealed class YesOrNoAttribute() : ConversionAttribute(input => PSValues.Text(input)?.Trim() switch
{
    null => "",
    string yes when yes.Equals("yes", StringComparison.OrdinalIgnoreCase) || yes == "1" => "true",
    string no when no.Equals("no", StringComparison.OrdinalIgnoreCase) || no == "0" => "false",
    string text => text,
});

// Converts the name of an encoding, as Import-Csv -Encoding has it, or the number of a code page.
internal sealed class EncodingNameAttribute() : ConversionAttribute(input =>
    Cells.Base(input) as Encoding ?? Find(PSValues.Text(input)?.Trim() ?? "")
        ?? throw Refused($"'{PSValues.Text(input)?.Trim()}' isn't an encoding. Valid names: {string.Join(", ", Names)}, any other name of "
            + "an encoding such as shift_jis, or the number of a code page."))
{
    // The names of Import-Csv, and the encoding that most programs on Windows mean by "CSV".
    public static IReadOnlyList<string> Names { get; } =
        ["utf8", "utf8BOM", "utf8NoBOM", "windows-1252", "ansi", "oem", "unicode", "bigendianunicode", "ascii", "utf32", "bigendianutf32"];

    private static Encoding? Find(string name) => name.ToUpperInvariant() switch
    {
        "UTF8" or "UTF8BOM" or "UTF8NOBOM" => Encoding.UTF8,
        "UNICODE" => Encoding.Unicode,
        "BIGENDIANUNICODE" => Encoding.BigEndianUnicode,
        "UTF32" => Encoding.UTF32,
        "BIGENDIANUTF32" => new UTF32Encoding(bigEndian: true, byteOrderMark: true),
        "ANSI" => Page(CultureInfo.CurrentCulture.TextInfo.ANSICodePage),
        "OEM" => Page(CultureInfo.CurrentCulture.TextInfo.OEMCodePage),
        _ => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int page) ? Page(page)
            : Encoding.GetEncodings()
                .FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase))?.GetEncoding()
                ?? CodePagesEncodingProvider.Instance.GetEncoding(name),
    };

    private static Encoding? Page(int page) => CodePagesEncodingProvider.Instance.GetEncoding(page)
        ?? Encoding.GetEncodings().FirstOrDefault(known => known.CodePage == page)?.GetEncoding();
}

// Refuses a text that names no value, and lists those that there are. The engine's message is about identifiers.
internal sealed class ValueOfAttribute<T>() : ConversionAttribute(input =>
{
    foreach (object? item in Cells.Base(input) as IEnumerable<object?> ?? [Cells.Base(input)])
    {
        if (Cells.Base(item) is string text && !LanguagePrimitives.TryConvertTo(text, out T _))
        {
            throw Refused($"'{Redaction.Show(text)}' isn't valid. Valid values: {string.Join(", ", Enum.GetNames<T>())}.");
        }
    }

    return input;
})
    where T : struct, Enum;

// Accepts only text as a prompt. The engine would convert a row to text, and that text would be charged.
internal sealed class PromptTextAttribute() : ConversionAttribute(input => Cells.Base(input) is null or string ? input
    : throw Refused("A prompt is text. A row goes through the pipeline, or to -InputObject."));

// Accepts only text from the pipeline. The engine would convert any row to text instead of binding its properties, which it binds after a
// failed cast.
internal sealed class TextOnlyAttribute() : ConversionAttribute(input => Cells.Base(input) switch
{
    null or string => input,
    IEnumerable list when list.Cast<object?>().All(item => Cells.Base(item) is null or string) => input,
    _ => throw new ArgumentTransformationMetadataException("A name is text.", new PSInvalidCastException("A name is text.")),
});

// Accepts these values. A ValidateSet would list the blank one among them, have completion offer it, and refuse a missing value, which
// is a blank one: scripts pass -Tier $row.Tier whether or not the row has one.
internal sealed class ValidValuesAttribute(params string[] values) : ValidateArgumentsAttribute
{
    public IReadOnlyList<string> Values { get; } = values;

    // The model whose values they are.
    public string? Of { get; init; }

    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        string text = arguments?.ToString() ?? "";
        if (!Values.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            throw new ValidationMetadataException(
                $"'{Redaction.Show(text)}' isn't valid{(Of is null ? "" : $" for {Of}")}. Valid values: "
                    + $"{string.Join(", ", Values.Where(value => value.Length > 0))}.");
        }
    }
}
