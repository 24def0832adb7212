namespace UgcLab.PowerShell.Commands;

/// <content>Shows the plan of a batch and asks for confirmation before the batch runs.</content>
public sealed partial class InvokeUgcBatchCommand
{
    private const string NotConfirmed = "The plan was not confirmed.";

    private async Task PlanAndRunAsync(string name, BatchRows rows, string folder, CancellationToken cancellationToken)
    {
        _rows = rows;
        _folderOfPlan = IsWhatIf ? null : folder;
        _reported.Clear();
        using InvalidRows invalid = _invalid = new InvalidRows(
            this, ReportInvalid, () => IsWhatIf ? null : new ErrorSheet(folder, rows.Delimiter, rows.Path));

        // Invalid input must not leave a batch behind, or rows in a batch that the corrected file no longer contains.
        DateTimeOffset began = Clock.GetUtcNow();
        _batch = await (IsWhatIf ? Batches : Client.Batches).PreviewAsync(name, cancellationToken);
        BatchPlan plan = await PlanAsync(cancellationToken);
        if (OnUnconfirmed is UgcOnUnconfirmed.Ask && await ResolveAnyAsync(plan))
        {
            plan = await PlanAsync(cancellationToken);
        }

        JobFields.Require(_pattern!, "-FileName", plan.Columns);
        invalid.Show();
        await ShowAsync(plan, cancellationToken);

        (int Code, string? Why, string? Warning)? nothing = plan switch
        {
            _ when !ConfirmSource(plan) => (ExitCodes.Stopped, NotConfirmed, null),
            { Rows: 0, OpenVideos: 0 } => (ExitCodes.Saved, null, $"There are no rows in {rows.Path ?? "the input"}, so nothing is sent."),
            { Invalid: > 0 } when !SkipInvalid => (ExitCodes.Invalid, "Rows are invalid.",
                "Nothing is sent while rows are invalid. Correct them, or skip them with -SkipInvalid."),
            { Duplicates.Any: true, ToSend: > 0 } when !AllowDuplicate && !CanAsk && !IsWhatIf =>
                (ExitCodes.Invalid, plan.Duplicates.ToString(),
                    "Nothing is sent, because rows would be created again. To create them again, specify -AllowDuplicate. "
                        + "Otherwise, remove the rows or restore their RowIds."),
            _ => null,
        };
        if (nothing is null && await AllowedAsync(plan, cancellationToken) is BatchPlan allowed)
        {
            _planned?.Add(allowed);
            await NowOrInJobAsync(name, token => RunPlanAsync(name, rows, folder, allowed, token), cancellationToken);
            return;
        }

        (int code, string? why, string? warning) = nothing ?? (ExitCodes.Stopped, NotConfirmed, null);
        WriteWarnings(warning);
        if (!IsWhatIf)
        {
            UgcBatchResult result = plan.NothingSent(code, why, began, Clock.GetUtcNow());
            await NowOrInJobAsync(name, _ => Task.FromResult(result), cancellationToken);
        }
    }

    private async Task ShowAsync(BatchPlan plan, CancellationToken cancellationToken)
    {
        WriteLine(plan.ToString());
        if (plan.IsResumed)
        {
            WriteLine("An earlier run with -BuyAgain was interrupted. This one resumes it, and creates no row again that it created.");
        }

        if (plan.ToSend > 0)
        {
            WriteLines([.. plan.Estimate.Verdicts(MaxCredit, KeepCredit), plan.Estimate.ToString()]);
            if (_folderOfPlan is string folder)
            {
                await StoreCheck.RequireAsync(this, SessionInUse, Force, folder, cancellationToken);
                _folderOfPlan = null;
            }
        }

        if (plan.EqualRows.Length > 0)
        {
            WriteWarning($"{plan.EqualRows} {(plan.CreatedBefore == 0 ? InputRows?.FirstEqual : "")}".TrimEnd());
        }

        foreach (BatchRow row in plan.Unconfirmed)
        {
            WriteReport(
                RowDecision.Failure(RowDecision.Of(row), _batch!.Name, row, await _batch.LastAsync(row, cancellationToken))!,
                row.Purchase.InputRow, UnconfirmedPrompt.NameOf(row));
        }

        // With invalid rows nothing is sent, and they may be most of the cost.
        if (plan.Invalid > 0 && !SkipInvalid)
        {
            return;
        }

        UgcLimit? day = IsWhatIf ? null : await Client.GetLimitAsync(cancellationToken);
        if (PlanLimits.Check(plan, MaxCredit - (_limit?.Spent ?? 0), KeepCredit, day, Force) is UgcLabException beyond)
        {
            if (!AllowPartial && !IsWhatIf)
            {
                throw new UgcLabException(beyond.Kind, $"{beyond.Message} Nothing was sent.", beyond.Advice);
            }

            WriteLine(beyond.Message);
        }
    }

    private async Task<bool> ResolveAnyAsync(BatchPlan plan)
    {
        bool isAny = false;
        foreach (BatchRow row in plan.Unconfirmed)
        {
            isAny |= await UnconfirmedPrompt.AskAndResolveAsync(this, _batch!, row, UnconfirmedPrompt.NameOf(row), _unconfirmedAnswers);
        }

        return isAny;
    }

    // Reads and plans all rows in one pass. Each invalid row counts once, however often the rows are planned.
    private async Task<BatchPlan> PlanAsync(CancellationToken cancellationToken)
    {
        bool isFirst = _reported.Add("");
        BatchPlanner planner = new(_batch!, await NewEstimatorAsync(), BuyAgain, RetryFailed, _rows!.Path, _planned);
        foreach (BatchInput[] some in _rows!.All().Chunk(BatchView.RowsTogether))
        {
            foreach ((BatchInput input, UgcLabException failure) in await planner.AddAsync(some, cancellationToken))
            {
                if (_reported.Add(input.Name))
                {
                    _invalid!.Add(input, failure);
                }
            }
        }

        // Show notices about the rows before the prompt, because the answer depends on them.
        Notices.ShowUnread();
        WriteLines(isFirst ? _rows.Ignored : null);
        BatchPlan plan = await planner.DoneAsync(cancellationToken);

        // Rows after -First are still in the file.
        return First is null ? plan : plan with { NoLongerThere = 0 };
    }

    // A row that is skipped on purpose isn't reported as an error, which could end a script.
    private void ReportInvalid(BatchInput input, UgcLabException failure)
    {
        ErrorRecord record = ErrorRecords.From(failure, input.Source ?? input.Name, input.ToString());
        if (SkipInvalid)
        {
            WriteWarning($"{record} It is skipped.");
        }
        else
        {
            // What to do with all of them is said once, below them.
            record.ErrorDetails.RecommendedAction = failure.Advice ?? "";
            WriteError(record);
        }
    }

    // Returns the plan that was confirmed, or null. Another process may change the batch during the prompt. The batch is then planned
    // again, and the prompt is shown again if the new plan sends more rows, costs more, or creates more of them again.
    private async Task<BatchPlan?> AllowedAsync(BatchPlan plan, CancellationToken cancellationToken)
    {
        while (ConfirmPlan(plan))
        {
            // The user agreed to one more generation, even if other processes have created rows since then.
            BatchPlan now = plan;
            if (!IsWhatIf && await _batch!.IsChangedAsync(plan, cancellationToken))
            {
                _batch = await Batches.PreviewAsync(_batch.Name, cancellationToken);
                now = (await PlanAsync(cancellationToken)) with { Generation = plan.Generation };
            }

            if (now.ToSend <= plan.ToSend && now.Estimate.KnownCredits <= plan.Estimate.KnownCredits
                && now.ToRecreate <= plan.ToRecreate && now.Duplicates.Count <= plan.Duplicates.Count)
            {
                return now;
            }

            plan = now;
            await ShowAsync(plan, cancellationToken);
        }

        return null;
    }

    // Whether rows of another file may go to the batch. What a batch of this name has of them decides, and not where the file lies.
    private bool ConfirmSource(BatchPlan plan)
    {
        if (plan.OtherSource is not string other)
        {
            return true;
        }

        string what = string.Create(CultureInfo.InvariantCulture,
            $"Batch {plan.Batch} was created from {other}, and {plan.Known} of {Format.Count(plan.Rows, "row")} of "
                + $"{_rows!.Path} belong to it.");
        if (IsWhatIf)
        {
            WriteLine(what);
            return true;
        }

        return CanAsk ? ShouldContinue($"{what} Add the other rows to this batch?", $"Batch {plan.Batch}")
            : throw Invalid.Argument($"{what} Nothing was sent.",
                $"For a batch of its own, specify -Name. To add the rows to batch {plan.Batch}, pipe them: Import-Csv FILE | "
                    + $"Invoke-UgcBatch -Name '{plan.Batch}'.");
    }

    // The limits of the run, which may come from a profile.
    private string Limits => string.Concat(new (string Name, decimal? Credits)[] { ("-MaxCredit", MaxCredit), ("-KeepCredit", KeepCredit) }
        .Where(limit => limit.Credits is not null)
        .Select(limit => $"{limit.Name} {Format.Amount(limit.Credits!.Value)} limits this run. "));

    // One prompt before anything is charged. Jobs that were created earlier are waited for and saved without a prompt.
    private bool ConfirmPlan(BatchPlan plan)
    {
        if (!ShouldProcess($"batch {plan.Batch}", plan.Action))
        {
            return false;
        }

        bool isHeld = plan.Duplicates.Any && !AllowDuplicate;
        if (plan.ToSend == 0 || ((Force || WasConfirmed) && !isHeld))
        {
            return true;
        }

        return CanAsk
            ? ShouldContinue(
                $"{Limits}{plan.Question}", $"Batch {plan.Batch}",
                isYes: plan.Estimate.Credits is not null && plan.ToRecreate == 0 && !isHeld)
            : MaxCredit is not null && plan.ToRecreate == 0 ? true
            : throw Invalid.Argument(plan.ToRecreate == 0
                ? "In a non-interactive session, specify -MaxCredit or -Force."
                : "In a non-interactive session, specify -Force to create rows again.");
    }
}
