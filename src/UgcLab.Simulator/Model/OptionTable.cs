using System.Collections;
using System.Reflection;

namespace UgcLab.Simulator;

/// <summary>Reads a table into a record of options. The keys are the names of the record's properties, in any case.</summary>
internal static class OptionTable
{
    private static readonly Dictionary<Type, Func<OptionValue, object>> Readers = new()
    {
        [typeof(double)] = value => value.Number(),
        [typeof(decimal)] = value => value.Money(),
        [typeof(int)] = value => value.Whole(),
        [typeof(int?)] = value => value.Whole(),
        [typeof(bool)] = value => value.Boolean(),
        [typeof(string)] = value => value.Text(),
        [typeof(TimeSpan)] = value => value.Time(),
        [typeof(Uri)] = value => value.Address(),
        [typeof(IReadOnlyList<string>)] = value => value.Texts(),
        [typeof(IReadOnlyList<SimulatorFault>)] = value => value.Tables().Select(FaultOf).ToList(),
        [typeof(IReadOnlyDictionary<string, decimal>)] = PricesOf,
    };

    public static T Read<T>(IDictionary table, T options, string owner, Func<string, string> optionName)
        where T : class
    {
        PropertyInfo[] properties = typeof(T).GetProperties();
        foreach (DictionaryEntry entry in table)
        {
            string name = Known(entry.Key, properties.Select(property => property.Name), owner);
            PropertyInfo property = properties.First(property => property.Name == name);
            OptionValue value = new(optionName(name), entry.Value);
            Type type = property.PropertyType;
            object read = type.IsEnum ? value.Choice(type) : Readers[type](value);
            property.SetValue(options, read, BindingFlags.DoNotWrapExceptions, null, null, null);
        }

        return options;
    }

    private static Dictionary<string, decimal> PricesOf(OptionValue value)
    {
        Dictionary<string, decimal> prices = [];
        foreach (DictionaryEntry entry in value.Table())
        {
            string key = Known(entry.Key, PriceList.Prices.Keys, "Simulator option Prices has");
            prices[key] = new OptionValue($"Prices '{key}'", entry.Value).Money();
        }

        return prices;
    }

    private static SimulatorFault FaultOf(IDictionary table)
    {
        SimulatorFault fault = Read(table, new SimulatorFault { Kind = default }, "An entry of Faults has", name => $"Faults '{name}'");
        return table.Keys.Cast<object>().Any(key => "Kind".Equals($"{key}", StringComparison.OrdinalIgnoreCase))
            ? fault
            : throw Require.Refused("Faults", "a table without Kind", "each entry needs a Kind.");
    }

    private static string Known(object key, IEnumerable<string> names, string owner)
    {
        string text = key.ToString() ?? "";
        return names.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? throw new UgcLabException(
            UgcLabErrorKind.ArgumentInvalid,
            $"{owner} no '{text}'. "
            + (Nearest.Of(text, names) is { } nearest ? $"Did you mean '{nearest}'?" : $"Known: {string.Join(", ", names)}."));
    }
}

// A value from a hashtable. A value other than a table or a list is read from its text, so that PowerShell's wrappers of numbers,
// switches, and strings don't matter.
internal sealed record OptionValue(string Name, object? Value)
{
    public string Text()
    {
        string? text = Convert.ToString(Value, CultureInfo.InvariantCulture);
        return text is { Length: > 0 } ? text : throw Refused("it has no value.");
    }

    public double Number() =>
        double.TryParse(Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number : throw Refused("a number was expected.");

    public decimal Money() =>
        decimal.TryParse(Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal amount) && amount >= 0
            ? amount : throw Refused("a number, 0 or more, was expected.");

    public int Whole() =>
        decimal.TryParse(Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
        && number == decimal.Truncate(number) && number is >= int.MinValue and <= int.MaxValue
            ? (int)number : throw Refused("a whole number was expected.");

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
            ? time : throw Refused("seconds or hh:mm:ss were expected.");
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
