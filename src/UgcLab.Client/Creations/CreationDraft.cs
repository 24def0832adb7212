using System.Collections.ObjectModel;

namespace UgcLab.Creations;

/// <summary>A creation as the user wrote it, before validation: text throughout, null where nothing was given.</summary>
internal sealed record CreationDraft
{
    private static readonly int FieldCount = Enum.GetValues<CreationField>().Length;

    // A hundred thousand drafts may come; most give no more than five fields.
    private readonly string?[] _values = new string?[FieldCount];

    public CreationDraft()
    {
    }

    private CreationDraft(CreationDraft other) =>
        (_values, AdditionalProperties, ImageJob, ActorWorkflow) = (
            [.. other._values], other.AdditionalProperties, other.ImageJob, other.ActorWorkflow);

    public string? this[CreationField field]
    {
        get => _values[(int)field];
        init => _values[(int)field] = Trimmed(value);
    }

    public string? Prompt { get => this[CreationField.Prompt]; init => this[CreationField.Prompt] = value; }
    public string? ProjectId { get => this[CreationField.ProjectId]; init => this[CreationField.ProjectId] = value; }
    public string? WorkflowType { get => this[CreationField.WorkflowType]; init => this[CreationField.WorkflowType] = value; }
    public string? Model { get => this[CreationField.Model]; init => this[CreationField.Model] = value; }
    public string? ActorId { get => this[CreationField.ActorId]; init => this[CreationField.ActorId] = value; }
    public string? CustomActor { get => this[CreationField.CustomActor]; init => this[CreationField.CustomActor] = value; }
    public string? Script { get => this[CreationField.Script]; init => this[CreationField.Script] = value; }
    public string? Actions { get => this[CreationField.Actions]; init => this[CreationField.Actions] = value; }
    public string? Duration { get => this[CreationField.Duration]; init => this[CreationField.Duration] = value; }
    public string? AspectRatio { get => this[CreationField.AspectRatio]; init => this[CreationField.AspectRatio] = value; }
    public string? Tier { get => this[CreationField.Tier]; init => this[CreationField.Tier] = value; }
    public string? Quality { get => this[CreationField.Quality]; init => this[CreationField.Quality] = value; }
    public string? ImageUrl { get => this[CreationField.ImageUrl]; init => this[CreationField.ImageUrl] = value; }
    public string? ProductImageUrl { get => this[CreationField.ProductImageUrl]; init => this[CreationField.ProductImageUrl] = value; }
    public string? ReferenceVideoUrl
    {
        get => this[CreationField.ReferenceVideoUrl];
        init => this[CreationField.ReferenceVideoUrl] = value;
    }

    public string? RefineScript { get => this[CreationField.RefineScript]; init => this[CreationField.RefineScript] = value; }
    public string? RefineActions { get => this[CreationField.RefineActions]; init => this[CreationField.RefineActions] = value; }
    public string? StoryboardScene { get => this[CreationField.StoryboardScene]; init => this[CreationField.StoryboardScene] = value; }
    public string? Variants { get => this[CreationField.Variants]; init => this[CreationField.Variants] = value; }
    public string? Reference { get => this[CreationField.Reference]; init => this[CreationField.Reference] = value; }

    /// <summary>The image job whose picture <see cref="ImageUrl"/> is; null when it is any picture.</summary>
    public UgcJob? ImageJob { get; init; }

    /// <summary>The workflow whose list <see cref="ActorId"/> is from; null when that isn't known.</summary>
    public string? ActorWorkflow { get; init; }

    public IReadOnlyDictionary<string, object?> AdditionalProperties
    {
        get;
        init => field = value.Count == 0 ? value : value.ToDictionary(member => member.Key, member => UntypedJson.Trimmed(member.Value));
    } = ReadOnlyDictionary<string, object?>.Empty;

    public static CreationDraft Of(Func<CreationField, string?> value)
    {
        CreationDraft draft = new();
        for (int field = 0; field < FieldCount; field++)
        {
            draft._values[field] = Trimmed(value((CreationField)field));
        }

        return draft;
    }

    // What is blank altogether stays as it is, to be reported.
    private static string? Trimmed(string? text) => text is not null && CellText.Trim(text) is { Length: > 0 } trimmed ? trimmed : text;

    // An object or a list as the text of a field that takes JSON.
    public static string Json(object? value) => Encoding.UTF8.GetString(UntypedJson.Bytes(value));
}
