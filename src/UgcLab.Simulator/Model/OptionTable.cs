using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace UgcLab.Simulator;

/// <summary>Reads a table into a record of options. The keys are the names of the record's properties, in any case.</summary>
internal static class OptionTable
{
    // A value other than a table or a list is read from its text, so that PowerShell's wrappers of numbers, switches, and strings
    // don't matter.
    private static readonly Dictionary<Type, (Func<string, object?> Read, string Expected)> Readers = new()
    {
        [typeof(double)] = (text => Number(text) is { } number && double.IsFinite(number) ? number : null, "a number was expected."),
        [typeof(decimal)] = (text => Amount(text) is >= 0 and { } amount ? amount : null, "a number, 0 or more, was expected."),
        [typeof(int)] = (text => Amount(text) is { } number and >= int.MinValue and <= int.MaxValue && number == decimal.Truncate(number)
            ? (int)number : null, "a whole number was expected."),
        [typeof(bool)] = (text => bool.TryParse(text, out bool value) ? value : null, "$true or $false was expected."),
        [typeof(string)] = (text => text, ""),
        [typeof(TimeSpan)] = (text => Time(text), "seconds or hh:mm:ss were expected."),
        [typeof(Uri)] = (text => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) ? address : null, "an address was expected."),
    };

    public static T Read<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        IDictionary table, T options, string owner, Func<string, string> optionName)
        where T : class
    {
        PropertyInfo[] properties = typeof(T).GetProperties();
        foreach (DictionaryEntry entry in table)
        {
            string name = Known(entry.Key, properties.Select(property => property.Name), owner);
            PropertyInfo property = properties.First(property => property.Name == name);
            object read = Value(property.PropertyType, optionName(name), entry.Value);
            property.SetValue(options, read, BindingFlags.DoNotWrapExceptions, null, null, null);
        }

        return options;
    }

    private static object Value(Type type, string name, object? value)
    {
        if (type == typeof(IReadOnlyDictionary<string, decimal>))
        {
            return Prices(Table(name, value));
        }

        if (type == typeof(IReadOnlyList<SimulatorFault>))
        {
            return Items(value).Select(item => Fault(Table(name, item))).ToList();
        }

        if (type == typeof(IReadOnlyList<string>))
        {
            return Items(value).Select(item => (string)Value(typeof(string), name, item)).ToList();
        }

        string text = Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } given ? given
            : throw Require.Refused(name, value, "it has no value.");
        if (type.IsEnum)
        {
            string[] names = Enum.GetNames(type);
            string hint = Nearest.Of(text, names) is { } near ? $"did you mean '{near}'?" : $"valid values: {string.Join(", ", names)}.";
            return names.FirstOrDefault(each => each.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found
                ? Enum.Parse(type, found)
                : throw Require.Refused(name, value, hint);
        }

        (Func<string, object?> read, string expected) = Readers[Nullable.GetUnderlyingType(type) ?? type];
        return read(text) ?? throw Require.Refused(name, value, expected);
    }

    private static Dictionary<string, decimal> Prices(IDictionary table)
    {
        Dictionary<string, decimal> prices = [];
        foreach (DictionaryEntry entry in table)
        {
            string key = Known(entry.Key, PriceList.Prices.Keys, "Simulator option Prices has");
            prices[key] = (decimal)Value(typeof(decimal), $"Prices '{key}'", entry.Value);
        }

        return prices;
    }

    private static SimulatorFault Fault(IDictionary table)
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

    private static IDictionary Table(string name, object? value) =>
        value as IDictionary ?? throw Require.Refused(name, value, "a hashtable was expected.");

    // A list of one is written without @( ) more often than not.
    private static IEnumerable<object?> Items(object? value) =>
        value is IEnumerable list and not string and not IDictionary ? list.Cast<object?>() : [value];

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    private static decimal? Amount(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal amount) ? amount : null;

    // Seconds, or hh:mm:ss. A bare number is never left to TimeSpan, which would take it for days.
    private static TimeSpan? Time(string text) =>
        Number(text) is { } seconds && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds)
        : text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) ? time
        : null;
}
