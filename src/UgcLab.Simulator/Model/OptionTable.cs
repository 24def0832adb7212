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

    /// <summary>Sets the properties of <paramref name="options"/>, which must be fresh, and returns it.</summary>
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
