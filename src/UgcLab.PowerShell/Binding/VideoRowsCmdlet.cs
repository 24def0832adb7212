using System.Collections;
using System.Management.Automation;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Binding;

/// <summary>A cmdlet that takes rows of videos, and settings that are typed for all of them.</summary>
public abstract class VideoRowsCmdlet : UgcCmdlet, IDynamicParameters
{
    private IVideoSettings? _settings;
    private RowDesk? _desk;

    /// <summary>The project that the video goes to; Get-UgcProject lists them.</summary>
    /// <value>The session's</value>
    [Parameter]
    [Alias("Project")]
    public string? ProjectId { get; set; }

    /// <summary>The model. There is no default, for what is best and what is offered changes. Blank means not given.</summary>
    /// <value>The session's</value>
    [Parameter]
    [MissingIsBlank]
    [ValidateSet("sora-2-pro", "veo-3.1", "kling-2.6", "")]
    public string? Model { get; set; }

    /// <summary>The quality. sora-2-pro requires it; the other models have none. Blank means not given.</summary>
    [Parameter]
    [Alias("Quality")]
    [MissingIsBlank]
    [ValidateSet("standard", "pro", "")]
    public string? Tier { get; set; }

    /// <summary>A start image: a public https address of a JPEG, PNG or WebP of at most 10 MB. The service fetches it, not this computer.</summary>
    [Parameter]
    [Alias("Image")]
    public string? ImageUrl { get; set; }

    /// <summary>How many takes, each paid for: 1 to 8. Blank means not given.</summary>
    /// <value>1</value>
    [Parameter]
    [Alias("Count")]
    [MissingIsBlank]
    [ValidateSet("1", "2", "3", "4", "5", "6", "7", "8", "")]
    public string? Variants { get; set; }

    /// <summary>Your own label. It stays on the job, in the local record and in file names, and is not sent.</summary>
    [Parameter]
    [Alias("Id", "Sku")]
    public string? Reference { get; set; }

    /// <summary>More members for the request, sent as they are: for what the service offers later than this version.</summary>
    [Parameter]
    public Hashtable? AdditionalProperty { get; set; }

    /// <summary>Sends values that this version does not know, such as a new model in a row. What would make the request impossible is still refused.</summary>
    [Parameter]
    public SwitchParameter SkipValidation { get; set; }

    /// <summary>Which column gives a field, where their names do not say so: @{ Prompt = 'Ad text'; Duration = 'Länge' }. The other fields are found by name as ever.</summary>
    [Parameter]
    public IDictionary? Column { get; set; }

    /// <summary>A text with columns of the row in braces, which makes the prompt: 'A {Color} {Product} on a table'. A brace that is meant as itself is doubled. A row in which one of them is blank is not bought.</summary>
    [Parameter]
    public string? PromptTemplate { get; set; }

    /// <summary>The row that errors concern.</summary>
    private protected VideoRow? InHand { get; private set; }

    /// <summary>The prompt that was typed for all rows; a batch has none.</summary>
    private protected virtual string? TypedPrompt => null;

    private protected override string? Subject => InHand?.Subject;

    /// <inheritdoc/>
    protected override object? Target => InHand is { IsSecret: true } ? InHand.Name : InHand?.Source;

    /// <summary>Duration and AspectRatio, with the values of the model that was typed.</summary>
    public object GetDynamicParameters() => _settings = Model?.Trim().ToUpperInvariant() switch
    {
        "SORA-2-PRO" => new SoraVideoSettings(),
        "VEO-3.1" => new VeoVideoSettings(),
        "KLING-2.6" => new KlingVideoSettings(),
        _ => new AnyVideoSettings(),
    };

    /// <summary>
    /// An input with what was typed laid over it, and what the rules say of it. After <see cref="BeginRows"/> it may be called on any thread, for one input at a time;
    /// a <see cref="SheetRow"/> is read without the engine, and an object's own properties may want its thread.
    /// </summary>
    /// <exception cref="UgcLabException">ColumnSuspicious.</exception>
    internal (VideoRow Row, VideoCheck Check) ReadInput(object? input) =>
        (_desk ?? Desk()).Read(input, text => Notices.Report(new UgcNotice(UgcNoticeKind.Warning, text)));

    /// <summary>Begins at the first row: counts, identities and equal rows anew. What was told once is not told again. On the pipeline's thread.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid: the columns, the template or what is typed beside them cannot be meant.</exception>
    private protected void BeginRows() => Desk().Begin();

    /// <summary>Begins at the first row once more, on any thread.</summary>
    internal void RestartRows() => _desk!.Begin();

    /// <summary>Says which row the next error concerns; null for none. On the pipeline's thread.</summary>
    private protected void TakeInHand(VideoRow? row) => InHand = row;

    /// <summary>A row's faults as one failure that names the row and all of them.</summary>
    internal static UgcLabException Refusal(VideoRow row, VideoCheck check)
    {
        string message = check.Faults is [UgcFault only]
            ? $"{row.Name}: {only}"
            : $"{row.Name} has {check.Faults.Count} faults: {string.Join(" ", check.Faults.Select((fault, index) => $"({index + 1}) {fault}"))}";
        return new UgcLabException(UgcLabErrorKind.RowInvalid, message) { Faults = check.Faults };
    }

    // What the session gives is looked up here, for it is the runspace's, and other threads have none.
    private protected RowDesk Desk()
    {
        UgcSession? session = OpenSession;
        _desk ??= new RowDesk(Typed(), SkipValidation, Map(), Template());
        _desk.Defaults = new VideoDraft { ProjectId = session?.ProjectId, Model = session?.Model };
        return _desk;
    }

    // Only the input changes from row to row; what is typed stands for all of them.
    private VideoDraft Typed() => new()
    {
        Prompt = Given("Prompt", TypedPrompt),
        ProjectId = Given(nameof(ProjectId), ProjectId),
        Model = Given(nameof(Model), Model),
        Duration = Given(nameof(IVideoSettings.Duration), _settings?.Duration),
        AspectRatio = Given(nameof(IVideoSettings.AspectRatio), _settings?.AspectRatio),
        Tier = Given(nameof(Tier), Tier),
        ImageUrl = Given(nameof(ImageUrl), ImageUrl),
        Variants = Given(nameof(Variants), Variants),
        Reference = Given(nameof(Reference), Reference),
        AdditionalProperties = Plain.Members(AdditionalProperty),
    };

    private ColumnMap? Map()
    {
        List<KeyValuePair<string, string?>> pairs = [];
        foreach (DictionaryEntry entry in Column ?? new Hashtable())
        {
            string field = Cells.Text(nameof(Column), () => entry.Key).Text ?? "";
            (string? column, UgcFault? fault) = Cells.Text(field, () => entry.Value);
            pairs.Add(new(field, fault is null ? column : throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"-Column: {field} has a list where the name of one column is expected.")));
        }

        return pairs.Count == 0 ? null : ColumnMap.Of(pairs);
    }

    private PromptTemplate? Template()
    {
        if (Given(nameof(PromptTemplate), PromptTemplate) is not string template)
        {
            return null;
        }

        return Given("Prompt", TypedPrompt) is null
            ? UgcLab.PromptTemplate.Parse(template)
            : throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, "-Prompt and -PromptTemplate are two prompts for one video. Leave one of them out.");
    }

    private string? Given(string name, string? value) => MyInvocation.BoundParameters.ContainsKey(name) && !string.IsNullOrWhiteSpace(value) ? value : null;
}
