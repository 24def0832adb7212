namespace UgcLab.Simulator;

/// <summary><c>GET /ugc/{ugcId}</c> (docs/job-status): the documented fields and no other, so that nobody comes to lean on more.</summary>
internal static class JobDesk
{
    public static Answer Serve(Call call)
    {
        SimulatedJob? job = call.State.Job(call.Route.Id ?? "");
        if (job is null)
        {
            return Envelope.Error(call, 404, "UGC_NOT_FOUND", $"There is no job '{call.Route.Id}' in this workspace.");
        }

        JobTimeline at = JobTimeline.At(job, call.State.Now);
        return Envelope.Data(call, 200, json =>
        {
            json.WriteString("id", job.Id);
            json.WriteString("status", at.Status);
            json.WriteNumber("progress", at.Progress);
            json.WriteString("videoUrl", at.IsCompleted ? Link(call, job) : null);
            json.WriteStartObject("processingSteps");
            json.WriteString("videoGeneration", at.IsMade ? "completed" : "pending");
            json.WriteEndObject();
            json.WriteNull("actor");
            json.WriteBoolean("isCustomActor", false);
            json.WriteString("model", job.ServiceModel);
            json.WriteNumber("creditsCharged", job.Credits);
            json.WriteNumber("creditsRefunded", at.HasFailed ? job.Credits : 0);
            json.WriteString("errorMessage", at.HasFailed ? "The video could not be generated (simulated failure)." : null);
            json.WriteString("createdAt", Envelope.Instant(job.CreatedAt));
            json.WriteString("updatedAt", Envelope.Instant(at.UpdatedAt));
        });
    }

    private static string Link(Call call, SimulatedJob job)
    {
        DateTimeOffset expires = call.Fault?.Kind is SimulatorFaultKind.ExpiredLink
            ? call.State.Now.AddSeconds(-1)
            : call.State.Now + call.Options.LinkLifetime;
        return FileDesk.Link(call.State.Seed, job.Id, expires);
    }
}
