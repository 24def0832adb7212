using System.Management.Automation;
using System.Net;
using System.Security;

namespace UgcLab.PowerShell.Pipeline;

/// <summary>Where a key can come from. None of them shows any of it.</summary>
internal static class KeySources
{
    /// <summary>The variable that holds the key.</summary>
    public const string Variable = "UGCLAB_API_KEY";

    /// <summary>What a context says of a key that came from there.</summary>
    public const string EnvironmentName = $"environment ({Variable})";

    /// <summary>The environment's key, or null.</summary>
    public static string? Environment() =>
        System.Environment.GetEnvironmentVariable(Variable) is string key && !string.IsNullOrWhiteSpace(key) ? key.Trim() : null;

    /// <summary>The text of a SecureString.</summary>
    public static string Plain(SecureString secret) => new NetworkCredential("", secret).Password;

    /// <summary>A secret of Microsoft.PowerShell.SecretManagement, which need not be there until somebody names one.</summary>
    public static string Vault(PSCmdlet cmdlet, string name, string? vault)
    {
        CommandInfo command = cmdlet.InvokeCommand.GetCommand("Get-Secret", CommandTypes.Cmdlet | CommandTypes.Function)
            ?? throw new UgcLabException(UgcLabErrorKind.ApiKeyMissing, "A vault needs the module Microsoft.PowerShell.SecretManagement, which is not installed.")
            {
                Advice = "Install-Module Microsoft.PowerShell.SecretManagement, or give the key in another way.",
            };
        using System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(command).AddParameter("Name", name).AddParameter("ErrorAction", ActionPreference.Stop);
        if (vault is not null)
        {
            shell.AddParameter("Vault", vault);
        }

        return shell.Invoke().FirstOrDefault()?.BaseObject switch
        {
            SecureString secret => Plain(secret),
            string text => text,
            PSCredential credential => Plain(credential.Password),
            _ => throw new UgcLabException(UgcLabErrorKind.ApiKeyMissing, $"The secret '{name}' is not there, or is no text."),
        };
    }
}
