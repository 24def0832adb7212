using System.Security.Cryptography;

namespace UgcLab.Downloads;

// The unfinished file: locked against every other process while it is open, hashed as it grows, and kept for the next
// attempt when the host can be asked for the rest. It holds the names that were reserved for it.
internal sealed class PartFile : IAsyncDisposable
{
    public const int PieceLength = 256 * 1024;

    private readonly FileStream _stream;
    private readonly List<Reservation> _names;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _head = new byte[MediaType.HeadLength];
    private bool _keep;

    private PartFile(Reservation name, FileStream stream, PartialDownloadMetadata notes) =>
        (_names, _stream, Notes) = ([name], stream, notes);

    public SavePaths Paths => _names[0].Paths;
    public PartialDownloadMetadata Notes { get; private set; }
    public long Length { get; private set; }
    public bool IsWhole { get; private set; }

    /// <summary>Null when its structure doesn't say.</summary>
    public bool? IsStructureWhole => MediaEnd.IsWhole(_stream.SafeFileHandle, Extension);
    public string Extension => MediaType.Extension(_head.AsSpan(0, (int)Math.Min(Length, _head.Length)), Notes.MediaType);

    // Opens or makes the unfinished file, and locks it. There is none when another process is writing it, or when a folder, a link or a
    // device has its name.
    public static (PartFile? Part, bool IsBusy) Open(Reservation name)
    {
        SavePaths paths = name.Paths;

        // Making a new file never follows a link; opening one that is there would.
        FileStream? stream = null;
        for (FileMode mode = FileMode.CreateNew; stream is null; mode = FileMode.Open)
        {
            try
            {
                FileOptions options = FileOptions.Asynchronous | FileOptions.SequentialScan;
                stream = new(paths.Part, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, options);
            }
            catch (IOException) when (mode is FileMode.Open)
            {
                return (null, IsBusy: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (mode is FileMode.CreateNew && (Directory.Exists(paths.Part) || SavePaths.IsLink(paths.Part)))
                {
                    return (null, IsBusy: false);
                }

                if (mode is FileMode.Open || !File.Exists(paths.Part))
                {
                    throw Unwritable(paths.Part, name.UgcId, e);
                }
            }
        }

        // Writing to a file that was deleted between opening and locking has no effect; a pipe or device can't be resumed.
        if (!stream.CanSeek || !File.Exists(paths.Part))
        {
            stream.Dispose();
            return (null, IsBusy: false);
        }

        return (new(name, stream, PartialDownloadMetadata.Read(paths.Notes) ?? new(name.UgcId)), IsBusy: false);
    }

    public static UgcLabException Unwritable(string path, string ugcId, Exception e) =>
        new(UgcLabErrorKind.FileUnwritable, $"The file of job {ugcId} cannot be written to {path}: {Redaction.Show(e.Message, 200)}", e);

    /// <summary>Continues an earlier attempt if it belongs to this job and can be resumed; otherwise starts over.</summary>
    public async Task LoadAsync(string ugcId, CancellationToken cancellationToken)
    {
        bool whole = Notes.Sha256 is not null && Notes.Length == _stream.Length;
        if (Notes.UgcId != ugcId || !(whole || Notes.CanResume) || (Notes.Total is long total && _stream.Length > total))
        {
            await RestartAsync(new(ugcId)).ConfigureAwait(false);
            return;
        }

        byte[] piece = new byte[PieceLength];
        _stream.Position = 0;
        int read;
        while ((read = await _stream.ReadAsync(piece, cancellationToken).ConfigureAwait(false)) > 0)
        {
            Count(piece.AsSpan(0, read));
        }

        IsWhole = whole && CurrentHash() == Notes.Sha256;
        if (whole && !IsWhole)
        {
            await RestartAsync().ConfigureAwait(false);
        }

        Notes = IsWhole ? Notes : Notes with { Sha256 = null, Length = null };
    }

    /// <summary>Empties the file; the next byte is the first. Without metadata, a later attempt can't resume it.</summary>
    public async Task RestartAsync(PartialDownloadMetadata? notes = null)
    {
        notes ??= new(Notes.UgcId);
        await WritingAsync(notes.UgcId, () =>
        {
            // The metadata first, because bytes of one version must never be stored with the metadata of another.
            notes.Write(Paths.Notes);
            Notes = notes;
            _stream.SetLength(0);
            _stream.Position = 0;
            return default;
        }).ConfigureAwait(false);
        _ = _hash.GetHashAndReset();
        Length = 0;
        IsWhole = false;
    }

    public async Task AppendAsync(ReadOnlyMemory<byte> bytes)
    {
        // Not canceled in the middle, because the count and the file must agree.
        await WritingAsync(Notes.UgcId, () => _stream.WriteAsync(bytes, CancellationToken.None)).ConfigureAwait(false);
        Count(bytes.Span);
    }

    // Brings the whole file to disk, notes its hash and closes it, so that it can be moved. FileNotFoundException: another process has
    // moved the file. It has deleted the notes, and they stay deleted.
    public async Task CompleteAsync()
    {
        if (!File.Exists(Paths.Part))
        {
            throw new FileNotFoundException(null, Paths.Part);
        }

        await WritingAsync(Notes.UgcId, () =>
        {
            // On a network volume of macOS, a flush may cut the file (dotnet/runtime#124722).
            _stream.Flush(flushToDisk: !OperatingSystem.IsMacOS() || Disk.Network(Paths.Folder) is null);
            Notes = Notes with { Length = Length, Sha256 = CurrentHash() };
            Notes.Write(Paths.Notes);
            return default;
        }).ConfigureAwait(false);
        _keep = true;
        IsWhole = true;
        await _stream.DisposeAsync().ConfigureAwait(false);
        RequireLength(Paths.Part, Length, Notes.UgcId);
    }

    /// <summary>Before it gets its final name: a disk may lose data.</summary>
    internal static void RequireLength(string path, long length, string ugcId)
    {
        if (new FileInfo(path).Length is long found && found != length)
        {
            throw new UgcLabException(
                UgcLabErrorKind.FileUnwritable,
                $"The file of job {ugcId} is not saved: {path} has {found} bytes after {length} were written. Its disk loses data.",
                "Save to a folder on a disk of this computer.");
        }
    }

    public void Keep(Reservation name) => _names.Add(name);

    // Closes the file and leaves it unchanged, because another process owns it. Deletes it only if it is empty and was just created here.
    public ValueTask LeaveAsync() => CloseAsync(_stream.Length == 0 ? [Paths.Part] : []);

    /// <summary>Closes the file, and deletes it if a later attempt can't resume it.</summary>
    public ValueTask DisposeAsync() => CloseAsync(_keep || (Length > 0 && Notes.CanResume) ? [] : [Paths.Notes, Paths.Part]);

    private async ValueTask CloseAsync(string[] leftovers)
    {
        _keep = true;
        if (!OperatingSystem.IsWindows())
        {
            // Delete before unlocking, or another process may already own the file. Windows can't
            // delete an open file, nor one that another process has opened in the meantime.
            AtomicFile.Delete(leftovers);
        }

        AtomicFile.DeleteDrafts(Paths.Notes);
        await _stream.DisposeAsync().ConfigureAwait(false);
        if (OperatingSystem.IsWindows())
        {
            AtomicFile.Delete(leftovers);
        }

        _hash.Dispose();
        _names.ForEach(name => name.Dispose());
    }

    private async Task WritingAsync(string ugcId, Func<ValueTask> write)
    {
        try
        {
            await write().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(Paths.Part, ugcId, e);
        }
    }

    private void Count(ReadOnlySpan<byte> bytes)
    {
        if (Length < _head.Length)
        {
            bytes[..(int)Math.Min(bytes.Length, _head.Length - Length)].CopyTo(_head.AsSpan((int)Length));
        }

        _hash.AppendData(bytes);
        Length += bytes.Length;
    }

    private string CurrentHash() => Convert.ToHexString(_hash.GetCurrentHash()).ToLowerInvariant();
}
