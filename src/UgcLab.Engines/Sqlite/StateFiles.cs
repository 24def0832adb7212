using System.Security.Cryptography;

namespace UgcLab.Engines.Sqlite;

// The files of a state folder: the database, its lock, a lock for each process that uses it, and the reserve.
internal sealed class StateFiles(string folder, bool allowNetwork) : IDisposable
{
    // Enough for the outcome of any request, with the rollback journal of its transaction.
    private const int ReserveSize = 1 << 20;

    private FileLock? _ownerLock;

    public string Database { get; } = Path.Combine(folder, "ugclab.db");

    private string LockPath { get; } = Path.Combine(folder, "ugclab.lock");
    private string Owners { get; } = Path.Combine(folder, "owners");
    private string ReservePath { get; } = Path.Combine(folder, "reserve.bin");

    // Takes the lock around everything that touches the database; null while another process has it.
    public FileLock? TryLock() => FileLock.TryAcquire(LockPath);

    public void MakeFolder()
    {
        if (_ownerLock is null)
        {
            StateFolder.RequireLocal(folder, allowNetwork);
            PrivateFolder.Make(folder);
        }
    }

    // With the lock held: makes the file that says that this owner is alive. Without the lock, another process could take the file for a
    // leftover between its creation and its lock.
    public void Prepare(string owner)
    {
        if (_ownerLock is not null)
        {
            return;
        }

        PrivateFolder.Make(Owners);
        foreach (string left in Directory.GetFiles(Owners))
        {
            // Of a process that was killed.
            if (!IsHeld(left))
            {
                TryDelete(left);
            }
        }

        _ownerLock = FileLock.TryAcquire(OwnerPath(owner)) ?? throw new IOException($"{OwnerPath(owner)} is locked by another process");
    }

    // With the lock held, another try must fail. StoreOnNetwork.
    public void RequireLocks()
    {
        using FileLock? second = FileLock.TryAcquire(LockPath);
        if (second is not null)
        {
            string cause = Environment.GetEnvironmentVariable("DOTNET_SYSTEM_IO_DISABLEFILELOCKING") is string set
                ? $"The environment variable DOTNET_SYSTEM_IO_DISABLEFILELOCKING is set ({set}), so files are not locked"
                : $"The file system of {folder} does not lock files";
            throw new UgcLabException(
                UgcLabErrorKind.StoreOnNetwork, $"{cause}, and two processes could create the same rows. Nothing is created.",
                $"Remove the variable, or set $env:{StateFolder.Variable} to a folder on a local disk.");
        }
    }

    // Creates the database for only this user, and ensures that its name survives a power failure. It gets its name after its tables are
    // created, so a database of this name without them is damaged, not new.
    public void Create(Action<string> fill)
    {
        string made = Database + ".new";
        using (FileStream file = new(made, PrivateFolder.Options(FileMode.Create, FileAccess.Write, FileShare.ReadWrite)))
        {
            file.Flush(flushToDisk: true);
        }

        // The rollback journal of a deleted database would be applied to the new one.
        BusyFile.Delete(made + "-journal");
        BusyFile.Delete(Database + "-journal");
        fill(made);
        BusyFile.Delete(made + "-journal");
        BusyFile.Move(made, Database, overwrite: false);
        PrivateFolder.Flush(folder);
    }

    public bool IsAlive(string owner) => IsHeld(OwnerPath(owner));

    public void Forget(string owner) => TryDelete(OwnerPath(owner));

    // With the lock held: keeps room on the disk for the outcome of a request that is in flight.
    public void ReserveSpace()
    {
        // A process that was killed as it made the file leaves a part of it.
        if (new FileInfo(ReservePath) is not { Exists: true, Length: ReserveSize })
        {
            // Random bytes: a file system that compresses would keep no room for blanks.
            using FileStream reserve = new(ReservePath, PrivateFolder.Options(FileMode.Create, FileAccess.Write, FileShare.Delete));
            try
            {
                reserve.Write(RandomNumberGenerator.GetBytes(ReserveSize));
                reserve.Flush(flushToDisk: true);
            }
            catch
            {
                reserve.Dispose();
                TryDelete(ReservePath);
                throw;
            }
        }
    }

    // Gives that room free. False when there was none.
    public bool UseReserve() => File.Exists(ReservePath) && TryDelete(ReservePath);

    public void Dispose()
    {
        _ownerLock?.Dispose();
        _ownerLock = null;
    }

    private static bool IsHeld(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using FileLock? free = FileLock.TryAcquire(path);
            return free is null;
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's: nothing says that it has ended.
            return true;
        }
    }

    private static bool TryDelete(string path)
    {
        try
        {
            BusyFile.Delete(path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private string OwnerPath(string owner) => Path.Combine(Owners, $"{owner}.lock");

    public void RemoveFolder()
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It was never made, or is a leftover in the folder for temporary files.
        }
    }
}
