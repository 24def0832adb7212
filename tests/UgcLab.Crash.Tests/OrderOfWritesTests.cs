using System.Diagnostics;
using System.Text.RegularExpressions;

namespace UgcLab.Crash.Tests;

/// <summary>What the system is asked to do, in its order: nothing is sent before it is on the disk, and nothing told.</summary>
public sealed partial class OrderOfWritesTests : IDisposable
{
    private const int Rows = 6;

    private readonly string _root = Directory.CreateTempSubdirectory("ugclab-order-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_row_is_on_the_disk_before_it_goes_out_and_its_ids_before_anybody_hears_of_them()
    {
        Assert.SkipUnless(CanTrace(), "strace is not here, or may not trace.");
        string trace = Path.Combine(_root, "trace");
        using LoopbackService service = new();
        using ChildProcess child = ChildProcess.Start(
            "run", service.Address, Path.Combine(_root, "state"), Path.Combine(_root, "videos"), service.Simulator.FirstProjectId, Rows, 0,
            "strace", "-f", "-y", "-s", "600", "-o", trace, "-e", "trace=pwrite64,fsync,fdatasync,write,sendto,sendmsg");
        await child.EndedAsync();
        Assert.True(child.ExitCode == 0, string.Join('\n', child.Lines));

        (int sent, int told) = Follow(File.ReadLines(trace));

        Assert.Equal((Rows, Rows), (sent, told));
    }

    // Goes through the calls, each at the moment at which it began; a flush counts from the moment at which it was done.
    private static (int Sent, int Told) Follow(IEnumerable<string> calls)
    {
        (bool isWritten, bool isDurable, int sent) = (false, false, 0);
        HashSet<string> written = [];
        HashSet<string> durable = [];
        HashSet<string> told = [];
        HashSet<string> flushing = [];
        foreach (string call in calls)
        {
            string thread = call.Split(' ')[0];
            if (call.Contains("pwrite64(", StringComparison.Ordinal) && call.Contains("ledger.jsonl", StringComparison.Ordinal))
            {
                if (call.Contains(@"\""event\"":\""Sending", StringComparison.Ordinal))
                {
                    (isWritten, isDurable) = (true, false);
                }
                else if (call.Contains(@"\""event\"":\""Accepted", StringComparison.Ordinal))
                {
                    written.Add(Id().Match(call).Groups[1].Value);
                }
            }
            else if (Flush().IsMatch(call) && call.Contains("ledger.jsonl", StringComparison.Ordinal))
            {
                if (call.EndsWith("= 0", StringComparison.Ordinal))
                {
                    Flushed();
                }
                else
                {
                    flushing.Add(thread);
                }
            }
            else if (FlushDone().IsMatch(call) && flushing.Remove(thread))
            {
                Assert.EndsWith("= 0", call, StringComparison.Ordinal);
                Flushed();
            }
            else if (call.Contains("\"POST /", StringComparison.Ordinal))
            {
                Assert.True(isDurable, $"This went out before its line was on the disk: {call}");
                (isWritten, isDurable, sent) = (false, false, sent + 1);
            }
            else if (call.Contains("\"BOUGHT ", StringComparison.Ordinal))
            {
                foreach (Match match in Bought().Matches(call))
                {
                    Assert.True(durable.Contains(match.Groups[1].Value), $"This was told before it was on the disk: {call}");
                    told.Add(match.Groups[1].Value);
                }
            }
        }

        return (sent, told.Count);

        void Flushed()
        {
            isDurable |= isWritten;
            durable.UnionWith(written);
        }
    }

    private static bool CanTrace()
    {
        try
        {
            using Process trace = Process.Start(new ProcessStartInfo("strace", ["-f", "-o", "/dev/null", "true"]) { RedirectStandardError = true })!;
            trace.WaitForExit();
            return trace.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    [GeneratedRegex("""\\"ugcId\\":\\"([^\\]+)\\""")]
    private static partial Regex Id();

    [GeneratedRegex("BOUGHT ([A-Za-z0-9]+)")]
    private static partial Regex Bought();

    [GeneratedRegex(@"\b(fsync|fdatasync)\(")]
    private static partial Regex Flush();

    [GeneratedRegex(@"<\.\.\. (fsync|fdatasync) resumed>")]
    private static partial Regex FlushDone();
}
