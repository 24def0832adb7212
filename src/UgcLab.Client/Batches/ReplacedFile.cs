namespace UgcLab.Batches;

// A file of results or errors that is written next to its final path and moved there
// when it is complete. If that path can't be replaced, the file gets the next number.
internal sealed class ReplacedFile(string folder, string file, string? never)
{
    private const int MostNames = 9;

    private readonly string _draft = Path.Combine(folder, $"{file}.{Guid.NewGuid():N}.new");

    public Stream Open() => new FileStream(_draft, FileMode.CreateNew, FileAccess.Write, FileShare.None);

    // Moves the file to its name, and returns which that is; null when none was free.
    public string? Publish(List<string> warnings)
    {
        string why = "";
        for (int number = 1; number <= MostNames; number++)
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

                BusyFile.Move(_draft, path, overwrite: true);
                if (number > 1)
                {
                    warnings.Add($"{Named(1)} was left as it is, and the results are in {path}. {why}");
                }

                return path;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Usually open in a spreadsheet.
                why = Redaction.Show(error.Message, 300);
            }
        }

        warnings.Add($"The results cannot be written to {Named(1)}. {why}");
        return null;
    }

    public void Abandon()
    {
        try
        {
            BusyFile.Delete(_draft);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The name shows that the file doesn't hold results.
        }
    }

    private string Named(int number) =>
        Path.Combine(folder, number == 1 ? file
            : FormattableString.Invariant($"{Path.GetFileNameWithoutExtension(file)}-{number}{Path.GetExtension(file)}"));
}
