namespace UgcLab.Rows;

// A file to begin with: the columns of a kind, and a valid row for each of its models.
internal static class SheetTemplate
{
    // The file that was written. FileExists: there is one, and it's not to be replaced. FileUnwritable: it can't be written.
    public static FileInfo Write(string path, CreationDescriptor kind, bool overwrite)
    {
        char delimiter = DelimiterOf(path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using FileStream file = new(path, overwrite ? FileMode.Create : FileMode.CreateNew, FileAccess.Write, FileShare.None);

            // Spreadsheets take a file without the mark for one of another encoding.
            using StreamWriter lines = new(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            CsvLine.Write(lines, delimiter, kind.Fields.Select(field => field.ToString()));
            foreach (UgcModel model in ModelCatalog.Of(kind.Kind))
            {
                CsvLine.Write(lines, delimiter, kind.Fields.Select(field => Example(field, model)));
            }

            return new FileInfo(path);
        }
        catch (IOException) when (!overwrite && File.Exists(path))
        {
            throw new UgcLabException(UgcLabErrorKind.FileExists, $"{path} already exists.",
                "Specify another path, or -Force to replace the file.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UgcLabException(
                UgcLabErrorKind.FileUnwritable, $"{path} can't be written: {Redaction.Show(error.Message, 300)}",
                "Specify another path.", error);
        }
    }

    private static char DelimiterOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".CSV" or ".TXT" or "" => ',',
        ".TSV" or ".TAB" => '\t',
        string other =>
            throw new UgcLabException(
                UgcLabErrorKind.ArgumentInvalid, $"A sheet is written as CSV, and {path} ends with {other.ToLowerInvariant()}.",
                "Specify a path that ends with .csv or .tsv. Excel opens it, and saves it as a workbook, which Invoke-UgcBatch "
                    + "reads too."),
    };

    // What may be blank is blank where a value would have to be one of the user's own. The project is the session's.
    private static string Example(CreationField field, UgcModel model) => field switch
    {
        CreationField.Prompt => "A paper boat sails down a rainy street, filmed from above",
        CreationField.Script => "Hi there. I have used this every morning for a month.",
        CreationField.Actions => "Smiles, leans in, and points to the side",
        CreationField.Model or CreationField.WorkflowType => model.Name,
        CreationField.Duration => model.Durations is [string first, ..] ? first : model.Kind is UgcKind.MotionVideo ? "5" : "",
        CreationField.AspectRatio => model.AspectRatios is [string first, ..] ? first : "",
        CreationField.Tier or CreationField.Quality => model.Tiers is [string first, ..] ? first : "",
        CreationField.ActorId => "clactor0000000000000example",
        CreationField.ProductImageUrl => "https://example.com/product.jpg",
        CreationField.ReferenceVideoUrl => "https://example.com/motion.mp4",
        CreationField.Variants => "1",
        CreationField.Reference => $"{model.Name}-example",
        _ => "",
    };
}
