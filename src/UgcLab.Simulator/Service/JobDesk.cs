using System.Text.Json;

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
            WriteLink(json, call, job, at);
            WriteSteps(json, job, at);
            WriteActor(json, job);
            json.WriteBoolean("isCustomActor", job.IsCustomActor);
            json.WriteString("model", job.ServiceModel);
            json.WriteNumber("creditsCharged", job.Credits);
            json.WriteNumber("creditsRefunded", at.HasFailed ? job.Credits : 0);
            json.WriteString("errorMessage", at.HasFailed ? $"The {Noun(job)} could not be generated (simulated failure)." : null);
            json.WriteString("createdAt", Envelope.Instant(job.CreatedAt));
            json.WriteString("updatedAt", Envelope.Instant(at.UpdatedAt));
        });
    }

    // Where an image is found is not documented. It takes the place of a video unless an option moves it.
    private static void WriteLink(Utf8JsonWriter json, Call call, SimulatedJob job, JobTimeline at)
    {
        string? link = at.IsCompleted ? Link(call, job) : null;
        string? other = job.Media is SimulatedMedia.Video ? null : call.Options.ImageUrlField switch
        {
            SimulatorImageUrlField.ImageUrl => "imageUrl",
            SimulatorImageUrlField.OutputUrl => "outputUrl",
            SimulatorImageUrlField.Url => "url",
            _ => null,
        };
        json.WriteString("videoUrl", other is null ? link : null);
        if (other is not null)
        {
            json.WriteString(other, link);
        }
    }

    private static void WriteSteps(Utf8JsonWriter json, SimulatedJob job, JobTimeline at)
    {
        json.WriteStartObject("processingSteps");
        if (job.RefinesScript)
        {
            json.WriteString("refineScript", State(at.IsScriptRefined));
        }

        if (job.RefinesActions)
        {
            json.WriteString("refineActions", State(at.AreActionsRefined));
        }

        json.WriteString(Noun(job) + "Generation", State(at.IsMade));
        json.WriteEndObject();
    }

    private static void WriteActor(Utf8JsonWriter json, SimulatedJob job)
    {
        if (job.Actor is null)
        {
            json.WriteNull("actor");
            return;
        }

        json.WriteStartObject("actor");
        json.WriteString("id", job.Actor.Id);
        json.WriteString("name", job.Actor.Name);
        json.WriteEndObject();
    }

    private static string State(bool isDone) => isDone ? "completed" : "pending";

    private static string Noun(SimulatedJob job) => job.Media is SimulatedMedia.Image ? "image" : "video";

    private static string Link(Call call, SimulatedJob job)
    {
        DateTimeOffset expires = call.Fault?.Kind is SimulatorFaultKind.ExpiredLink
            ? call.State.Now.AddSeconds(-1)
            : call.State.Now + call.Options.LinkLifetime;
        return FileDesk.Link(call.State.Seed, FinishedFile.NameOf(job), expires);
    }
}
