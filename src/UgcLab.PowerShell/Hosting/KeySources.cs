using System.Management.Automation.Host;
using System.Net;
using System.Security;

namespace UgcLab.PowerShell.Hosting;

/// <summary>Where a key can come from. None of them shows any of it.</summary>
internal static class KeySources
{
    public const string Variable = "UGCLAB_API_KEY";

    // Vaults whose names can be listed without a network.
    private static readonly string[] LocalVaults =
    [
        "Microsoft.PowerShell.SecretStore", "SecretManagement.KeePass", "SecretManagement.KeyChain", "SecretManagement.JustinGrote.CredMan",
    ];

    public static string EnvironmentName(string? variable = null) => $"environment ({variable ?? Variable})";

    public static string? InEnvironment(string? variable = null) =>
        System.Environment.GetEnvironmentVariable(variable ?? Variable) is string key
            && !string.IsNullOrWhiteSpace(key) ? key.Trim() : null;

    public static string Required(string? variable) => InEnvironment(variable) ?? throw (variable is null
        ? new UgcLabException(UgcLabErrorKind.ApiKeyMissing, "No key was given, and none is in the environment.")
        : new UgcLabException(UgcLabErrorKind.ApiKeyMissing, $"$env:{variable} contains no key, and the profile refers to it.",
            $"Set $env:{variable}, or change the profile with Set-UgcProfile."));

    public static string Plain(SecureString secret) => new NetworkCredential("", secret).Password;

    // Microsoft.PowerShell.SecretManagement need not be installed until a secret is named.
    public static string Vault(PSCmdlet cmdlet, string name, string? vault)
    {
        CommandInfo command = cmdlet.InvokeCommand.GetCommand("Get-Secret", CommandTypes.Cmdlet | CommandTypes.Function)
            ?? throw new UgcLabException(
                UgcLabErrorKind.ApiKeyMissing,
                "A secret vault needs the module Microsoft.PowerShell.SecretManagement, which isn't installed.",
                "Install-Module Microsoft.PowerShell.SecretManagement, or specify the key in another way.");
        using System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(command).AddParameter("Name", name).AddParameter("ErrorAction", ActionPreference.Stop);
        if (vault is not null)
        {
            shell.AddParameter("Vault", vault);
        }

        try
        {
            return shell.Invoke().FirstOrDefault()?.BaseObject switch
            {
                SecureString secret => Plain(secret),
                string text => text,
                PSCredential credential => Plain(credential.Password),
                _ => throw new UgcLabException(UgcLabErrorKind.ApiKeyMissing, $"The secret '{name}' doesn't exist, or isn't text."),
            };
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            // A vault that is locked or not registered, or a secret that it doesn't have, is an error of the module.
            throw new UgcLabException(
                UgcLabErrorKind.ApiKeyMissing, $"The secret '{name}' can't be read. {Redaction.Show(error.Message, 300)}",
                "Check the name with Get-SecretInfo, and the vault with Get-SecretVault and Unlock-SecretStore.");
        }
    }

    // What SecretManagement lists, for completion, if it is loaded: it can't ask for a password, and an error means that there is nothing.
    public static IEnumerable<(string Name, string Tip)> Listed(string script, string? vault)
    {
        using System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript(
            $"param($Vault, $Local) try {{ if (Get-Module Microsoft.PowerShell.SecretManagement) {{ {script} }} }} "
                + "catch { $Error.RemoveAt(0) }");
        shell.AddParameter("Vault", vault).AddParameter("Local", LocalVaults);
        return [.. shell.Invoke(null, new PSInvocationSettings { Host = new SilentHost(), ErrorActionPreference = ActionPreference.Ignore })
            .Select(found => found.Properties).Select(of => ($"{of["Name"]?.Value}", $"{(of["VaultName"] ?? of["ModuleName"])?.Value}"))];
    }
}

// A host without a user interface: what runs in it can't ask or show anything.
internal sealed class SilentHost : PSHost
{
    public override string Name => "UgcLab completion";

    public override Version Version { get; } = new(1, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => null!;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }
}
