namespace UgcLab.HelpMaker;

/// <summary>Types as PowerShell writes them in a syntax line.</summary>
internal static class TypeNames
{
    public static string Short(Type type)
    {
        if (type.IsArray)
        {
            return $"{Short(type.GetElementType()!)}[]";
        }

        // The engine too shows what is inside a nullable: whether a parameter may be left out is said elsewhere.
        if (type.IsGenericType)
        {
            string[] arguments = [.. type.GetGenericArguments().Select(Short)];
            string name = type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
            return name == nameof(Nullable<int>) ? arguments[0] : $"{name}[{string.Join(",", arguments)}]";
        }

        return type.FullName switch
        {
            "System.String" => "string",
            "System.Int32" => "int",
            "System.Int64" => "long",
            "System.Double" => "double",
            "System.Decimal" => "decimal",
            "System.Boolean" => "bool",
            "System.Object" => "object",
            "System.Collections.Hashtable" => "hashtable",
            "System.DateTime" => "datetime",
            "System.TimeSpan" => "timespan",
            "System.Security.SecureString" => "securestring",
            "System.Uri" => "uri",
            "System.Management.Automation.SwitchParameter" => "switch",
            "System.Management.Automation.ScriptBlock" => "scriptblock",
            _ => type.Name,
        };
    }

    public static string Full(Type type)
    {
        if (type.IsArray)
        {
            return $"{Full(type.GetElementType()!)}[]";
        }

        return type.IsGenericType || type.FullName is null ? Short(type) : type.FullName;
    }
}
