using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using UgcLab.Tools;

namespace UgcLab.PackageTests;

/// <summary>What "./build.ps1 Pack" makes of the working copy, in two folders. Both are clones of one commit, made here.</summary>
public sealed class Packed : IAsyncLifetime
{
    /// <summary>A remote that exists nowhere: its name must be in the symbols, and nothing is sent there.</summary>
    public const string Remote = "https://github.com/example/ugclab";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly string _scratch = Directory.CreateTempSubdirectory("ugclab-package-").FullName;

    public static string Version { get; } = Value("Version");

    /// <summary>The packages that the build has downloaded.</summary>
    public static string Packages { get; } = Value("Packages");

    public string First => Path.Combine(_scratch, "first");

    public string Second => Path.Combine(_scratch, "a second folder in Zürich");

    public string Commit { get; private set; } = "";

    public static string Out(string copy) => Path.Combine(copy, "out", "package");

    public async ValueTask InitializeAsync()
    {
        await CopyAsync(First);
        Commit = (await RunAsync(new("git", ["rev-parse", "HEAD"]) { WorkingDirectory = First })).Trim();
        await RunAsync(new("git", ["clone", "-q", First, Second]));
        await RunAsync(new("git", ["remote", "set-url", "origin", $"{Remote}.git"]) { WorkingDirectory = Second });
        foreach (string copy in new[] { First, Second })
        {
            ProcessStartInfo start = Pwsh.Command("-NoLogo", "-NoProfile", "-NonInteractive", "-File", Path.Combine(copy, "build.ps1"), "Pack");
            start.Environment.Remove("PSModulePath");
            await RunAsync(start);
        }
    }

    public ValueTask DisposeAsync()
    {
        try
        {
            Directory.Delete(_scratch, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A compiler that is still running has a file open.
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Runs a program to its end. Returns what it printed; fails unless its exit code is 0.</summary>
    public static async Task<string> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["NO_COLOR"] = "1";
        using Process process = Process.Start(start)!;
        Task<string[]> output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using CancellationTokenSource late = new(Limit);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        string text = string.Concat(await output);
        Assert.True(process.ExitCode == 0, $"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}:{Environment.NewLine}{text}");
        return text;
    }

    /// <summary>The entries of an archive with their bytes.</summary>
    public static SortedDictionary<string, byte[]> Read(string archive)
    {
        using ZipArchive zip = ZipFile.OpenRead(archive);
        SortedDictionary<string, byte[]> content = new(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            using Stream stream = entry.Open();
            using MemoryStream bytes = new();
            stream.CopyTo(bytes);
            content.Add(entry.FullName, bytes.ToArray());
        }

        return content;
    }

    // The files as they are now, committed with a fixed time, so that the commit has the same id in each run.
    private static async Task CopyAsync(string to)
    {
        string list = await RunAsync(new("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]) { WorkingDirectory = Pwsh.Repository });
        foreach (string file in list.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            string from = Path.Combine(Pwsh.Repository, file);
            if (File.Exists(from))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, file))!);
                File.Copy(from, Path.Combine(to, file));
            }
        }

        foreach (string[] arguments in new string[][]
        {
            ["init", "-q"], ["remote", "add", "origin", $"{Remote}.git"], ["add", "--all"],
            ["-c", "user.name=Tests", "-c", "user.email=tests@example.com", "-c", "commit.gpgsign=false", "commit", "-q", "-m", "Test"],
        })
        {
            ProcessStartInfo git = new("git", arguments) { WorkingDirectory = to };
            git.Environment["GIT_AUTHOR_DATE"] = git.Environment["GIT_COMMITTER_DATE"] = "2000-01-01T00:00:00Z";
            await RunAsync(git);
        }
    }

    private static string Value(string key) =>
        typeof(Packed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(each => each.Key == key).Value!;
}
