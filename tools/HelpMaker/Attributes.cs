using System.Reflection;

namespace UgcLab.HelpMaker;

/// <summary>Attributes as metadata: nothing of the module is run to describe it.</summary>
internal static class Attributes
{
    private const string Engine = "System.Management.Automation.";

    /// <summary>The engine's attributes of that name.</summary>
    public static IEnumerable<CustomAttributeData> All(this MemberInfo member, string name) =>
        member.CustomAttributes.Where(data => data.AttributeType.FullName == $"{Engine}{name}Attribute");

    public static CustomAttributeData? One(this MemberInfo member, string name) => member.All(name).FirstOrDefault();

    /// <summary>A named argument, or the default that the attribute itself has.</summary>
    public static T Named<T>(this CustomAttributeData data, string name, T otherwise)
    {
        foreach (CustomAttributeNamedArgument argument in data.NamedArguments)
        {
            if (argument.MemberName == name && argument.TypedValue.Value is T value)
            {
                return value;
            }
        }

        return otherwise;
    }

    /// <summary>The arguments of a constructor, an array of params among them laid flat.</summary>
    public static IEnumerable<object?> Arguments(this CustomAttributeData data) => data.ConstructorArguments.SelectMany(argument =>
        argument.Value is IEnumerable<CustomAttributeTypedArgument> several ? several.Select(one => one.Value) : [argument.Value]);

    /// <summary>The classes named by our own DynamicParameters attribute, on the cmdlet or on what it derives from.</summary>
    public static IReadOnlyList<Type> DynamicParameters(Type? cmdlet)
    {
        for (; cmdlet is not null; cmdlet = cmdlet.BaseType)
        {
            if (cmdlet.CustomAttributes.FirstOrDefault(one => one.AttributeType.Name == "DynamicParametersAttribute") is CustomAttributeData data)
            {
                return [.. data.Arguments().OfType<Type>()];
            }
        }

        return [];
    }

    /// <summary>The values that a parameter allows.</summary>
    public static IEnumerable<string> ValidValues(this MemberInfo member) =>
        member.CustomAttributes.FirstOrDefault(one => one.AttributeType.Name == "ValidValuesAttribute")?.Arguments().OfType<string>() ?? [];
}
