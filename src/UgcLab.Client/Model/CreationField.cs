namespace UgcLab;

/// <summary>A field of a creation. The <see cref="CreationDescriptor"/> of each kind lists the fields that it has.</summary>
internal enum CreationField
{
    /// <summary>The description of the video or image.</summary>
    Prompt,

    /// <summary>The project it goes to.</summary>
    ProjectId,

    /// <summary>The workflow: ugcl-2.0, or ugcl-1.0 for longer videos.</summary>
    WorkflowType,

    /// <summary>The model.</summary>
    Model,

    /// <summary>The actors by their ids; a list.</summary>
    ActorId,

    /// <summary>Actors that are described; a list of objects.</summary>
    CustomActor,

    /// <summary>What the actor says.</summary>
    Script,

    /// <summary>What the actor does.</summary>
    Actions,

    /// <summary>The length. Its form differs by kind.</summary>
    Duration,

    /// <summary>The shape.</summary>
    AspectRatio,

    /// <summary>The quality: standard or pro.</summary>
    Tier,

    /// <summary>The quality of motion control: std or pro.</summary>
    Quality,

    /// <summary>The start image.</summary>
    ImageUrl,

    /// <summary>The picture of the product.</summary>
    ProductImageUrl,

    /// <summary>The video whose motion is taken over.</summary>
    ReferenceVideoUrl,

    /// <summary>Whether the service may improve the script.</summary>
    RefineScript,

    /// <summary>Whether the service may improve the actions.</summary>
    RefineActions,

    /// <summary>The scenes of a storyboard; a list of objects.</summary>
    StoryboardScene,

    /// <summary>The number of variants.</summary>
    Variants,

    /// <summary>The user's own label.</summary>
    Reference,

    /// <summary>The row's identity: what says that it is the same order when its text or its place has changed. It is never sent.</summary>
    RowId,
}
