namespace UgcLab.HelpMaker;

/// <summary>One paragraph, as Get-Help shows it and as a page shows it.</summary>
internal sealed record Prose(string Plain, string Markdown)
{
    public static Prose Of(string text) => new(text, text);
}

/// <summary>Everything that is said of one cmdlet, whatever it is then written as.</summary>
internal sealed record CmdletHelp(string Verb, string Noun)
{
    public string Name => $"{Verb}-{Noun}";

    public required IReadOnlyList<Prose> Synopsis { get; init; }

    public required IReadOnlyList<Prose> Description { get; init; }

    public required IReadOnlyList<ParameterHelp> Parameters { get; init; }

    public required IReadOnlyList<ExampleHelp> Examples { get; init; }

    public required IReadOnlyList<TypeHelp> Inputs { get; init; }

    public required IReadOnlyList<TypeHelp> Outputs { get; init; }

    public required IReadOnlyList<LinkHelp> Links { get; init; }

    public string? DefaultSet { get; init; }

    /// <summary>The default set, then the others as the parameters name them; one without a name when they name none.</summary>
    public IReadOnlyList<string> Sets
    {
        get
        {
            List<string> named = [.. Parameters.SelectMany(p => p.Bindings.Keys).Where(set => set != ParameterHelp.EverySet).Distinct()];
            return named.Count == 0 ? [ParameterHelp.EverySet] : [.. named.OrderByDescending(set => set == DefaultSet)];
        }
    }

    /// <summary>The parameters of a set in the order of the engine's own syntax line: by position, then what is required, then the rest.</summary>
    public IEnumerable<(ParameterHelp Parameter, Binding Binding)> Syntax(string set) =>
        from parameter in Parameters
        let binding = parameter.BindingIn(set)
        where binding is not null
        orderby binding.Position ?? int.MaxValue, binding.Required ? 0 : 1
        select (parameter, binding);
}

/// <summary>How a parameter binds in one parameter set.</summary>
internal sealed record Binding(bool Required, int? Position, bool ByValue, bool ByPropertyName)
{
    public string Pipeline => (ByValue, ByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    public string Place => Position is int position ? position.ToString(System.Globalization.CultureInfo.InvariantCulture) : "named";
}

internal sealed record ParameterHelp(string Name, string TypeName, string FullTypeName)
{
    public const string EverySet = "__AllParameterSets";

    public required IReadOnlyList<Prose> Description { get; init; }

    public required IReadOnlyDictionary<string, Binding> Bindings { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];

    public IReadOnlyList<string> Values { get; init; } = [];

    public string? Range { get; init; }

    public string? Default { get; init; }

    public bool Wildcards { get; init; }

    public bool IsSwitch => TypeName == "switch";

    /// <summary>What the validation attributes say, in words: readers of the help do not see the attributes.</summary>
    public Prose? Limits => (Values, Range) switch
    {
        ([], null) => null,
        ([], string range) => Prose.Of(range),
        ([string only], _) => new($"Value: {only}.", $"Value: `{only}`."),
        _ => new($"Values: {string.Join(", ", Values)}.", $"Values: {string.Join(", ", Values.Select(value => $"`{value}`"))}."),
    };

    /// <summary>The one binding that stands for all in the parameter's own entry: the most demanding.</summary>
    public Binding Main => Bindings.Values.OrderByDescending(binding => binding.Required).First();

    public Binding? BindingIn(string set) =>
        Bindings.TryGetValue(set, out Binding? own) || Bindings.TryGetValue(EverySet, out own) ? own : null;
}

internal sealed record ExampleHelp(string? Title, string Code, IReadOnlyList<Prose> Remarks);

internal sealed record TypeHelp(string Name, IReadOnlyList<Prose> Description);

internal sealed record LinkHelp(string Text, string? Address);
