using System.Collections.ObjectModel;

namespace UgcLab.PowerShell.Binding;

// Applies the parameters to each row and validates it. It isn't bound to a thread, but reads one row at a time. Of the rows that it has
// read, it keeps only hashes, numbers, and row ids.
internal sealed class RowBinder(
    CreationDescriptor kind, CreationDraft typed, bool skipValidation, ColumnMap? map, PromptTemplate? template, Action<string> warn)
{
    private readonly RowReader _rows = new(kind, map, template, skipValidation, NeedsText(kind, typed), warn);
    private readonly HashSet<CreationField> _overridden = [];
    private readonly Dictionary<(int, int, int), int> _seen = [];
    private readonly RowIds _ids = new();
    private int _equal;

    public bool HasSession { get; set; }

    // The session's defaults, for rows that don't specify a value.
    public CreationDraft Defaults { get; set; } = new();

    // The first row that is equal to an earlier one, in a sentence; null when there is none.
    public string? FirstEqual { get; private set; }

    public string? EqualRows => _equal == 0 ? null
        : $"{Format.Count(_equal, "row")} {(_equal == 1 ? "is" : "are")} equal to an earlier row. "
            + $"{FirstEqual} Each of these rows creates {kind.AnyNoun} of its own.";

    // Starts again at the first row. Warnings aren't repeated.
    public void Begin()
    {
        _rows.Begin();
        _seen.Clear();
        _ids.Clear();
        (FirstEqual, _equal) = (null, 0);
    }

    public DraftRow Read(object? input) => Validate(_rows.Read(input));

    // The creation that the parameters specify, if there is no row.
    public DraftRow ReadTyped() => template is null
        ? Validate(new DraftRow(new CreationDraft()))
        : throw Invalid.Argument("-PromptTemplate is filled from the columns of a row, and there is no row.");

    private DraftRow Validate(DraftRow row)
    {
        if (row.IsRepeated)
        {
            return row;
        }

        List<UgcFault> faults = [.. row.Faults];
        if (typed[kind.TextField] is not null && row.Draft[kind.TextField] is not null)
        {
            faults.Add(new UgcFault(
                "PromptTwice", kind.TextField.ToString(), null, $"{kind.TextField}: the row has one of its own and another was typed.",
                "Leave one of them out."));
        }

        if (row is { RowId: string rowId, Number: int number } && _ids.Add(rowId, number) is UgcFault twice)
        {
            faults.Add(twice);
        }

        row = row with { Draft = WithDefaults(row.Draft) };

        // A row that can't be read has no settings to validate, so its read error is the only one.
        if (row.Faults.Any(fault => fault.Code is "RowUnreadable" or "CsvColumnCount"))
        {
            return row with { Check = row.Check with { Faults = faults } };
        }

        CreationCheck check = kind.Check(row.Draft, skipValidation);
        if ((row.Draft.Model ?? row.Draft.WorkflowType) is string model && ModelCatalog.Find(model, kind.Kind)?.Notice is string notice)
        {
            check = check with { Warnings = [notice, .. check.Warnings] };
        }

        // A prompt that the template couldn't make isn't reported as missing, and neither is a value that couldn't be read.
        bool isUnmade = template is not null && row.Faults.Count > 0;
        faults.AddRange(check.Faults.Where(fault => fault.Code != $"{fault.Field}Missing"
            || !((isUnmade && fault.Field == kind.TextField.ToString())
                || row.Faults.Any(before => string.Equals(before.Field, fault.Field, StringComparison.OrdinalIgnoreCase))))
            .Select(WithAdvice));
        CreationRequest? request = faults.Count == 0 ? check.Request : null;
        row = request is null ? row : Compared(row);
        IReadOnlyList<string> warnings = [.. check.Warnings, .. TextWarnings(row)];
        bool isSecret = faults.Any(fault => fault.Code.StartsWith("Secret", StringComparison.Ordinal));
        return row with { IsSecret = isSecret, Check = check with { Request = request, Faults = faults, Warnings = warnings } };
    }

    // Whether rows must have a text of their own: not if it is typed, and not if the kind can do without.
    private static bool NeedsText(CreationDescriptor kind, CreationDraft typed) =>
        kind.Check(typed).Faults.Any(fault => fault.Code == $"{kind.TextField}Missing");

    private CreationDraft WithDefaults(CreationDraft row)
    {
        // A parameter overrides the row. A warning about the unused column is shown once.
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

    // Two equal rows are two purchases, but sometimes a mistake. A RowId says that they are two.
    private DraftRow Compared(DraftRow row)
    {
        if (row.Number is not int number || row.RowId is not null)
        {
            return row;
        }

        // Hashes instead of prompts, to save memory with a million rows. A collision only causes an unnecessary warning.
        HashCode settings = new();
        foreach (CreationField field in kind.Fields)
        {
            if (field is not (CreationField.Reference or CreationField.RowId) && field != kind.TextField)
            {
                settings.Add(row.Draft[field]?.GetHashCode(StringComparison.OrdinalIgnoreCase));
            }
        }

        string text = CellText.Normalize(row.Draft[kind.TextField] ?? "");
        (int, int, int) key = (text.GetHashCode(StringComparison.Ordinal), settings.ToHashCode(), text.Length);
        if (_seen.TryAdd(key, number))
        {
            return row;
        }

        FirstEqual ??= $"{row.Name} asks for the same {kind.Noun} as row {_seen[key]}.";
        _equal++;
        return row with { EqualTo = _seen[key] };
    }

    // What was probably not meant as a text: a name that nothing fills in, or a formula.
    private IEnumerable<string> TextWarnings(DraftRow row)
    {
        foreach (CreationField field in new[] { kind.TextField, CreationField.Actions, CreationField.Reference, CreationField.RowId })
        {
            string? text = field is CreationField.RowId ? row.RowId : row.Draft[field];
            if (text is not null && TextDamage.IsFormula(text))
            {
                yield return $"{field} '{Redaction.Show(text)}' looks like a formula of a spreadsheet, and is used as it is.";
            }

            if (text is not null && field is (CreationField.Reference or CreationField.RowId) && TextDamage.IsShortenedNumber(text))
            {
                yield return $"{field} '{text}' looks like a long number that a spreadsheet has shortened. Format the column as text, "
                    + "and enter the numbers again.";
            }

            if (text is not null && (template is null || field != kind.TextField) && TextDamage.UnfilledName(text) is string name)
            {
                yield return $"{field} holds {Redaction.Show(name)}, and is used as it is. To fill in columns, specify -PromptTemplate.";
            }
        }
    }

    private UgcFault WithAdvice(UgcFault fault) => fault.Code switch
    {
        "ProjectIdMissing" or "ModelMissing" when !HasSession => fault with
        {
            Hint = $"No session is open in this runspace that could have a default. Run Connect-UgcLab first, or specify -{fault.Field}.",
        },
        "ProjectIdMissing" => fault with
        {
            Hint = "Give the row one, or -ProjectId, or one for the session: Connect-UgcLab -ProjectId. Get-UgcProject lists them.",
        },
        "ProjectIdInvalid" => fault with { Hint = "Get-UgcProject lists ids beside names." },
        "ModelMissing" => fault with { Hint = "Give the row one, or -Model. Get-UgcModel lists them." },
        _ => fault,
    };
}

/// <summary>An input that was read as a draft of a creation: its row number, its values, and what their validation found.</summary>
internal sealed record DraftRow(CreationDraft Draft)
{
    public int? Number { get; init; }

    public object? Source { get; init; }

    public IReadOnlyDictionary<string, string> Cells { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    public IReadOnlyList<UgcFault> Faults { get; init; } = [];

    public CreationCheck Check { get; init; } = new(null, [], [], []);

    /// <summary>The row's RowId, trimmed; null if it has none. It is never sent.</summary>
    public string? RowId { get; init; }

    /// <summary>Whether it is another line of a row of a sheet of results that was read already. There is nothing to do with it.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>The number of an earlier row that creates the same.</summary>
    public int? EqualTo { get; init; }

    // Whether an error is about a secret in the row. An error record is shown and logged with its target, so such a row must not be the
    // target.
    public bool IsSecret { get; init; }

    public UgcLabException Refusal => new(UgcLabErrorKind.RowInvalid, Check.Faults is [UgcFault only] ? $"{Name}: {only}"
        : $"{Name} has {Check.Faults.Count} errors: {string.Join(" ", Check.Faults.Select((fault, index) => $"({index + 1}) {fault}"))}")
    { Faults = Check.Faults };

    // What the row creates. The jobs carry the row as it came in, or its cells.
    public PurchaseRequest ToPurchase(CreationRequest request, object? inputRow) => new(request)
    {
        Reference = Draft.Reference,
        RowId = RowId,
        RowNumber = Number,
        InputRow = inputRow,
        Cells = Cells,
    };

    public int? Line => Source is SheetRow row ? row.LineNumber : null;

    public string Name => (Number, Line) switch
    {
        (int number, int line) => $"Row {number} (line {line})",
        (int number, null) => $"Row {number}",
        _ => "This request",
    };

    /// <summary>The name of the row in errors that are not about its cells.</summary>
    public string Subject => Draft.Reference is null ? Name : $"{Name}, {Draft.Reference}";
}
