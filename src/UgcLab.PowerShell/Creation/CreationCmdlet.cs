namespace UgcLab.PowerShell.Creation;

/// <summary>The base class of cmdlets that create one kind of output. The parameters of the kind are on the derived cmdlet.</summary>
public abstract class CreationCmdlet : RowsCmdlet
{
    private readonly HashSet<string> _warned = [];
    private readonly PurchaseSession _purchases;
    private readonly CreatedJobs _created;
    private Estimator? _estimator;
    private UgcLabException? _deferred;
    private bool _isFinishing;

    /// <summary>Initializes the cmdlet.</summary>
    protected CreationCmdlet()
    {
        _purchases = new PurchaseSession(this);
        _created = new CreatedJobs(this, Creation.Noun);
    }

    /// <summary>
    /// A row with a column for each setting (from Import-Csv, a hashtable, or any object), or only the text. Columns are found by name,
    /// ignoring case, spaces, and underscores; a blank cell means "not given". A finished image job is used as the start image of a video,
    /// and an actor from Get-UgcActor as its actor.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>
    /// The maximum number of credits that this run may spend, counted by actual charges. Before each request, its price is taken from
    /// earlier charges or, before the first charge, from the documentation; the run stops if the request might exceed the limit. If no
    /// price is known, one such request is sent while credits are left, and may exceed the limit by its own cost.
    /// </summary>
    [Parameter]
    [ValidateRange(0d, 1e15)]
    public decimal? MaxCredit { get; set; }

    /// <summary>
    /// The number of credits that must remain in the workspace. The run stops before the balance would fall below it. The service reports
    /// the balance only in the response to a creation, so the first creation for a project may be sent unchecked, with a warning.
    /// </summary>
    [Parameter]
    [ValidateRange(0d, 1e15)]
    public decimal? KeepCredit { get; set; }

    /// <summary>
    /// The name of a batch, in which each row is created once: a row that was created before isn't created again, and its jobs are returned
    /// from the store. A row is identified by its text and settings, or by its RowId column. Two equal rows are created twice.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(BatchNameCompleter))]
    public string? Batch { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>
    /// Creates rows again that were created before, and prompts for each. Unconfirmed rows are never sent again. If the command is
    /// interrupted, the next one with this switch resumes it: rows that it created again aren't created once more.
    /// </summary>
    [Parameter]
    public SwitchParameter BuyAgain { get; set; }

    /// <summary>
    /// What to do with unconfirmed rows of the batch. Skip: report them, and don't send them. Ask: show the evidence for and against a
    /// charge, and ask whether each was charged; if it wasn't, it's sent again. In a non-interactive session, Ask does the same as Skip.
    /// </summary>
    /// <value>Skip</value>
    [Parameter]
    [ValueOf<UgcOnUnconfirmed>]
    public UgcOnUnconfirmed OnUnconfirmed { get; set; }

    /// <summary>
    /// Suppresses the confirmation prompt of -BuyAgain, but not the question whether an unconfirmed row was charged. Also sends requests
    /// whose price isn't known under Connect-UgcLab -MaxCreditPerDay. All other checks still apply.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Waits for the jobs and returns each one when it ends, as Wait-UgcJob does.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>
    /// Waits for the jobs, saves their files to this folder, and returns the saved files, as Save-UgcVideo does. The folder is created if
    /// it doesn't exist.
    /// </summary>
    [Parameter]
    [Alias("OutputDirectory")]
    public string? Destination { get; set; }

    // With -Wait or -Destination, the jobs are waited for and saved first: with -ErrorAction Stop the error would end that as well.
    private protected override bool IsDeferred(UgcLabException failure)
    {
        if (!_created.AreWaitedFor || _isFinishing || !EndsCreation(failure))
        {
            return false;
        }

        Note(failure);
        _deferred = failure;
        WriteWarning($"No more is created. {failure.Message} Jobs that were created are still waited for"
            + $"{(Destination is null ? "" : " and saved")}.");
        return true;
    }

    private protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        _purchases.Check();
        RequireSession();
        MaxCredit ??= OpenSession?.MaxCredit;
        KeepCredit ??= OpenSession?.KeepCredit;
        _created.Begin();
        return Task.CompletedTask;
    }

    internal string? Folder => Destination is null ? null : FullPath(Destination);

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (IsOver)
        {
            CountUnsent();
            return;
        }

        DraftRow row = ValidateInput(InputObject);
        if (row.IsRepeated)
        {
            return;
        }

        WriteWarnings(row.Check.Warnings.Where(_warned.Add));
        if (row.Check.Request is not CreationRequest request)
        {
            _purchases.CountInvalid();
            throw row.Refusal;
        }

        RowToCreate taken = await _purchases.LookUpAsync(row.ToPurchase(request, row.Source), row.Subject);
        if (taken.Past is not null)
        {
            await WriteJobsAsync(taken.Past, cancellationToken);
            return;
        }

        string what = request.Outputs == 1 ? Creation.AnyNoun : $"{request.Outputs} {Creation.Noun}s";
        string again = taken.IsCreatedAgain ? " AGAIN, created before" : "";
        if (!ShouldProcess(Describe(row, request), $"Create {what}{again}"))
        {
            // With -WhatIf, count the row. A row that the user declined isn't counted.
            if (IsWhatIf)
            {
                _purchases.CountWhatIf();
                (_estimator ??= await NewEstimatorAsync()).Add(request);
            }

            return;
        }

        await WriteJobsAsync(await _created.CreateAsync(
            row.Name, token => _purchases.CreateAsync(taken, Notices, token), cancellationToken), cancellationToken);
    }

    private Task WriteJobsAsync(IReadOnlyList<UgcJob> jobs, CancellationToken cancellationToken)
    {
        Returned(jobs);
        return _created.AddAsync(jobs, cancellationToken);
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        _isFinishing = true;
        _created.CloseBar();
        WriteUnsent();
        WarnOfEqualRows();
        await _purchases.DisposeAsync();
        WriteLines(_purchases.Summary());
        if (_estimator?.Total() is UgcEstimate estimate)
        {
            WriteLine(string.Join(' ', [.. estimate.Verdicts(MaxCredit, KeepCredit), $"In all: {estimate}"]));
        }

        await _created.FinishAsync(cancellationToken);
        if (_deferred is not null)
        {
            throw _deferred;
        }

        if (Destination is null || UnsavedIds.Count == 0)
        {
            await _purchases.EndAsync();
        }
    }

    // A row as the prompt for confirmation shows it.
    private static string Describe(DraftRow row, CreationRequest request)
    {
        UgcJob job = request.Describe("");
        string?[] parts =
        [
            job.Model,
            job.Duration is null || job.Duration.EndsWith('s') ? job.Duration : $"{job.Duration} s",
            job.AspectRatio,
            job.Tier,
            job.ImageUrl is null ? null : job.Kind is UgcKind.Video ? "from an image" : "with a product",
            row.Draft.ActorId is null ? null : $"actor {row.Draft.ActorId.Replace(",", ", ", StringComparison.Ordinal)}",
            row.Draft.CustomActor is null ? null : "an actor who is described",
            $"project {request.ProjectId}",
            row.Draft.Reference is null ? null : $"reference {row.Draft.Reference}",
        ];
        string known = string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part)));
        string text = Redaction.Short(job.Prompt, 50) ?? "";
        return $"{row.Name}: {known}{(text.Length > 0 ? ": " : "")}{text.ReplaceLineEndings(" ")}";
    }

    private protected override StopNote? StopNote => new(_created.ToString(), Batch is not null
        ? "To resume, run the same command again."
        : _created.IsAny ? $"{StopNote.SaveRest} (the same command again would create the rows again)." : null);

    private protected override object? Target =>
        (InHand is { IsSecret: true } ? InHand.Name : null) ?? Cells.Base(InputObject) ?? Given(Creation.TextField);

    private protected override void Dispose(bool disposing)
    {
        // A stopped pipeline ends here, so the store is closed without waiting.
        _ = _purchases.DisposeAsync().AsTask();
        _created.Dispose();
        base.Dispose(disposing);
    }
}
