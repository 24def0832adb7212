using System.Globalization;
using UgcLab.Http;

namespace UgcLab.Batch;

/// <summary>A file that is written beside its place and moved there when it is whole. Where its place is taken by something that does not let go, it gets the next number.</summary>
internal sealed class ReplacedFile(string folder, string stem, string extension, string? never)
{
    // Whoever has nine of them open has seen enough.
    private const int Most = 9;

    private readonly string _draft = Path.Combine(folder, $"{stem}{extension}.{Guid.NewGuid():N}.new");

    public Stream Open() => new FileStream(_draft, FileMode.CreateNew, FileAccess.Write, FileShare.None);

    /// <summary>Moves the file to its name, and returns which that is; null when there was none to be had.</summary>
    public string? Publish(List<string> warnings)
    {
        string wanted = Named(1);
        string why = "";
        for (int number = 1; number <= Most; number++)
        {
            string path = Named(number);
            if (never is not null && string.Equals(Path.GetFullPath(never), path, StringComparison.OrdinalIgnoreCase))
            {
                why = "It is the sheet that the rows came from.";
                continue;
            }

            try
            {
                // What the results say is news about money: it is on the disk before the old ones go.
                using (FileStream whole = new(_draft, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                    whole.Flush(flushToDisk: true);
                }

                File.Move(_draft, path, overwrite: true);
                if (number > 1)
                {
                    warnings.Add($"{wanted} was left as it is, and the results are in {path}. {why}");
                }

                return path;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Open in a spreadsheet, as a rule.
                why = Redaction.Show(error.Message, 300);
            }
        }

        Abandon();
        warnings.Add($"The results cannot be written to {wanted}. {why}");
        return null;
    }

    /// <summary>Takes away what was written so far.</summary>
    public void Abandon()
    {
        try
        {
            File.Delete(_draft);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A leftover of ours that nobody takes for results.
        }
    }

    private string Named(int number) => Path.Combine(folder, number == 1 ? stem + extension : string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}{extension}"));
}
