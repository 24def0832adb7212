namespace UgcLab.Creations;

/// <summary>What the answer to a paid request has to say of jobs.</summary>
internal enum JobNaming
{
    // It makes jobs: if its answer names none, its outcome is unconfirmed.
    Always,

    // It may make jobs: those that its answer names are kept, and a whole answer that names none is an answer.
    Maybe,

    // It makes none: a job in its answer existed before.
    Never,
}
