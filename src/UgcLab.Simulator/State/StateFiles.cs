using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace UgcLab.Simulator.State;

// The state on disk: jobs.jsonl, to which jobs are only ever added, and state.json, a small head that is replaced as a whole and says how
// much of the other counts. Replacing the head is the moment a change happens; a long rehearsal writes the same few kilobytes for its
// thousandth job as for its first.
internal sealed class StateFiles
{
    private readonly string _head;
    private readonly string _jobs;
    private readonly string _lock;
    private int _savedJobs;
    private long _savedLength;

    public StateFiles(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UgcLabException(UgcLabErrorKind.ArgumentInvalid, $"Simulator option StatePath cannot be '{path}': {e.Message}", e);
        }

        (_head, _jobs, _lock) = (HeadOf(path), Path.Combine(path, "jobs.jsonl"), Path.Combine(path, "lock"));
    }

    /// <summary>The current time of the service in the folder; null if the folder holds none.</summary>
    public static DateTimeOffset? LastInstant(string path)
    {
        string head = HeadOf(path);
        return File.Exists(head) ? Parse(Read(head), head, StateJson.Default.StateHead).LastInstant : null;
    }

    // Keeps all others out until it is disposed. Changes take milliseconds, so waiting for one blocks rather than awaits; a process that
    // holds it for ten seconds is suspended.
    public FileLock Hold()
    {
        for (int attempt = 0; attempt < 5000; attempt++)
        {
            if (FileLock.TryAcquire(_lock) is FileLock held)
            {
                return held;
            }

#pragma warning disable RS0030 // Two processes that use one folder wait milliseconds for each other, in code that is not asynchronous.
            Thread.Sleep(2);
#pragma warning restore RS0030
        }

        throw new UgcLabException(UgcLabErrorKind.FileInvalid, $"Another process doesn't release the simulator's state, '{_lock}'.",
            "End that process, or use another folder.");
    }

    public ServiceState Load(ServiceState state, SimulatorOptions options)
    {
        StateHead? head = File.Exists(_head) ? Parse(Read(_head), _head, StateJson.Default.StateHead) : null;
        if (head is null || head.JobsLength < _savedLength || state.Jobs.Count != _savedJobs)
        {
            (state, _savedJobs, _savedLength) = (new ServiceState(options), 0, 0);
        }

        // A new folder, or one that was emptied under a running simulator: the service begins again.
        if (head is null)
        {
            return state;
        }

        state.Continue(head);
        if (head.JobsLength > _savedLength)
        {
            string lines = Encoding.UTF8.GetString(Read(_jobs, _savedLength, head.JobsLength));
            foreach (string line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                state.Add(Parse(Encoding.UTF8.GetBytes(line), _jobs, StateJson.Default.SimulatedJob));
            }

            (_savedJobs, _savedLength) = (state.Jobs.Count, head.JobsLength);
        }

        return state;
    }

    public void Save(ServiceState state)
    {
        if (state.Jobs.Count > _savedJobs)
        {
            _savedLength = Append([.. state.Jobs.Skip(_savedJobs).SelectMany(
                job => JsonSerializer.SerializeToUtf8Bytes(job, StateJson.Default.SimulatedJob).Append((byte)'\n'))]);
            _savedJobs = state.Jobs.Count;
        }

        // No flush to the platter: a rehearsal has to outlive its process, not a power cut.
        // Closed before it is moved, unlike AtomicFile's, because another process may read it without the lock.
        string fresh = _head + ".new";
        StateHead head = state.Head with { JobsLength = _savedLength };
        File.WriteAllBytes(fresh, JsonSerializer.SerializeToUtf8Bytes(head, StateJson.Default.StateHead));
        BusyFile.Move(fresh, _head, overwrite: true);
    }

    private static string HeadOf(string path) => Path.Combine(path, "state.json");

    private static T Parse<T>(ReadOnlySpan<byte> json, string path, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new UgcLabException(UgcLabErrorKind.FileInvalid, $"The simulator cannot read its own state in '{path}'.",
                "Remove that folder to begin with a fresh service.", e);
        }
    }

    // Shared in every way, or Windows could not replace the file while another process reads it.
    private static byte[] Read(string path, long from = 0, long? to = null)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[(to ?? file.Length) - from];
        file.Seek(from, SeekOrigin.Begin);
        file.ReadExactly(bytes);
        return bytes;
    }

    // What lies beyond the saved length was written by a process that was killed before the head said that it counts.
    private long Append(byte[] lines)
    {
        using FileStream file = new(_jobs, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        file.SetLength(_savedLength);
        file.Seek(0, SeekOrigin.End);
        file.Write(lines);
        return file.Position;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StateHead))]
[JsonSerializable(typeof(SimulatedJob))]
internal sealed partial class StateJson : JsonSerializerContext;
