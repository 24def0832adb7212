using System.Collections;

namespace UgcLab.PowerShell.Binding;

/// <summary>A cmdlet that accepts rows of one kind of creation, and parameters that apply to all of them.</summary>
public abstract class RowsCmdlet : UgcCmdlet, IDynamicParameters
{
    // More would only be the same for other values.
    private const int MostNotes = 256;

    private readonly HashSet<string> _notes = [];

    /// <summary>The id of the project for the creation. Get-UgcProject lists projects.</summary>
    /// <value>The session's</value>
    [Parameter]
    [Alias("Project")]
    [ArgumentCompleter(typeof(ProjectIdCompleter))]
    public string? ProjectId { get; set; }

    /// <summary>The number of variants, each of which is charged: 1 to 8; with actors, per actor.</summary>
    /// <value>1</value>
    [Parameter]
    [Alias("Count")]
    [ValidValues("1", "2", "3", "4", "5", "6", "7", "8", "")]
    [ArgumentCompleter(typeof(ValidValueCompleter))]
    public string? Variants { get; set; }

    /// <summary>Your own label. It is kept on the job and in the local history and used in file names, and isn't sent.</summary>
    [Parameter]
    [Alias("Id", "Sku")]
    public string? Reference { get; set; }

    /// <summary>Additional members for the request, sent as they are: features of the service that are newer than this version.</summary>
    [Parameter]
    public Hashtable? AdditionalProperty { get; set; }

    /// <summary>Sends values that this version doesn't know, such as a new model. What can't be sent at all is still refused.</summary>
    [Parameter]
    public SwitchParameter SkipValidation { get; set; }

    /// <summary>Maps fields to columns: @{ Prompt = 'Ad text'; Duration = 'Länge' }. The other fields are still matched by name.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ColumnCompleter))]
    public IDictionary? Column { get; set; }

    /// <summary>
    /// A template with columns of the row in braces, which makes the prompt, or the script if an actor speaks: 'A {Color} {Product} on a
    /// table'. Double a brace to use it as text. A row in which one of these columns is blank is not sent.
    /// </summary>
    [Parameter]
    public string? PromptTemplate { get; set; }

    private protected abstract CreationDescriptor Creation { get; }

    private protected virtual string? TypedModel => null;

    // The row to which errors refer.
    private protected DraftRow? InHand { get; private set; }

    // After BeginRows.
    internal RowBinder? InputRows { get; private set; }

    private protected override string? Subject => InHand?.Subject;

    private protected override object? Target => InHand is { IsSecret: true } ? InHand.Name : InHand?.Source;

    /// <summary>The settings of the kind, with the values of the model that -Model specifies.</summary>
    public object? GetDynamicParameters() => CreationSettings.Of(Creation.Kind, TypedModel);

    // After BeginRows, this may be called on any thread, for one input at a time. A SheetRow is read without the PowerShell engine, but the
    // properties of an object may need the engine's thread.
    internal DraftRow ReadInput(object? input) => WithNotes((InputRows ?? Binder()).Read(input));

    // The same on the pipeline's thread, for a cmdlet that accepts one input at a time. Later errors refer to this row.
    private protected DraftRow ValidateInput(object? input)
    {
        InHand = null;
        RowBinder binder = Binder();
        InHand = WithNotes(input is null && !MyInvocation.ExpectingInput ? binder.ReadTyped() : binder.Read(input));
        Notices.ShowUnread();
        return InHand;
    }

    // Says once for each value that it was read as another.
    private DraftRow WithNotes(DraftRow row)
    {
        foreach (string note in row.Check.Notes.Where(note => _notes.Count < MostNotes && _notes.Add(note)))
        {
            Notices.Report(new UgcNotice(UgcNoticeKind.Detail, note));
        }

        return row;
    }

    // Called on the pipeline's thread, before the first row.
    private protected void BeginRows() => Binder().Begin();

    private protected void WarnOfEqualRows() => WriteWarnings(InputRows?.EqualRows);

    // The session's defaults are read here because the session belongs to the runspace, and other threads have none.
    private RowBinder Binder()
    {
        UgcSession? session = OpenSession;
        InputRows ??= new RowBinder(Creation, Typed(), SkipValidation, Map(), Template(), Notices.Warn);
        InputRows.HasSession = session is not null;
        InputRows.Defaults = new CreationDraft
        {
            ProjectId = session?.ProjectId,
            Model = Creation.Kind is UgcKind.Video ? session?.Model : null,
        };
        return InputRows;
    }

    // Only the input changes from row to row; the parameters apply to all rows.
    private CreationDraft Typed()
    {
        if (Enum.GetValues<CreationField>().Where(field => Given(field) is not null && !Creation.Has(field)).Cast<CreationField?>()
            .FirstOrDefault() is CreationField stranger)
        {
            throw Invalid.Argument($"-{stranger} isn't a setting of {Creation}"
                + $"{(stranger is CreationField.Prompt ? $", whose text is -{Creation.TextField}" : "")}.",
                $"Valid settings: {string.Join(", ", Creation.Fields.Where(field => field is not CreationField.RowId))}.");
        }

        return CreationDraft.Of(Given) with { AdditionalProperties = PSValues.Members(AdditionalProperty) };
    }

    private ColumnMap? Map()
    {
        KeyValuePair<string, string?>[] pairs = [.. PSValues.Members(Column).Select(pair => KeyValuePair.Create(pair.Key,
            pair.Value is IEnumerable and not string
                ? throw Invalid.Argument($"-Column: {pair.Key} has a list where the name of one column is expected.")
                : PSValues.Text(pair.Value)))];
        return pairs.Length == 0 ? null : ColumnMap.Of(Creation, pairs);
    }

    private PromptTemplate? Template() => string.IsNullOrWhiteSpace(PromptTemplate) ? null
        : Given(Creation.TextField) is null ? Rows.PromptTemplate.Parse(PromptTemplate)
        : throw Invalid.Argument(
            $"-{Creation.TextField} and -PromptTemplate are two texts for one {Creation.Noun}. Leave one of them out.");

    // Found by parameter name, including the dynamic parameters.
    private protected string? Given(CreationField field) =>
        MyInvocation.BoundParameters.TryGetValue(field.ToString(), out object? value) && PSValues.Text(value) is string text
            && !string.IsNullOrWhiteSpace(text) ? text : null;
}
