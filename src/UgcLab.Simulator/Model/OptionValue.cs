using System.Collections;

namespace UgcLab.Simulator;

// A value from a hashtable. A value other than a table or a list is read from its text, so that PowerShell's wrappers of numbers,
// switches, and strings don't matter.
internal sealed record OptionValue(string Name, object? Value)
{
    public string Text()
    {
        string? written = Value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : Value?.ToString();
        string text = written ?? "";
        return text.Length > 0 ? text : throw Refused("it has no value.");
    }

    public double Number() =>
        double.TryParse(Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw Refused("a number was expected.");

    public decimal Money() =>
        decimal.TryParse(Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal amount) && amount >= 0
            ? amount
            : throw Refused("a number, 0 or more, was expected.");

    public int Whole() =>
        decimal.TryParse(Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
        && number == decimal.Truncate(number) && number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : throw Refused("a whole number was expected.");

    public bool Boolean() => bool.TryParse(Text(), out bool value) ? value : throw Refused("$true or $false was expected.");

    /// <summary>Seconds, or <c>hh:mm:ss</c>. A bare number is never left to TimeSpan, which would take it for days.</summary>
    public TimeSpan Time()
    {
        string text = Text();
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time)
            ? time
            : throw Refused("seconds or hh:mm:ss were expected.");
    }

    public Uri Address() => Uri.TryCreate(Text(), UriKind.Absolute, out Uri? address) ? address : throw Refused("an address was expected.");

    public object Choice(Type type)
    {
        string text = Text();
        string[] names = Enum.GetNames(type);
        return names.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found ? Enum.Parse(type, found)
            : throw Refused(Nearest.Of(text, names) is { } near ? $"did you mean '{near}'?" : $"known are {string.Join(", ", names)}.");
    }

    public IDictionary Table() => Value as IDictionary ?? throw Refused("a hashtable was expected.");

    public IReadOnlyList<IDictionary> Tables() => [.. Items().Select(item => new OptionValue(Name, item).Table())];

    public IReadOnlyList<string> Texts() => [.. Items().Select(item => new OptionValue(Name, item).Text())];

    // A list of one is written without @( ) more often than not.
    private List<object?> Items() => Value is IEnumerable list and not string and not IDictionary ? [.. list.Cast<object?>()] : [Value];

    private UgcLabException Refused(string why) => Require.Refused(Name, Value, why);
}
