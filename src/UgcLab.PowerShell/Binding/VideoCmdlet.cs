using System.Collections;
using System.Management.Automation;
using UgcLab.PowerShell.Pipeline;

namespace UgcLab.PowerShell.Binding;

/// <summary>A cmdlet that takes videos on paper: typed, or as rows, or both.</summary>
public abstract class VideoCmdlet : UgcCmdlet, IDynamicParameters
{
    private readonly HashSet<string> _overridden = [];
    private RowReader? _rows;
    private IVideoSettings? _settings;
    private readonly Dictionary<(int, int, int), string> _seen = [];
    private string? _secretIn;
    private string? _subject;

    /// <summary>What the video is to show: 10 to 3000 characters.</summary>
    [Parameter(Position = 0)]
    [Alias("Text", "Description")]
    [PromptText]
    public string? Prompt { get; set; }

    /// <summary>A row with a column for each setting (from Import-Csv, a hashtable or any object), or the prompt as text. Columns are found by name whatever their case, spaces and underscores; a blank cell means "not given".</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

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

    private protected override string? Subject => _subject;

    /// <inheritdoc/>
    protected override object? Target => _secretIn ?? Cells.Base(InputObject) ?? Prompt;

    /// <summary>Duration and AspectRatio, with the values of the model that was typed.</summary>
    public object GetDynamicParameters() => _settings = Model?.Trim().ToUpperInvariant() switch
    {
        "SORA-2-PRO" => new SoraVideoSettings(),
        "VEO-3.1" => new VeoVideoSettings(),
        "KLING-2.6" => new KlingVideoSettings(),
        _ => new AnyVideoSettings(),
    };

    /// <summary>The input in hand with what was typed laid over it, and what the rules say of it.</summary>
    /// <exception cref="UgcLabException">ColumnSuspicious.</exception>
    private protected (VideoRow Row, VideoCheck Check) ReadInput()
    {
        _rows ??= new RowReader(WriteWarning);
        (_subject, _secretIn) = (null, null);
        VideoRow row = InputObject is null && !MyInvocation.ExpectingInput ? new VideoRow(new VideoDraft()) : _rows.Read(InputObject);
        List<UgcFault> faults = [.. row.Faults];
        if (Given(nameof(Prompt), Prompt) is not null && row.Draft.Prompt is not null)
        {
            faults.Add(new UgcFault("PromptTwice", nameof(Prompt), null, "Prompt: the row has one of its own and another was typed.", "Leave one of them out."));
        }

        UgcSession? session = OpenSession;
        _subject = row.Draft.Reference is null ? row.Name : $"{row.Name}, {row.Draft.Reference}";
        VideoDraft draft = new()
        {
            Prompt = Given(nameof(Prompt), Prompt) ?? row.Draft.Prompt,
            ProjectId = Typed(nameof(ProjectId), ProjectId, row.Draft.ProjectId) ?? session?.ProjectId,
            Model = Typed(nameof(Model), Model, row.Draft.Model) ?? session?.Model,
            Duration = Typed(nameof(IVideoSettings.Duration), _settings?.Duration, row.Draft.Duration),
            AspectRatio = Typed(nameof(IVideoSettings.AspectRatio), _settings?.AspectRatio, row.Draft.AspectRatio),
            Tier = Typed(nameof(Tier), Tier, row.Draft.Tier),
            ImageUrl = Typed(nameof(ImageUrl), ImageUrl, row.Draft.ImageUrl),
            Variants = Typed(nameof(Variants), Variants, row.Draft.Variants),
            Reference = Typed(nameof(Reference), Reference, row.Draft.Reference),
            AdditionalProperties = Plain.Members(AdditionalProperty),
        };

        // A row that cannot be read has no settings to judge: its one fault is the news.
        if (row.Faults.Any(fault => fault.Code is "RowUnreadable" or "CsvColumnCount"))
        {
            return (row with { Draft = draft }, new VideoCheck(null, faults, []));
        }

        VideoCheck check = VideoRules.Check(draft, SkipValidation);
        if (draft.Model is not null && VideoCatalog.Find(draft.Model)?.Notice is string notice)
        {
            check = check with { Warnings = [notice, .. check.Warnings] };
        }

        faults.AddRange(check.Faults.Select(WithWayOut));

        // An error record is shown and logged with its target; a row that holds a key must not ride along on it.
        _secretIn = faults.Any(fault => fault.Code.StartsWith("Secret", StringComparison.Ordinal)) ? row.Name : null;
        VideoRequest? request = faults.Count == 0 ? check.Request : null;
        IReadOnlyList<string> warnings = request is not null && Twin(request, row) is string twin ? [.. check.Warnings, twin] : check.Warnings;
        return (row with { Draft = draft }, check with { Request = request, Faults = faults, Warnings = warnings });
    }

    /// <summary>A row's faults as one failure that names the row and all of them.</summary>
    private protected static UgcLabException Refusal(VideoRow row, VideoCheck check)
    {
        string message = check.Faults is [UgcFault only]
            ? $"{row.Name}: {only}"
            : $"{row.Name} has {check.Faults.Count} faults: {string.Join(" ", check.Faults.Select((fault, index) => $"({index + 1}) {fault}"))}";
        return new UgcLabException(UgcLabErrorKind.RowInvalid, message) { Faults = check.Faults };
    }

    // Two equal rows are two orders, and now and then a slip.
    private string? Twin(VideoRequest request, VideoRow row)
    {
        // Hashes, for a million prompts are a lot to remember; if two should ever meet, the price is one needless warning.
        (int, int, int) key = (
            request.Prompt.GetHashCode(StringComparison.Ordinal),
            HashCode.Combine(request.ProjectId, request.Model, request.Duration, request.AspectRatio, request.Tier, request.ImageUrl),
            request.Prompt.Length);
        return row.Number is null || _seen.TryAdd(key, row.Name) ? null : $"{row.Name} asks for the same video as {_seen[key].ToLowerInvariant()}. Equal rows are bought as often as they stand there.";
    }

    private static UgcFault WithWayOut(UgcFault fault) => fault.Code switch
    {
        "ProjectIdMissing" => fault with { Hint = "Give the row one, or -ProjectId, or one for the session: Connect-UgcLab -ProjectId. Get-UgcProject lists them." },
        "ProjectIdInvalid" => fault with { Hint = "Get-UgcProject lists ids beside names." },
        "ModelMissing" => fault with { Hint = "Give the row one, or -Model. Get-UgcModel lists them." },
        _ => fault,
    };

    // What is typed wins over the row; that a column is passed over by it is told once.
    private string? Typed(string name, string? typed, string? ofRow)
    {
        string? given = Given(name, typed);
        if (given is not null && ofRow is not null && !string.Equals(given, ofRow, StringComparison.OrdinalIgnoreCase) && _overridden.Add(name))
        {
            WriteWarning($"-{name} was given, so the rows' own {name} is not used.");
        }

        return given ?? ofRow;
    }

    private string? Given(string name, string? value) => MyInvocation.BoundParameters.ContainsKey(name) && !string.IsNullOrWhiteSpace(value) ? value : null;
}
