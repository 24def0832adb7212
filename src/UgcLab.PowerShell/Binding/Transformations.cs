using System.Collections;
using System.Security;

namespace UgcLab.PowerShell.Binding;

/// <summary>Takes plain numbers for seconds; the engine would take them for ticks, or days.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecondsAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PSObjectUnwrapper.Unwrapped(inputData) switch
        {
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) => TimeSpan.FromSeconds(seconds),
            IConvertible number and not string => TimeSpan.FromSeconds(number.ToDouble(CultureInfo.InvariantCulture)),
            object other => other,
            null => null!,
        };
}

/// <summary>Refuses a key in plain text with the reason. Left to the engine, the message would quote the key.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NoPlainTextAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PSObjectUnwrapper.Unwrapped(inputData) switch
        {
            SecureString secret => secret,
            PSCredential credential => credential.Password,
            _ => throw new ArgumentTransformationMetadataException(
                "A key is not taken as plain text, which stays in the history and in logs. Use -ApiKey (Read-Host -AsSecureString), -SecretName, or $env:UGCLAB_API_KEY."),
        };
}

/// <summary>Takes a missing property for a blank: scripts pass <c>-Tier $row.Tier</c> whether the row has one or not.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MissingIsBlankAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData ?? "";
}

/// <summary>Takes <c>$true</c>, and the words that sheets have for it, for <c>true</c>; what is missing is blank.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class YesOrNoAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        string text = TypedText.Of(inputData)?.Trim() ?? "";
        return text.ToUpperInvariant() switch
        {
            "YES" or "1" => "true",
            "NO" or "0" => "false",
            _ => text,
        };
    }
}

/// <summary>Takes text alone for a prompt. The engine would turn a row into text, and that text would be paid for.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PromptTextAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PSObjectUnwrapper.Unwrapped(inputData) is null or string ? inputData
            : throw new ArgumentTransformationMetadataException("A prompt is text. A row goes through the pipeline, or to -InputObject.");
}

/// <summary>Takes text alone from the pipeline. The engine would turn any row into text, and never look at its columns.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TextAloneAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? data = PSObjectUnwrapper.Unwrapped(inputData);
        if (data is null or string
            || (data is IEnumerable list && list.Cast<object?>().All(item => PSObjectUnwrapper.Unwrapped(item) is null or string)))
        {
            return inputData;
        }

        // A failed cast is what makes the engine try the object's properties instead.
        const string Refused = "A name is text.";
        throw new ArgumentTransformationMetadataException(Refused, new PSInvalidCastException(Refused));
    }
}
