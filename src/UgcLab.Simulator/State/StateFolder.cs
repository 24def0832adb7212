using System.Text;

namespace UgcLab.Simulator;

/// <summary>
/// The state on disk: <c>jobs.jsonl</c>, to which jobs are only ever added, and <c>state.json</c>, a small head that is
/// replaced as a whole and says how much of the other counts. Replacing the head is the moment a change happens; a
/// long rehearsal writes the same few kilobytes for its thousandth job as for its first.
/// </summary>
internal sealed class StateFolder
{
    private readonly SimulatorOptions _options;
    private readonly string _head;
    private readonly string _jobs;
    private readonly string _lock;
    private int _savedJobs;
    private long _savedLength;

    public StateFolder(string path, SimulatorOptions options)
    {
        _options = options;
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

    /// <summary>How far the service's time has come, or null when no service lives there.</summary>
    public static DateTimeOffset? LastInstant(string path)
    {
        string head = HeadOf(path);
        return File.Exists(head) ? StateHead.Parse(ReadShared(head), head).LastInstant : null;
    }

    /// <summary>Keeps all others out until it is disposed. Changes take milliseconds, so waiting for one blocks rather than awaits.</summary>
    public IDisposable Hold()
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(_lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException) when (attempt < 5000)
            {
                Thread.Sleep(2);
            }
        }
    }

    public void Load(ServiceState state)
    {
        if (!File.Exists(_head))
        {
            // A new folder, or one that was emptied under a running simulator: the service begins again.
            StateHead fresh = new() { Seed = _options.Seed, Unspent = _options.Credits };
            fresh.WriteTo(state);
            state.ForgetJobs();
            (_savedJobs, _savedLength) = (0, 0);
            return;
        }

        StateHead head = StateHead.Parse(ReadShared(_head), _head);
        head.WriteTo(state);
        if (head.JobsLength < _savedLength || state.Jobs.Count != _savedJobs)
        {
            state.ForgetJobs();
            (_savedJobs, _savedLength) = (0, 0);
        }

        if (head.JobsLength > _savedLength)
        {
            foreach (string line in ReadJobs(_savedLength, head.JobsLength).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                state.Add(JobLine.Parse(line, _jobs));
            }

            (_savedJobs, _savedLength) = (state.Jobs.Count, head.JobsLength);
        }
    }

    public void Save(ServiceState state)
    {
        if (state.Jobs.Count > _savedJobs)
        {
            StringBuilder lines = new();
            foreach (SimulatedJob job in state.Jobs.Skip(_savedJobs))
            {
                lines.Append(JobLine.Write(job)).Append('\n');
            }

            _savedLength = Append(Encoding.UTF8.GetBytes(lines.ToString()));
            _savedJobs = state.Jobs.Count;
        }

        // No flush to the platter: a rehearsal has to outlive its process, not a power cut.
        string fresh = _head + ".new";
        File.WriteAllBytes(fresh, StateHead.Of(state, _savedLength).ToJson());
        File.Move(fresh, _head, overwrite: true);
    }

    private static string HeadOf(string path) => Path.Combine(path, "state.json");

    // Shared in every way, or Windows could not replace the file while somebody looks at it.
    private static byte[] ReadShared(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    // What lies beyond the saved length was written by somebody killed before the head said that it counts.
    private long Append(byte[] lines)
    {
        using FileStream file = new(_jobs, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        file.SetLength(_savedLength);
        file.Seek(0, SeekOrigin.End);
        file.Write(lines);
        return file.Position;
    }

    private string ReadJobs(long from, long to)
    {
        using FileStream file = new(_jobs, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[to - from];
        file.Seek(from, SeekOrigin.Begin);
        file.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }
}
