using System.Text.RegularExpressions;

namespace UgcLab.PowerShell.Commands;

/// <content>Finds the files, each of which is a batch.</content>
public sealed partial class InvokeUgcBatchCommand
{
    private static readonly string[] PathNames = ["PSPath", "FullName"];

    private readonly List<string> _files = [];
    private bool _hasRows;
    private bool _skipped;

    /// <summary>
    /// The files with the rows: CSV with commas, semicolons, tabs, or bars, JSON lines, or Excel workbooks (.xlsx). Wildcards are allowed.
    /// Each file is a batch of its own.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files with the rows, as in -Path, but without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralSet)]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// The worksheet of an Excel workbook. By default, the first visible worksheet that isn't empty is read. Cells are read as Excel shows
    /// them, in the invariant culture.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Worksheet { get; set; }

    /// <summary>The encoding of text files without a byte-order mark: a name such as windows-1252, or the number of a code page.</summary>
    /// <value>utf8</value>
    [Parameter]
    [EncodingName]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public System.Text.Encoding? Encoding { get; set; }

    // The files share the spending limits, so all of them are compared with the limits before the first is sent. Returns the files that
    // can be read.
    private async Task<(string Name, BatchRows Rows)[]> FittingAsync(
        (string Name, BatchRows Rows)[] sources, CancellationToken cancellationToken)
    {
        UgcLimit? day = IsWhatIf || AllowPartial ? null : await Client.GetLimitAsync(cancellationToken);
        if (day is null || (MaxCredit is null && KeepCredit is null && day.MaxCreditPerDay is null))
        {
            return sources;
        }

        List<(string, BatchRows)> readable = [];
        List<UgcEstimate> estimates = [];
        foreach ((string name, BatchRows rows) in sources)
        {
            await ForOneAsync(async () =>
            {
                BatchView batch = await Client.Batches.PreviewAsync(name, cancellationToken);
                BatchPlanner planner = new(batch, await NewEstimatorAsync(), BuyAgain, RetryFailed, rows.Path);
                BatchPlan plan = await planner.PlanAsync(rows.All(), cancellationToken: cancellationToken);
                readable.Add((name, rows));

                // Nothing is sent of a file with invalid rows.
                estimates.AddRange(plan.Invalid > 0 && !SkipInvalid ? [] : [plan.Estimate]);
            }, rows.Path!);
        }

        return PlanLimits.CheckAll(estimates, MaxCredit, KeepCredit, day) is not UgcLabException beyond ? [.. readable]
            : throw new UgcLabException(beyond.Kind, $"{beyond.Message} Nothing was sent.", beyond.Advice);
    }

    [GeneratedRegex(@"^(results|errors)(-[2-9])?\.(csv|json)\z", RegexOptions.IgnoreCase)]
    private static partial Regex OwnFile();

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (FileOf(InputObject) is string file)
        {
            _files.AddRange(IsSheet(file) ? [file] : []);
        }
        else if (ParameterSetName == RowsSet)
        {
            // Read the object on the pipeline thread, because its properties may be script properties.
            _hasRows = true;
            _rows!.Add(InputObject);
        }

        return Task.CompletedTask;
    }

    // The batches in the order of the files. Nothing is read before all of them have a name.
    private (string Name, BatchRows Rows)[] Sources()
    {
        SheetOptions options = new() { Encoding = Encoding, Worksheet = Worksheet, Worksheets = EngineLoadContext.Worksheets };
        string[] files = [.. _files.Distinct(StringComparer.Ordinal)];
        (string Name, string Path)[] named = [.. files.Select(file => (Name ?? System.IO.Path.GetFileNameWithoutExtension(file), file))];
        IGrouping<string, (string, string Path)>? same = named.GroupBy(file => file.Name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Skip(1).Any());
        return (ParameterSetName == RowsSet, files.Length, _hasRows) switch
        {
            (_, > 0, true) => throw Invalid.Argument("Files and rows can't be piped together. Run the command once for each."),
            (true, 0, _) => Name is not null ? [(Name, _rows!)] : _skipped ? []
                : throw Invalid.Argument("Piped rows need -Name: it is what the batch is known by when it is run again. "
                    + "A file is given with -Path."),
            (_, > 1, _) when Name is not null => throw Invalid.Argument(
                $"-Name is the name of one batch, and there are {files.Length} files. Without -Name, each batch is named like its file."),
            _ when same is not null => throw Invalid.Argument($"{string.Join(" and ", same.Select(file => file.Path))} would be one batch, "
                + $"{same.Key}. Run the command once for each, with another -Name."),
            _ => [.. named.Select(file => (file.Name, new BatchRows(this, new SheetFile(file.Path, options), First)))],
        };
    }

    // A path of an existing file is taken as it is, whatever characters are in it.
    private IEnumerable<string> Matching(string path)
    {
        string literal = FullPath(path);
        if (File.Exists(literal) || !WildcardPattern.ContainsWildcardCharacters(path))
        {
            return [File.Exists(literal) ? literal : FullPath(WildcardPattern.Unescape(path))];
        }

        IEnumerable<string> matches = SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _);
        string[] found = [.. matches.Where(File.Exists).Order(StringComparer.OrdinalIgnoreCase)];
        return found.Length > 0 ? found.Where(IsSheet)
            : throw new UgcLabException(UgcLabErrorKind.FileInvalid, $"No file matches {path}.");
    }

    // The results in the same folder would be created again as rows.
    private bool IsSheet(string file)
    {
        bool isOwn = OwnFile().IsMatch(System.IO.Path.GetFileName(file));
        if (isOwn)
        {
            _skipped = true;
            WriteWarning($"{file} was skipped, because Invoke-UgcBatch writes files with this name. "
                + "To read its rows, specify -LiteralPath.");
        }

        return !isOwn;
    }

    // The file that a piped object refers to: one from Get-ChildItem, or an object with its path. A row doesn't refer to a file.
    private string? FileOf(object? input) => Cells.Base(input) switch
    {
        FileSystemInfo file => file.FullName,
        PSObject { BaseObject: PSCustomObject } row => PathNames.Select(name => row.Properties[name]?.Value as string)
            .Where(path => !string.IsNullOrEmpty(path) && (System.IO.Path.IsPathRooted(path)
                || path.Contains("::", StringComparison.Ordinal)))
            .Select(path => FullPath(path!)).FirstOrDefault(File.Exists),
        _ => null,
    };
}
