using UgcLab;
using UgcLab.Creations;
using UgcLab.Downloads;
using UgcLab.Engines;
using UgcLab.Jobs;
using UgcLab.Simulator;
using UgcLab.Store;

// Creates a video with the simulator, waits for it, and saves it. For the service: new UgcLabClient(new UgcLabClientOptions(key) { Store = store }).
string folder = Path.GetFullPath(args is [string given] ? given : "videos");
SimulatorClock clock = new(speed: 60);
using UgcSimulator service = new(new SimulatorOptions(), clock);
await using IStore store = UgcStore.Open(new StoreSettings(Path.Combine(folder, "state")) { Clock = clock });
await using UgcLabClient client = new(service.ClientOptions(store));

VideoRequest video = new() { ProjectId = service.FirstProjectId!, Model = "kling-2.6", Duration = "5", Prompt = "A red mug on a desk" };
IReadOnlyList<UgcJob> jobs = await client.Purchases.CreateAsync(new PurchaseRequest(video));
await foreach (JobOutcome outcome in client.WaitAsync(jobs, TimeSpan.FromMinutes(30)))
{
    if (outcome.Failure is UgcLabException failure)
    {
        // The others go on.
        Console.Error.WriteLine($"{outcome.Job.UgcId}: {failure.Message}");
        continue;
    }

    UgcSavedVideo saved = await client.Downloads.SaveAsync(outcome.Job, new SaveTarget { Folder = folder });
    Console.WriteLine($"{saved.Path}: {saved.Length} bytes, {outcome.Job.CreditsCharged} credits");
}
