namespace UgcLab.Simulator;

/// <summary><c>POST /ugc/video</c> (docs/video): all takes are charged and booked, or none is.</summary>
internal static class CreationDesk
{
    public static Answer Serve(Call call)
    {
        VideoOrder? order = VideoOrderReader.Read(call.Body, call.MediaType, out string problem);
        if (order is null)
        {
            return Envelope.Error(call, 400, "VALIDATION_ERROR", problem);
        }

        if (!ProjectDesk.Exists(call, order.ProjectId))
        {
            return Envelope.Error(call, 404, "PROJECT_NOT_FOUND", $"Project '{order.ProjectId}' is not in this workspace.");
        }

        if (order.Image is not null && ImageAddress.CannotBeFetched(order.Image))
        {
            return Envelope.Error(call, 400, "IMAGE_DOWNLOAD_FAILED", $"The image at '{order.Image}' could not be downloaded.");
        }

        decimal price = call.Options.Prices[VideoMenu.PriceKey(order)];
        decimal total = price * order.Variants;
        if (total > call.State.Balance)
        {
            return Envelope.Error(call, 402, "INSUFFICIENT_CREDITS", FormattableString.Invariant($"This costs {total} credits, and {call.State.Balance} are left."));
        }

        SimulatedJob[] jobs = [.. Enumerable.Range(0, order.Variants).Select(variant => Book(call, order, variant, price))];
        return Receipt(call, jobs, total);
    }

    private static SimulatedJob Book(Call call, VideoOrder order, int variant, decimal price)
    {
        ServiceState state = call.State;
        int number = state.Jobs.Count + 1;
        SimulatedJob job = new()
        {
            Id = Seeded.Id(state.Seed, "job", number),
            ProjectId = order.ProjectId,
            Prompt = order.Prompt,
            ServiceModel = VideoMenu.InternalName(order),
            AspectRatio = order.AspectRatio,
            VariantIndex = variant,
            Credits = price,
            CreatedAt = state.Now,
            Takes = JobTimeline.Jittered(call.Options.VideoTime, state.Seed, number),
            Fails = call.Fault?.Kind is SimulatorFaultKind.FailedJob
                || Seeded.Fraction(state.Seed, "fails", number) < call.Options.FailedJobRate,
        };
        state.Unspent -= price;
        state.Add(job);
        return job;
    }

    private static Answer Receipt(Call call, SimulatedJob[] jobs, decimal total) => Envelope.Data(call, 202, json =>
    {
        json.WriteStartArray("jobs");
        foreach (SimulatedJob job in jobs)
        {
            json.WriteStartObject();
            json.WriteString("ugcId", job.Id);
            json.WriteNumber("variantIndex", job.VariantIndex);
            json.WriteString("status", "PENDING");
            json.WriteNumber("creditsCharged", job.Credits);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("totalCreditsCharged", total);
        json.WriteNumber("remainingCredits", call.State.Balance);
    });
}
