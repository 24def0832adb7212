namespace UgcLab.Creations;

/// <summary>What the answer to a paid request has to say of jobs.</summary>
internal enum JobNaming
{
    /// <summary>It makes jobs: an answer that names none leaves it in doubt.</summary>
    Always,

    /// <summary>It may make jobs: those that its answer names are kept, and a whole answer that names none is one.</summary>
    Maybe,

    /// <summary>It makes none: a job in its answer was there before.</summary>
    Never,
}
