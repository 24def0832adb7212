namespace UgcLab;

/// <summary>A field of a creation. The <see cref="CreationDescriptor"/> of each kind lists the fields that it has.</summary>
internal enum CreationField
{
    Prompt,
    ProjectId,
    WorkflowType,
    Model,
    ActorId,
    CustomActor,
    Script,
    Actions,
    Duration, // Its form differs by kind.
    AspectRatio,
    Tier,
    Quality, // Of motion control; elsewhere, it is Tier.
    ImageUrl,
    ProductImageUrl,
    ReferenceVideoUrl,
    RefineScript,
    RefineActions,
    StoryboardScene,
    Variants,
    Reference,
    RowId, // The row's identity, also when its text or place has changed. Never sent.
}
