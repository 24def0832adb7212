using UgcLab.Ledger;

namespace UgcLab.Batch;

/// <summary>Says where a row stands, by its money and by its jobs.</summary>
internal static class RowStates
{
    public static UgcRowState Of(RowEntry row) => row.State switch
    {
        RowState.Planned => UgcRowState.NotSent,
        RowState.Sending => UgcRowState.Sending,
        RowState.Refused => UgcRowState.Refused,
        RowState.Unknown => UgcRowState.Unknown,
        RowState.Abandoned => UgcRowState.Abandoned,
        _ => OfJobs([.. row.Jobs.Where(job => job.Round == row.Bought)]),
    };

    // What still wants something done comes before what has ended, and what ended badly before what is well.
    private static UgcRowState OfJobs(JobEntry[] jobs)
    {
        // An answer whose every id stands with another row has brought this one nothing.
        UgcRowState state = jobs.Length > 0 ? UgcRowState.Saved : UgcRowState.Failed;
        foreach (JobEntry job in jobs)
        {
            UgcRowState one = job.Status switch
            {
                UgcJobStatus.Completed => job.IsSaved ? UgcRowState.Saved : UgcRowState.Finished,
                UgcJobStatus.Failed or UgcJobStatus.Cancelled => UgcRowState.Failed,
                _ => job.IsSaved ? UgcRowState.Saved : UgcRowState.Running,
            };
            state = Rank(one) > Rank(state) ? one : state;
        }

        return state;
    }

    private static int Rank(UgcRowState state) => state switch
    {
        UgcRowState.Running => 3,
        UgcRowState.Finished => 2,
        UgcRowState.Failed => 1,
        _ => 0,
    };
}
