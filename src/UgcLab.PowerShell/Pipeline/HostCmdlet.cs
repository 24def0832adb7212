using System.Management.Automation.Host;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>What a cmdlet does with its host: writes, prompts, preferences, and paths. All of it runs on the pipeline's thread.</summary>
public abstract class HostCmdlet : PSCmdlet
{
    // The job as which the cmdlet continues in the background, and which then receives what it writes.
    private protected UgcCommandJob? Job { get; set; }

    // The writes of the base class, each made outside the pump: see PipelinePump.Outside.
    internal new void WriteObject(object? item) =>
        Write(job => job.Output.Add(item is null ? null! : PSObject.AsPSObject(item)), () => base.WriteObject(item));

    // PowerShell's own table of a file is about its owner and permissions, which are blank for one that Get-ChildItem didn't find.
    internal void WriteFile(FileInfo file)
    {
        PSObject shown = new(file);
        shown.TypeNames.Insert(0, "UgcLab.UgcFile");
        WriteObject(shown);
    }

    internal void WriteObjects(IEnumerable<object?> items)
    {
        foreach (object? item in items)
        {
            WriteObject(item);
        }
    }

    internal new void WriteError(ErrorRecord record) => Write(job => job.Error.Add(record), () => base.WriteError(record));

    internal new void WriteWarning(string text) => Write(
        job => job.Warning.Add(new WarningRecord(text)), () => base.WriteWarning(Shown(text, "WarningVariable", "3>", "WARNING: ".Length)));

    internal void WriteWarnings(params IEnumerable<string?> texts)
    {
        foreach (string text in texts.OfType<string>())
        {
            WriteWarning(text);
        }
    }

    internal new void WriteVerbose(string text) => Write(_ => { }, () => base.WriteVerbose(text));

    internal void WriteLine(string text)
    {
        HostInformationMessage message = new() { Message = Job is null ? Shown(text, "InformationVariable", "6>") : text };
        Write(job => job.WriteLine(message, MyInvocation.MyCommand.Name), () => base.WriteInformation(message, ["PSHOST"]));
    }

    internal void WriteLines(params IEnumerable<string?> texts)
    {
        foreach (string text in texts.OfType<string>())
        {
            WriteLine(text);
        }
    }

    internal new void WriteProgress(ProgressRecord record) => Write(job => job.Show(record), () => base.WriteProgress(record));

    internal new bool ShouldProcess(string target, string action) => PipelinePump.Outside(() => base.ShouldProcess(target, action));

    // Where a path leads from the folder that the prompt shows, which need not be the process's.
    private protected string FullPath(string path)
    {
        string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        return provider.Name == "FileSystem" ? full
            : throw Invalid.Argument($"'{path}' is not a path of the file system, but of {provider.Name}.");
    }

    // Whether -WhatIf was given, here or for the whole session.
    internal bool IsWhatIf => LanguagePrimitives.IsTrue(Preference("WhatIf", "WhatIfPreference"));

    // Without a console, progress is written as lines, which the engine doesn't treat as progress.
    internal bool ShowsProgress => Job is not null
        || (LanguagePrimitives.TryConvertTo(Preference("ProgressAction", "ProgressPreference"), out ActionPreference shown)
            && shown is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore));

    internal int ConsoleWidth => Job is null ? HostConsole.Width(Host) : int.MaxValue;

    internal bool CanAsk => HostConsole.CanAsk(Host);

    // Whether -Confirm was specified, true or false: in both cases the engine handles confirmation.
    private protected bool WasConfirmed => MyInvocation.BoundParameters.ContainsKey("Confirm");

    // Call only if CanAsk. Asks regardless of the preference variables. isYes sets the default answer for Enter.
    private protected bool ShouldContinue(string query, string caption, bool isYes) => PipelinePump.Outside(
        () => isYes ? base.ShouldContinue(query, caption)
            : Host.UI.PromptForChoice(
                caption, query, [new ChoiceDescription("&Yes", "Continue."), new ChoiceDescription("&No", "Stop.")], 1) == 0);

    // Asks a person, who may answer for all; in a non-interactive session, the answer
    // is no. The default is no, because these questions are about a second charge.
    internal bool Agree(string query, string caption, ConfirmState answers) => CanAsk
        && PipelinePump.Outside(() => ShouldContinue(query, caption, hasSecurityImpact: true, ref answers.YesToAll, ref answers.NoToAll));

    // A job continues, because it is not in a pipeline of the console.
    private protected bool IsErrorActionStop =>
        Job is null && Preference("ErrorAction", "ErrorActionPreference") is ActionPreference.Stop or "Stop";

    private object? Preference(string parameter, string variable) =>
        MyInvocation.BoundParameters.TryGetValue(parameter, out object? given) ? given : GetVariableValue(variable);

    // PowerShell makes one record for the screen and for those who keep it. Where one is kept, no line ends are added to its text.
    private string Shown(string text, string variable, string redirection, int indent = 0)
    {
        bool isKept = MyInvocation.BoundParameters.ContainsKey(variable)
            || MyInvocation.Line?.Contains(redirection, StringComparison.Ordinal) == true
            || MyInvocation.Line?.Contains("*>", StringComparison.Ordinal) == true;
        return isKept ? text : HostConsole.Wrapped(Host, text, indent);
    }

    private void Write(Action<UgcCommandJob> toJob, Action toPipeline)
    {
        if (Job is UgcCommandJob job)
        {
            toJob(job);
        }
        else
        {
            Outside(toPipeline);
        }
    }

    private protected static void Outside(Action call) => PipelinePump.Outside(() =>
    {
        call();
        return true;
    });
}

// What a person has answered for all questions that are still to come.
internal sealed class ConfirmState
{
    public bool YesToAll;
    public bool NoToAll;
}
