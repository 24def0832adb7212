namespace UgcLab.PowerShell.Binding;

/// <summary>
/// Lays what was typed over each row, and has the rules judge it. It belongs to no thread, but reads one row at a time;
/// of the rows it has read it keeps hashes, numbers and identities.
/// </summary>
internal sealed class RowBinder(CreationKind kind, CreationDraft typed, bool skipValidation, ColumnMap? map, PromptTemplate? template)
{
    private readonly RowReader _rows = new(kind, map, template, skipValidation);
    private readonly HashSet<CreationField> _overridden = [];
    private readonly Dictionary<(int, int, int), int> _seen = [];
    private readonly RowIds _ids = new();

    // What the session gives to rows that do not say.
    public CreationDraft Defaults { get; set; } = new();

    // Begins at the first row again. What was told once is not told again.
    public void Begin()
    {
        _rows.Begin();
        _seen.Clear();
        _ids.Clear();
    }

    public (DraftRow Row, CreationCheck Check) Read(object? input, Action<string> warn) => Judge(_rows.Read(input, warn), warn);

    // What was typed, where there is no row.
    public (DraftRow Row, CreationCheck Check) ReadTyped(Action<string> warn) => template is null
        ? Judge(new DraftRow(new CreationDraft()), warn)
        : throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, "-PromptTemplate is filled from the columns of a row, and there is no row.");

    private (DraftRow Row, CreationCheck Check) Judge(DraftRow row, Action<string> warn)
    {
        List<UgcFault> faults = [.. row.Faults];
        if (typed[kind.TextField] is not null && row.Draft[kind.TextField] is not null)
        {
            faults.Add(new UgcFault("PromptTwice", kind.TextField.ToString(), null, $"{kind.TextField}: the row has one of its own and another was typed.", "Leave one of them out."));
        }

        if (row is { RowId: string rowId, Number: int number } && _ids.Take(rowId, number) is UgcFault twice)
        {
            faults.Add(twice);
        }

        row = row with { Draft = Laid(row.Draft, warn) };

        // A row that cannot be read has no settings to judge: its one fault is the news.
        if (row.Faults.Any(fault => fault.Code is "RowUnreadable" or "CsvColumnCount"))
        {
            return (row, new CreationCheck(null, faults, []));
        }

        CreationCheck check = kind.Check(row.Draft, skipValidation);
        if ((row.Draft.Model ?? row.Draft.WorkflowType) is string model && Catalogue.Find(model, kind.Kind)?.Notice is string notice)
        {
            check = check with { Warnings = [notice, .. check.Warnings] };
        }

        // A prompt that could not be made is not missing, nor is what could not be read.
        bool isUnmade = template is not null && row.Faults.Count > 0;
        faults.AddRange(check.Faults.Where(fault => fault.Code != $"{fault.Field}Missing"
            || !((isUnmade && fault.Field == kind.TextField.ToString()) || row.Faults.Any(before => string.Equals(before.Field, fault.Field, StringComparison.OrdinalIgnoreCase)))).Select(WithWayOut));
        CreationRequest? request = faults.Count == 0 ? check.Request : null;
        IReadOnlyList<string> warnings = request is not null && Twin(row) is string twin ? [.. check.Warnings, twin] : check.Warnings;
        bool isSecret = faults.Any(fault => fault.Code.StartsWith("Secret", StringComparison.Ordinal));
        return (row with { IsSecret = isSecret }, check with { Request = request, Faults = faults, Warnings = warnings });
    }

    private CreationDraft Laid(CreationDraft row, Action<string> warn)
    {
        // What is typed wins over the row; that a column is passed over by it is told once.
        foreach (CreationField field in kind.Fields)
        {
            if (field != kind.TextField && IsOverridden(typed[field], row[field]) && _overridden.Add(field))
            {
                warn($"-{field} was given, so the rows' own {field} is not used.");
            }
        }

        return CreationDraft.Of(field => typed[field] ?? row[field] ?? (field == kind.TextField ? null : Defaults[field])) with
        {
            ImageJob = typed.ImageUrl is null ? row.ImageJob : null,
            ActorWorkflow = typed.ActorId is null ? row.ActorWorkflow : null,
            AdditionalProperties = typed.AdditionalProperties,
        };
    }

    private static bool IsOverridden(string? typed, string? ofRow) =>
        typed is not null && ofRow is not null && !string.Equals(typed, ofRow, StringComparison.OrdinalIgnoreCase);

    // Two equal rows are two orders, and now and then a slip.
    private string? Twin(DraftRow row)
    {
        // Hashes, for a million prompts are a lot to remember; if two should ever meet, the price is one needless warning.
        HashCode settings = new();
        foreach (CreationField field in kind.Fields)
        {
            if (field is not (CreationField.Reference or CreationField.RowId))
            {
                settings.Add(row.Draft[field]?.GetHashCode(StringComparison.OrdinalIgnoreCase));
            }
        }

        string text = row.Draft[kind.TextField] ?? "";
        (int, int, int) key = (text.GetHashCode(StringComparison.Ordinal), settings.ToHashCode(), text.Length);
        return row.Number is not int number || _seen.TryAdd(key, number) ? null : $"{row.Name} asks for the same {kind.Noun} as row {_seen[key]}. Equal rows are bought as often as they stand there.";
    }

    private static UgcFault WithWayOut(UgcFault fault) => fault.Code switch
    {
        "ProjectIdMissing" => fault with { Hint = "Give the row one, or -ProjectId, or one for the session: Connect-UgcLab -ProjectId. Get-UgcProject lists them." },
        "ProjectIdInvalid" => fault with { Hint = "Get-UgcProject lists ids beside names." },
        "ModelMissing" => fault with { Hint = "Give the row one, or -Model. Get-UgcModel lists them." },
        _ => fault,
    };
}
