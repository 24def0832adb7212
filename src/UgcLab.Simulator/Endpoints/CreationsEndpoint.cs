namespace UgcLab.Simulator.Endpoints;

/// <summary><c>POST /ugc/…</c>: all jobs of a request are charged and recorded, or none is.</summary>
internal static class CreationsEndpoint
{
    public static Answer Serve(Call call)
    {
        (CreationInput order, string problem) = CreationBody.Read(call, CreationKind.Named(call.Route.Name!)!);
        if (problem.Length > 0)
        {
            return Envelope.Invalid(call, problem);
        }

        if (!ProjectsEndpoint.Exists(call, order.Job.ProjectId))
        {
            return Envelope.Error(call, 404, "PROJECT_NOT_FOUND", $"Project '{order.Job.ProjectId}' is not in this workspace.");
        }

        foreach ((Uri? address, string what) in new[] { (order.Image, "image"), (order.ReferenceVideo, "video") })
        {
            if (address is not null && (ImageAddress.CannotBeFetched(address) || FileHost.IsExpired(call.State, address)))
            {
                string code = $"{what.ToUpperInvariant()}_DOWNLOAD_FAILED";
                return Envelope.Error(call, 400, code, $"The {what} at '{address}' could not be downloaded.");
            }
        }

        decimal price = call.Options.Prices[order.PriceKey] * order.Units;
        decimal total = price * order.Players.Count * order.Variants;
        if (total > call.State.Balance)
        {
            string message = Invariant($"This costs {total} credits, and {call.State.Balance} are left.");
            return Envelope.Error(call, 402, "INSUFFICIENT_CREDITS", message);
        }

        // Numbered through the whole request, actor by actor, so that no two of its jobs have the same number.
        SimulatedJob[] jobs = [.. Enumerable.Range(0, order.Players.Count * order.Variants)
            .Select(index => Create(call, order, index, price))];
        return Envelope.Data(call, 202, new CreatedJobs(
            jobs.Select(job => new CreatedJob(job.Id, job.VariantIndex, "PENDING", job.Credits)), total, call.State.Balance));
    }

    private static SimulatedJob Create(Call call, CreationInput order, int index, decimal price)
    {
        ServiceState state = call.State;
        int number = state.Jobs.Count + 1;
        Player player = order.Players[index / order.Variants];
        SimulatedJob job = order.Job with
        {
            Id = Seeded.Id(state.Seed, "job", number),
            ActorId = player.Actor?.Id,
            ActorName = player.Actor?.Name,
            IsCustomActor = player.IsCustom,
            VariantIndex = index,
            Credits = price,
            CreatedAt = state.Now,
            Milliseconds = JobTimeline.Jittered(call.Options.VideoTime, state.Seed, number),
            Fails = call.Fault?.Kind is SimulatorFaultKind.FailedJob
                || Seeded.Fraction(state.Seed, "fails", number) < call.Options.FailedJobRate,
        };
        state.Head.Unspent -= price;
        state.Add(job);
        return job;
    }
}
