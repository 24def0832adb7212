using UgcLab.Client.Tests.RateLimiting;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace UgcLab.Client.Tests;

/// <summary>
/// Runs the tests, as the entry point that xunit would generate. A test that needs another process starts this program with
/// what to do there; as an explicit test, that part was listed as skipped in each run.
/// </summary>
internal static class Program
{
    public const string InFlight = "in-flight";

    public static Task<int> Main(string[] args) => args switch
    {
        [InFlight, string address, string folder] => InFlightTests.CreateInChildAsync(address, folder),
        _ when args.Any(each => each is "--server" or "--internal-msbuild-node") => TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => ConsoleRunner.Run(args),
    };
}
