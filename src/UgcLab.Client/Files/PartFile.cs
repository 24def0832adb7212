using System.Security.Cryptography;

namespace UgcLab.Files;

/// <summary>How an attempt to open an unfinished file ended.</summary>
internal enum PartOpening
{
    Opened,

    /// <summary>Another process is writing it.</summary>
    Busy,

    /// <summary>There is a folder, a link or a device of this name.</summary>
    NotAFile,
}

/// <summary>
/// The unfinished file: locked against every other process while it is open, hashed as it grows, and kept for the next
/// attempt when the host can be asked for the rest.
/// </summary>
internal sealed class PartFile : IAsyncDisposable
{
    public const int PieceLength = 256 * 1024;

    private readonly SavePlace _place;
    private readonly FileStream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _head = new byte[MediaType.HeadLength];
    private bool _keep;

    private PartFile(SavePlace place, FileStream stream, PartNotes notes) => (_place, _stream, Notes) = (place, stream, notes);

    public PartNotes Notes { get; private set; }

    public long Length { get; private set; }

    public bool IsWhole { get; private set; }

    public ReadOnlySpan<byte> Head => _head.AsSpan(0, (int)Math.Min(Length, _head.Length));

    /// <summary>The extension that it gets, which is known once it has begun.</summary>
    public string Extension => MediaType.Extension(Head, Notes.MediaType);

    /// <summary>Opens the unfinished file of a place, or makes it, and locks it. What it holds is looked at by <see cref="LoadAsync"/>.</summary>
    public static PartOpening Open(SavePlace place, string ugcId, out PartFile? part)
    {
        part = null;
        FileStream stream;
        try
        {
            // Making a new file never follows a link; opening one that is there would.
            stream = Open(FileMode.CreateNew);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(place.Part) || SavePlace.IsLink(place.Part))
            {
                return PartOpening.NotAFile;
            }

            if (!File.Exists(place.Part))
            {
                throw Unwritable(place.Part, ugcId, e);
            }

            try
            {
                stream = Open(FileMode.Open);
            }
            catch (IOException)
            {
                return PartOpening.Busy;
            }
            catch (UnauthorizedAccessException denied)
            {
                throw Unwritable(place.Part, ugcId, denied);
            }
        }

        // A file that was deleted between opening and locking it would be written in vain; a pipe or device cannot be resumed.
        if (!stream.CanSeek || !File.Exists(place.Part))
        {
            stream.Dispose();
            return PartOpening.NotAFile;
        }

        part = new(place, stream, PartNotes.Read(place.Notes) ?? new(ugcId));
        return PartOpening.Opened;

        FileStream Open(FileMode mode) => new(place.Part, new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
            Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        });
    }

    public static UgcLabException Unwritable(string path, string ugcId, Exception e) =>
        new(UgcLabErrorKind.FileUnwritable, $"The file of job {ugcId} cannot be written to {path}: {Http.Redaction.Show(e.Message, 200)}", e);

    /// <summary>Takes up what an earlier attempt has left, if it is this job's and can be continued; otherwise begins anew.</summary>
    public async Task LoadAsync(string ugcId, CancellationToken cancellationToken)
    {
        PartNotes notes = Notes;
        bool whole = notes.Sha256 is not null && notes.Length == _stream.Length;
        if (notes.UgcId != ugcId || !(whole || notes.CanResume) || (notes.Total is long total && _stream.Length > total))
        {
            Restart(new(ugcId));
            return;
        }

        byte[] piece = new byte[PieceLength];
        _stream.Position = 0;
        int read;
        while ((read = await _stream.ReadAsync(piece, cancellationToken).ConfigureAwait(false)) > 0)
        {
            Count(piece.AsSpan(0, read));
        }

        if (!whole)
        {
            Notes = notes with { Sha256 = null, Length = null };
        }
        else if (CurrentHash() == notes.Sha256)
        {
            IsWhole = true;
        }
        else
        {
            Restart(new(ugcId));
        }
    }

    /// <summary>Empties the file; the next byte is the first.</summary>
    public void Restart(PartNotes notes)
    {
        try
        {
            // The notes first: bytes of one version under the notes of another are what must never be.
            notes.Write(_place.Notes);
            Notes = notes;
            _stream.SetLength(0);
            _stream.Position = 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(_place.Part, notes.UgcId, e);
        }

        _ = _hash.GetHashAndReset();
        Length = 0;
        IsWhole = false;
    }

    public async Task AppendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            // Not to be cancelled half way: the count and the file have to agree.
            await _stream.WriteAsync(bytes, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(_place.Part, Notes.UgcId, e);
        }

        Count(bytes.Span);
    }

    /// <summary>Brings the whole file to disk, notes its hash and closes it, so that it can be moved.</summary>
    public async Task CompleteAsync()
    {
        try
        {
            await _stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            RandomAccess.FlushToDisk(_stream.SafeFileHandle);
            Notes = Notes with { Length = Length, Sha256 = CurrentHash() };
            Notes.Write(_place.Notes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(_place.Part, Notes.UgcId, e);
        }

        _keep = true;
        IsWhole = true;
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Lets go of the file and leaves it as it is: it is somebody else's. Only an empty one, just made here, goes.</summary>
    public async ValueTask LeaveAsync()
    {
        bool empty = _stream.Length == 0;
        _keep = true;
        if (empty && !OperatingSystem.IsWindows())
        {
            Delete(_place.Part);
        }

        await DisposeAsync().ConfigureAwait(false);
        if (empty && OperatingSystem.IsWindows())
        {
            Delete(_place.Part);
        }
    }

    /// <summary>Closes the file, and deletes it when no later attempt could go on from it.</summary>
    public async ValueTask DisposeAsync()
    {
        bool keep = _keep || (Length > 0 && Notes.CanResume);
        if (!keep && !OperatingSystem.IsWindows())
        {
            // While it is locked, or the file deleted could be another process's by now. Windows deletes no open file,
            // and none that another process has opened meanwhile.
            Delete(_place.Notes, _place.Part);
        }

        await _stream.DisposeAsync().ConfigureAwait(false);
        if (!keep && OperatingSystem.IsWindows())
        {
            Delete(_place.Notes, _place.Part);
        }

        _hash.Dispose();
    }

    /// <summary>Makes sure that nothing is kept: what came is of no use to a later attempt.</summary>
    public void Discard() => Restart(new(Notes.UgcId));

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

    private static void Delete(params string[] paths)
    {
        try
        {
            Array.ForEach(paths, File.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An empty leftover does no harm, and the reason that nothing could be saved matters more.
        }
    }
}
