namespace UgcLab.PowerShell.Binding;

/// <summary>Names the class whose parameters a cmdlet has besides its own, for the help to show.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DynamicParametersAttribute(Type type) : Attribute
{
    /// <summary>The class.</summary>
    public Type Type { get; } = type;
}
