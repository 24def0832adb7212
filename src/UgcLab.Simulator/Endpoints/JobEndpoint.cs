namespace UgcLab.Simulator.Endpoints;

/// <summary><c>GET /ugc/{ugcId}</c> (docs/job-status): only the documented fields, so that no client comes to depend on others.</summary>
internal static class JobEndpoint
{
    public static Answer Serve(Call call)
    {
        if (call.State.Job(call.Route.Name ?? "") is not { } job)
        {
            return Envelope.Error(call, 404, "UGC_NOT_FOUND", $"There is no job '{call.Route.Name}' in this workspace.");
        }

        JobTimeline at = JobTimeline.At(job, call.State.Now);
        string noun = job.IsImage ? "image" : "video";
        (string Name, bool IsPart, bool IsDone)[] steps =
        [
            ("refineScript", job.RefinesScript, at.Progress >= 15),
            ("refineActions", job.RefinesActions, at.Progress >= 25),
            (noun + "Generation", true, at.Status is "SAVING" or "COMPLETED"),
        ];
        return Envelope.Data(call, 200, new Dictionary<string, object?>
        {
            ["id"] = job.Id,
            ["status"] = at.Status,
            ["progress"] = at.Progress,
            ["videoUrl"] = null,

            // Where an image is found is not documented: in videoUrl, unless an option moves it.
            [job.IsImage ? JsonNamingPolicy.CamelCase.ConvertName($"{call.Options.ImageUrlField}") : "videoUrl"] =
                at.IsCompleted ? FileHost.Link(call.State.Seed, FinishedFile.NameOf(job), Expiry(call)) : null,
            ["processingSteps"] = steps.Where(step => step.IsPart)
                .ToDictionary(step => step.Name, step => step.IsDone ? "completed" : "pending"),
            ["actor"] = job.ActorId is null ? null : new NamedItem(job.ActorId, job.ActorName),
            ["isCustomActor"] = job.IsCustomActor,
            ["model"] = job.ServiceModel,
            ["creditsCharged"] = job.Credits,
            ["creditsRefunded"] = at.HasFailed ? job.Credits : 0,
            ["errorMessage"] = at.HasFailed ? $"The {noun} could not be generated (simulated failure)." : null,
            ["createdAt"] = Envelope.Instant(job.CreatedAt),
            ["updatedAt"] = Envelope.Instant(at.UpdatedAt),
        });
    }

    private static DateTimeOffset Expiry(Call call) =>
        call.State.Now + (call.Fault?.Kind is SimulatorFaultKind.ExpiredLink ? TimeSpan.FromSeconds(-1) : call.Options.LinkLifetime);
}
