using UgcLab.Faults;

namespace UgcLab.Client.Tests.Downloads;

/// <summary>A file host that breaks as told, a folder, and a client between them.</summary>
internal sealed class DownloadBench : IDisposable
{
    public const string Key = "ugc_0123456789abcdef0123456789abcdef0123456789abcdef";

    public DownloadBench(Func<ReceivedRequest, Reply> host, Func<UgcJob, UgcJob>? refresh = null, TimeSpan? stallTimeout = null)
    {
        Server = new(host);
        Downloads = new(new UgcLabClientOptions(Key) { BaseUri = Server.BaseUri, Clock = Clock, StallTimeout = stallTimeout ?? TimeSpan.FromSeconds(30) }, (id, _) =>
        {
            Refreshes++;
            return Task.FromResult((refresh ?? (job => job))(Job(id)));
        });
    }

    public FaultServer Server { get; }

    public FastClock Clock { get; } = new();

    public VideoDownloader Downloads { get; }

    public int Refreshes { get; private set; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("ugclab-").FullName;

    public IReadOnlyList<string> Names => [.. Directory.EnumerateFileSystemEntries(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Bytes with the boxes of a video, and of which no two stretches are alike.</summary>
    public static byte[] Video(int length, int seed = 1)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        byte[] start = [0, 0, 0, 24, .. "ftypisom"u8];
        start.AsSpan(0, Math.Min(length, start.Length)).CopyTo(bytes);
        if (length >= 40)
        {
            byte[] boxes = [0, 0, 0, 8, .. "moov"u8, 0, 0, 0, 0, .. "mdat"u8];
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(boxes.AsSpan(8), length - 32);
            boxes.CopyTo(bytes, 24);
        }

        return bytes;
    }

    /// <summary>A host as it should be: whole, or from where it is asked, if its version is the one asked for.</summary>
    public static Reply Serve(ReceivedRequest request, byte[] video, string tag = "\"v1\"")
    {
        Reply reply = new Reply { Body = video }.With("ETag", tag);
        if (request.RangeStart is not long start || request.Header("If-Range") != tag)
        {
            return reply;
        }

        return start < video.Length
            ? (reply with { Status = 206, Body = video.AsMemory((int)start) }).With("Content-Range", $"bytes {start}-{video.Length - 1}/{video.Length}")
            : new Reply { Status = 416 }.With("Content-Range", $"bytes */{video.Length}");
    }

    public UgcJob Job(string id = "cjob1", string path = "v.mp4?sig=secret") => new()
    {
        UgcId = id,
        Status = UgcJobStatus.Completed,
        VideoUrl = Server.BaseUri + path,
        Reference = "SKU-1",
        Model = "veo-3.1",
    };

    public SaveTarget Target(UgcIfExists ifExists = UgcIfExists.Skip, string name = "shot") => new() { Folder = Folder, FileName = name, IfExists = ifExists };

    public Task<UgcSavedVideo> SaveAsync(UgcJob? job = null, SaveTarget? target = null) => Downloads.SaveAsync(job ?? Job(), target ?? Target(), cancellationToken: Token);

    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>Leaves an unfinished file behind, as a process does that is killed.</summary>
    public void LeavePart(byte[] bytes, string notes)
    {
        File.WriteAllBytes(At("shot.part"), bytes);
        File.WriteAllText(At("shot.part.json"), notes);
    }

    public void Dispose()
    {
        ((IDisposable)Downloads).Dispose();
        Server.Dispose();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Directory.Delete(Folder, recursive: true);
    }
}
