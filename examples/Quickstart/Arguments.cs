namespace UgcLab.Quickstart;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Arguments(string Csv, string Out, string? KeyVariable, string? Project, bool Yes)
{
    private const string Usage = """
        Usage: dotnet run --project examples/Quickstart [-- OPTIONS]
          --csv PATH           the rows; examples/campaign.csv unless said otherwise
          --out FOLDER         where the videos go; ./videos unless said otherwise
          --api-key-env NAME   buys from the live service, with the key in this environment variable
          --project ID         the project for rows that name none
          --yes                buys without asking
        """;

    public bool Live => KeyVariable is not null;

    /// <summary>The command that opens the session. A key is handed on by its variable's name.</summary>
    public string Connect => KeyVariable is null
        ? "Connect-UgcLab -Simulator"
        : $"$key = [securestring]::new(); foreach ($c in [Environment]::GetEnvironmentVariable('{KeyVariable}').Trim().ToCharArray()) {{ $key.AppendChar($c) }}; Connect-UgcLab -ApiKey $key"
            + (Project is null ? "" : $" -ProjectId {Project}");

    public static Arguments? Read(string[] args, string repository)
    {
        Arguments arguments = new(Path.Combine(repository, "examples", "campaign.csv"), Path.GetFullPath("videos"), null, null, false);
        for (int i = 0; i < args.Length; i++)
        {
            string? value = i + 1 < args.Length ? args[i + 1] : null;
            Arguments? next = (args[i], value) switch
            {
                ("--csv", string path) => arguments with { Csv = Path.GetFullPath(path) },
                ("--out", string path) => arguments with { Out = Path.GetFullPath(path) },
                ("--api-key-env", string name) when name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') => arguments with { KeyVariable = name },
                ("--project", string id) when id.All(char.IsAsciiLetterOrDigit) => arguments with { Project = id },
                ("--yes", _) => arguments with { Yes = true },
                _ => null,
            };
            if (next is null)
            {
                Console.Error.WriteLine(args[i] is "--help" or "-h" ? Usage : $"{args[i]} is not understood, or its value is missing.{Environment.NewLine}{Usage}");
                return null;
            }

            i += args[i] == "--yes" ? 0 : 1;
            arguments = next;
        }

        if (arguments.KeyVariable is string variable && string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(variable)))
        {
            Console.Error.WriteLine($"The environment variable {variable} holds no key.");
            return null;
        }

        return arguments;
    }

    /// <summary>Whether somebody wants to pay. Where nobody can be asked, only --yes says so.</summary>
    public bool Confirmed()
    {
        if (Yes || Console.IsInputRedirected)
        {
            return Yes;
        }

        Console.Write("Buy them? Type yes: ");
        return Console.ReadLine()?.Trim() is "yes";
    }
}
