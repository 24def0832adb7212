using System.Text;

namespace UgcLab.PowerShell.Binding;

// Reads inputs as rows, one at a time and on any thread. The columns of a table are matched once, and warnings about them are shown once,
// however often the rows are read.
internal sealed class RowReader(
    CreationDescriptor kind, ColumnMap? map, PromptTemplate? template, bool skipValidation, bool needsText, Action<string> warn)
{
    private readonly KnownColumns _columns = new(kind, map, template, warn);
    private readonly Dictionary<int, int> _results = [];
    private int _count;

    public void Begin()
    {
        _count = 0;
        _columns.Clear();
        _results.Clear();
    }

    public DraftRow Read(object? input)
    {
        _count++;
        DraftRow read = Cells.Base(input) switch
        {
            string prompt => OfText(prompt),
            SheetRow row => OfSheet(row),
            null => Refused("It is empty."),
            UgcJob job => OfJob(job),
            UgcActor actor => OfActor(actor),
            object source => OfObject(input is PSObject ? input : source, source),
        };
        return read with { Number = read.Number ?? _count, Source = read.Source ?? Cells.Base(input) };
    }

    private DraftRow OfText(string prompt) => new(new CreationDraft { [kind.TextField] = prompt })
    {
        Faults = template is null ? []
            : [new UgcFault(
                "PromptTwice", kind.TextField.ToString(), null, $"{kind.TextField}: this row is one, and the template makes another.",
                "Give rows with columns, or leave the template out.")],
    };

    // An image that was created with this module, as the start image of a video.
    private DraftRow OfJob(UgcJob job) => WhyNoStart(job) is string why
        ? Refused(why)
        : new DraftRow(new CreationDraft { ImageUrl = job.VideoUrl, ImageJob = job, Reference = job.Reference })
        {
            Cells = new Dictionary<string, string> { ["UgcId"] = job.UgcId },
            Faults = NotFinished(job) is UgcFault fault ? [fault] : [],
        };

    private string? WhyNoStart(UgcJob job) =>
        !kind.Has(CreationField.ImageUrl)
            ? $"A job isn't a row, and can't be used for {kind.Described}. To create it again, send its row (InputRow)."
        : template is not null ? "-PromptTemplate is filled from the columns of a row, and a job has none. Give -Prompt."
        : job.Kind is UgcKind.Image ? null
        : job.Kind is UgcKind made
            ? $"It is {CreationDescriptor.Of(made).Described}, and a video can start only with an image. "
                + "To create it again, send its row (InputRow)."
        : $"Whether job {job.UgcId} made an image is not known, for this machine's record does not have it. If it did, give its address: "
            + $"-ImageUrl (Get-UgcJob {job.UgcId}).VideoUrl";

    private static UgcFault? NotFinished(UgcJob job)
    {
        string state = job.IsSuccess ? "is done, and no address of its picture is known"
            : job.IsFinal ? "ended without a picture" : "is not done";
        return job is { IsSuccess: true, VideoUrl: not null } ? null : new UgcFault(
            "ImageJobNotReady", nameof(CreationField.ImageUrl), job.UgcId, $"The image job {job.UgcId} {state}.",
            job.IsFinal && !job.IsSuccess ? null : "Put Wait-UgcJob between: it hands on each image when it is done, with its address.");
    }

    // Only the object shows the workflow of an actor; an id doesn't.
    private DraftRow OfActor(UgcActor actor) => !kind.Has(CreationField.ActorId)
        ? Refused($"A {kind} has no actor. To create a video with an actor, use New-UgcTalkingActor.")
        : new(new CreationDraft { ActorId = actor.Id, ActorWorkflow = actor.Workflow })
        {
            Cells = new Dictionary<string, string> { [nameof(UgcJob.ActorId)] = actor.Id, [nameof(UgcJob.ActorName)] = actor.Name ?? "" },
        };

    // The cells aren't copied, because a file may have a hundred thousand rows. Values are read from the row itself.
    private DraftRow OfSheet(SheetRow row)
    {
        if (row.Headers.Count == 0)
        {
            return Refused("It has no columns.") with { Number = row.RowNumber, Faults = [row.Fault ?? NoRow("It has no columns.")] };
        }

        RowColumns columns = _columns.Of(row.Headers);
        if (row.IsOfTable && WhyNoRow(columns, row) is string why)
        {
            throw new UgcLabException(UgcLabErrorKind.ColumnSuspicious, why);
        }

        UgcFault[] own = row.Fault is UgcFault broken ? [broken] : [];
        return columns.Any
            ? Row(columns, row.Headers, row, row.RowNumber, row.Cells,
                [.. row.Nested.Where(cell => !columns.IsList(cell.Field)), .. own])
            : Unknown(row.Headers) with { Number = row.RowNumber };
    }

    // What would be wrong with every row of a table; null if nothing is.
    private string? WhyNoRow(RowColumns columns, SheetRow row)
    {
        bool hasText = template is not null || !needsText || columns.Column(kind.TextField) is not null
            || columns.Column(CreationField.WorkflowType) is not null;
        if (hasText && columns.Any)
        {
            return null;
        }

        string[] headers = [.. row.Headers.Take(12).Select(header => Redaction.Show(header, 40))];
        string more = row.Headers.Count > headers.Length ? ", …" : "";
        string example = string.Join(',',
            kind.Fields.Where(field => field is not (CreationField.ProjectId or CreationField.CustomActor)).Take(5));
        return !columns.Any && ColumnSuggestion.IsRow(row.Headers)
            ? $"The first line looks like a row, not like a header: {string.Join(", ", headers)}{more}. Insert a line above it that "
                + $"names the columns, such as {example}."
            : $"{(columns.Any ? "" : "None of the columns is known. ")}{(hasText ? "" : $"There is no {kind.TextField} column. ")}"
                + $"Columns: {string.Join(", ", headers)}{more}. Rename a column, or map it: "
                + $"{ColumnSuggestion.WithText(kind, columns, row.Cells)}. New-UgcSheet -Kind {kind} writes a file with all columns.";
    }

    private DraftRow OfObject(object input, object source)
    {
        if (Cells.Of(source) is not { Count: > 0 } cells)
        {
            return Refused($"A {source.GetType().Name} isn't a row. Specify a CSV row, a hashtable, an object with columns, "
                + "or the prompt as text.");
        }

        string[] headers = [.. cells.Select(cell => cell.Column)];
        RowColumns columns = _columns.Of(headers);
        if (!columns.Any)
        {
            return Unknown(headers);
        }

        List<UgcFault> faults = [];
        Dictionary<string, string> texts = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string column, Func<object?> value) in cells)
        {
            (string? text, UgcFault? fault) = Cells.Text(column, value, columns.IsList(column));
            if (fault is UgcFault unreadable && columns.IsUsed(column))
            {
                faults.Add(unreadable);
            }

            texts[column] = columns.IsOfResults ? CsvLine.Unprotected(text ?? "") : text ?? "";
        }

        return Row(columns, headers, input, _count, texts, faults);
    }

    private DraftRow Row(
        RowColumns columns, IReadOnlyList<string> headers, object source, int number, IReadOnlyDictionary<string, string> cells,
        IReadOnlyList<UgcFault> faults)
    {
        if (columns.IsOfResults
            && int.TryParse(cells[ResultColumns.Row], NumberStyles.None, CultureInfo.InvariantCulture, out int ofResult))
        {
            number = ofResult;
            int own = OwnCells(cells);
            if (!_results.TryAdd(number, own))
            {
                string differs = $"An earlier line is of the same {ResultColumns.Row}, and its cells differ. Change all lines of a row "
                    + "alike, or remove that column.";
                return _results[number] == own
                    ? new DraftRow(new CreationDraft()) { Number = number, IsRepeated = true }
                    : Refused(differs) with { Number = number };
            }
        }

        RowReading reading = columns.Read(column => cells.TryGetValue(column, out string? text) ? text : null, skipValidation);

        // A cell that couldn't be read isn't also reported as blank.
        DraftRow row = new(reading.Draft)
        {
            Number = number,
            Source = source,
            Cells = cells,
            RowId = reading.RowId,
            Faults = reading.Faults.Count == 0 ? faults
                : [.. faults, .. reading.Faults.Where(fault => faults.All(before => before.Field != fault.Field))],
        };
        foreach (string column in headers)
        {
            if (cells.TryGetValue(column, out string? cell) && !Ascii.IsValid(cell.AsSpan()))
            {
                _columns.WarnOfEncoding(row, columns, column, cell);
            }
        }

        return row;
    }

    // Lines of one row differ only in what this module wrote.
    private static int OwnCells(IReadOnlyDictionary<string, string> cells)
    {
        HashCode own = new();
        foreach ((string column, string cell) in cells.Where(
            cell => !ResultColumns.Names.Contains(cell.Key, StringComparer.OrdinalIgnoreCase)))
        {
            own.Add(column);
            own.Add(CellText.Normalize(cell));
        }

        return own.ToHashCode();
    }

    private DraftRow Unknown(IEnumerable<string> headers) =>
        Refused($"It has no column with a known name: {string.Join(", ", headers.Take(8))}. A row needs a column {kind.TextField}.");

    private static DraftRow Refused(string why) => new(new CreationDraft()) { Faults = [NoRow(why)] };

    private static UgcFault NoRow(string why) => new("RowUnreadable", "InputObject", null, why);
}
