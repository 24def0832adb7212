using System.Buffers;
using System.Collections.ObjectModel;
using System.Text;
using System.Text.Json;
using UgcLab.Json;

namespace UgcLab;

/// <summary>A creation as somebody wrote it down, before the rules have seen it: text throughout, null where nothing was given.</summary>
public sealed record CreationDraft
{
    private static readonly int FieldCount = Enum.GetValues<CreationField>().Length;

    // A hundred thousand drafts may come; most say no more than five things.
    private readonly string?[] _values = new string?[FieldCount];

    /// <summary>Makes an empty one.</summary>
    public CreationDraft()
    {
    }

    private CreationDraft(CreationDraft other) =>
        (_values, AdditionalProperties, ImageJob, ActorWorkflow) = ([.. other._values], other.AdditionalProperties, other.ImageJob, other.ActorWorkflow);

    /// <summary>What it says of a field.</summary>
    public string? this[CreationField field]
    {
        get => _values[(int)field];
        init => _values[(int)field] = value;
    }

    /// <summary>What is to be seen.</summary>
    public string? Prompt { get => this[CreationField.Prompt]; init => this[CreationField.Prompt] = value; }

    /// <summary>The project it goes to.</summary>
    public string? ProjectId { get => this[CreationField.ProjectId]; init => this[CreationField.ProjectId] = value; }

    /// <summary>The workflow.</summary>
    public string? WorkflowType { get => this[CreationField.WorkflowType]; init => this[CreationField.WorkflowType] = value; }

    /// <summary>The model.</summary>
    public string? Model { get => this[CreationField.Model]; init => this[CreationField.Model] = value; }

    /// <summary>The actors' ids, with commas, semicolons or spaces between.</summary>
    public string? ActorId { get => this[CreationField.ActorId]; init => this[CreationField.ActorId] = value; }

    /// <summary>Actors that are described: JSON, an object or a list of them.</summary>
    public string? CustomActor { get => this[CreationField.CustomActor]; init => this[CreationField.CustomActor] = value; }

    /// <summary>What the actor says.</summary>
    public string? Script { get => this[CreationField.Script]; init => this[CreationField.Script] = value; }

    /// <summary>What the actor does.</summary>
    public string? Actions { get => this[CreationField.Actions]; init => this[CreationField.Actions] = value; }

    /// <summary>The length.</summary>
    public string? Duration { get => this[CreationField.Duration]; init => this[CreationField.Duration] = value; }

    /// <summary>The shape.</summary>
    public string? AspectRatio { get => this[CreationField.AspectRatio]; init => this[CreationField.AspectRatio] = value; }

    /// <summary>The quality: standard or pro.</summary>
    public string? Tier { get => this[CreationField.Tier]; init => this[CreationField.Tier] = value; }

    /// <summary>The quality of motion control: std or pro.</summary>
    public string? Quality { get => this[CreationField.Quality]; init => this[CreationField.Quality] = value; }

    /// <summary>The start image.</summary>
    public string? ImageUrl { get => this[CreationField.ImageUrl]; init => this[CreationField.ImageUrl] = value; }

    /// <summary>The picture of the product.</summary>
    public string? ProductImageUrl { get => this[CreationField.ProductImageUrl]; init => this[CreationField.ProductImageUrl] = value; }

    /// <summary>The video whose motion is taken over.</summary>
    public string? ReferenceVideoUrl { get => this[CreationField.ReferenceVideoUrl]; init => this[CreationField.ReferenceVideoUrl] = value; }

    /// <summary>Whether the service may improve the script.</summary>
    public string? RefineScript { get => this[CreationField.RefineScript]; init => this[CreationField.RefineScript] = value; }

    /// <summary>Whether the service may improve the actions.</summary>
    public string? RefineActions { get => this[CreationField.RefineActions]; init => this[CreationField.RefineActions] = value; }

    /// <summary>The scenes of a storyboard: JSON, a list of objects.</summary>
    public string? StoryboardScene { get => this[CreationField.StoryboardScene]; init => this[CreationField.StoryboardScene] = value; }

    /// <summary>How many takes.</summary>
    public string? Variants { get => this[CreationField.Variants]; init => this[CreationField.Variants] = value; }

    /// <summary>The user's own label; it goes nowhere but into the local record and the file's name.</summary>
    public string? Reference { get => this[CreationField.Reference]; init => this[CreationField.Reference] = value; }

    /// <summary>The image job whose picture <see cref="ImageUrl"/> is; null when it is any picture.</summary>
    public UgcJob? ImageJob { get; init; }

    /// <summary>The workflow whose list <see cref="ActorId"/> is from; null when nobody said.</summary>
    public string? ActorWorkflow { get; init; }

    /// <summary>Members to send as they are.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>Makes a draft field by field.</summary>
    /// <param name="value">What it says of a field; null for nothing.</param>
    public static CreationDraft Of(Func<CreationField, string?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        CreationDraft draft = new();
        for (int field = 0; field < FieldCount; field++)
        {
            draft._values[field] = value((CreationField)field);
        }

        return draft;
    }

    /// <summary>Texts, numbers, yes or no, and lists and dictionaries of them as the text of a field that takes JSON.</summary>
    /// <exception cref="UgcLabException">ArgumentInvalid: something else is among them, or they are too deep.</exception>
    public static string Json(object? value)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter json = new(text))
        {
            FreeJson.Write(json, value);
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>Whether both say the same; of what is sent as it is, whether it is the same object.</summary>
    public bool Equals(CreationDraft? other) =>
        other is not null && _values.AsSpan().SequenceEqual(other._values) && ImageJob == other.ImageJob && ActorWorkflow == other.ActorWorkflow && ReferenceEquals(AdditionalProperties, other.AdditionalProperties);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Prompt, Script, Model, ProjectId, ActorId);
}
