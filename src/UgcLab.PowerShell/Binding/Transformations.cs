using System.Collections;
using System.Security;
using System.Text;

namespace UgcLab.PowerShell.Binding;

/// <summary>Converts plain numbers to seconds, which the engine would treat as ticks or days, and refuses invalid times.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecondsAttribute : ArgumentTransformationAttribute
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? data = PSValues.Unwrapped(inputData);
        double? seconds = data switch
        {
            TimeSpan time => time.TotalSeconds,
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) => time.TotalSeconds,
            IConvertible number and not (string or bool or DateTime or char) => number.ToDouble(CultureInfo.InvariantCulture),
            _ => null,
        };
        return seconds is double length && length >= 0 && length <= Longest.TotalSeconds ? TimeSpan.FromSeconds(length)
            : throw new ArgumentTransformationMetadataException(
                $"'{Redaction.Show(data?.ToString() ?? "")}' isn't a valid time. Specify seconds (600) or a time span (00:10:00), from 0 "
                    + "to 365 days. 0 means no limit.");
    }
}

/// <summary>Converts a text such as 20/minute to a limit, and a plain number to a limit with a window of so many seconds.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RateLimitAttribute(int seconds) : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        // Set-UgcProfile removes a limit with $null.
        object? data = PSValues.Unwrapped(inputData);
        TimeSpan window = TimeSpan.FromSeconds(seconds);
        return data is null ? null
            : data is UgcRateLimit limit || UgcRateLimit.TryParse(PSValues.Text(inputData)?.Trim(), window, out limit) ? limit
            : throw new ArgumentTransformationMetadataException(
                $"'{Redaction.Show(data?.ToString() ?? "")}' isn't a valid limit. Specify a number and a window of a second to a day "
                    + $"(20/minute, 2/second, 50/90s), or only a number per {new UgcRateLimit(0, window).WindowText}. 0 means no limit.");
    }
}

/// <summary>Refuses a key in plain text and gives the reason. The message of the engine would quote the key.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NoPlainTextAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PSValues.Unwrapped(inputData) switch
        {
            SecureString secret => secret,
            PSCredential credential => credential.Password,
            _ => throw new ArgumentTransformationMetadataException(
                "A key is not taken as plain text, which stays in the history and in logs. Use -ApiKey (Read-Host -AsSecureString), "
                    + "-SecretName, or $env:UGCLAB_API_KEY."),
        };
}

// Converts a missing property to a blank value, because scripts pass -Tier $row.Tier whether or not the row has one.
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MissingIsBlankAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData ?? "";
}

/// <summary>Converts <c>$true</c>, and the words that files use for it, to <c>true</c>; a missing value becomes blank.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class YesOrNoAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        string text = PSValues.Text(inputData)?.Trim() ?? "";
        return text.ToUpperInvariant() switch
        {
            "YES" or "1" => "true",
            "NO" or "0" => "false",
            _ => text,
        };
    }
}

/// <summary>Converts the name of an encoding, as Import-Csv -Encoding has it, or the number of a code page.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EncodingNameAttribute : ArgumentTransformationAttribute
{
    /// <summary>The names of Import-Csv, and the encoding that most programs on Windows mean by "CSV".</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["utf8", "utf8BOM", "utf8NoBOM", "windows-1252", "ansi", "oem", "unicode", "bigendianunicode", "ascii", "utf32", "bigendianutf32"];

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        string name = PSValues.Text(inputData)?.Trim() ?? "";
        return PSValues.Unwrapped(inputData) as Encoding ?? Find(name)
            ?? throw new ArgumentTransformationMetadataException(
                $"'{name}' isn't an encoding. Valid names: {string.Join(", ", Names)}, any other name of an encoding such as shift_jis, "
                + "or the number of a code page.");
    }

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

/// <summary>Refuses a text that names no value, and lists those that there are. The engine's message is about identifiers.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValueOfAttribute<T> : ArgumentTransformationAttribute
    where T : struct, Enum
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? data = PSValues.Unwrapped(inputData);
        IEnumerable<object?> items = data as IEnumerable<object?> ?? [data];
        foreach (object? item in items)
        {
            if (PSValues.Unwrapped(item) is string text && !LanguagePrimitives.TryConvertTo(text, out T _))
            {
                throw new ArgumentTransformationMetadataException(
                    $"'{Redaction.Show(text)}' isn't valid. Valid values: {string.Join(", ", Enum.GetNames<T>())}.");
            }
        }

        return inputData;
    }
}

/// <summary>Accepts only text as a prompt. The engine would convert a row to text, and that text would be charged.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PromptTextAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PSValues.Unwrapped(inputData) is null or string ? inputData
            : throw new ArgumentTransformationMetadataException("A prompt is text. A row goes through the pipeline, or to -InputObject.");
}

/// <summary>Accepts only text from the pipeline. The engine would convert any row to text instead of binding its properties.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TextOnlyAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? data = PSValues.Unwrapped(inputData);
        if (data is null or string
            || (data is IEnumerable list && list.Cast<object?>().All(item => PSValues.Unwrapped(item) is null or string)))
        {
            return inputData;
        }

        // A failed cast makes the engine bind the object's properties instead.
        const string Refused = "A name is text.";
        throw new ArgumentTransformationMetadataException(Refused, new PSInvalidCastException(Refused));
    }
}

// Accepts these values. A ValidateSet would list the blank one among them, and have completion offer it.
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidValuesAttribute(params string[] values) : ValidateEnumeratedArgumentsAttribute
{
    public IReadOnlyList<string> Values { get; } = values;

    // The model whose values they are.
    public string? Of { get; init; }

    protected override void ValidateElement(object element)
    {
        if (!Values.Contains(element?.ToString() ?? "", StringComparer.OrdinalIgnoreCase))
        {
            throw new ValidationMetadataException(
                $"'{Redaction.Show(element?.ToString() ?? "")}' isn't valid{(Of is null ? "" : $" for {Of}")}. Valid values: "
                    + $"{string.Join(", ", Values.Where(value => value.Length > 0))}.");
        }
    }
}
