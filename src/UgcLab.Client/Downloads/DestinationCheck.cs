using System.Text.RegularExpressions;

namespace UgcLab.Downloads;

/// <summary>Makes sure that files can be saved to a folder, before anything is charged for them.</summary>
internal static partial class DestinationCheck
{
    // As long as the longest name of a video with its sidecar: some disks and paths have no room for it.
    private static readonly string Suffix = new('x', SafeName.LongestInBytes - 32);

    // FileUnwritable: files can't be saved to the folder. To find out, the folder may be created, and a file written and removed.
    public static void Require(string folder, bool mayWrite)
    {
        try
        {
            string? there = folder;
            for (; there is not null && !Directory.Exists(there); there = Path.GetDirectoryName(there))
            {
                if (File.Exists(there) || SavePaths.IsLink(there))
                {
                    throw Unwritable(folder, $"{there} is a file or a link that leads nowhere, not a folder.");
                }
            }

            if (there is null)
            {
                throw Unwritable(folder, "its drive doesn't exist.");
            }

            if (!mayWrite)
            {
                return;
            }

            // The folder stays: another process may be about to save to it.
            Directory.CreateDirectory(folder);
            string path = Path.Combine(folder, $"{Guid.NewGuid():N}{Suffix}.part.json");
            try
            {
                using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
                file.Write(new byte[4096]);
                file.Flush(flushToDisk: true);
            }
            finally
            {
                BusyFile.Delete(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unwritable(folder, Probe().Replace(error.Message, ""), error);
        }
    }

    // The file that is written for the check means nothing to a reader.
    [GeneratedRegex(@"[\\/][0-9a-f]{32}x+\.part\.json")]
    private static partial Regex Probe();

    private static UgcLabException Unwritable(string folder, string why, Exception? error = null) =>
        new(UgcLabErrorKind.FileUnwritable, $"Files can't be saved to {Redaction.Show(folder, 300)}: {why}",
            "Choose another -Destination, or correct this one, and run the command again.", error);
}
