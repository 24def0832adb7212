using System.Collections;
using System.Management.Automation;
using System.Text;
using UgcLab.EngineTests.Hosting;
using UgcLab.Faults;

namespace UgcLab.EngineTests.Sessions;

[Collection(nameof(ProcessWide))]
public sealed class KeyHygieneTests : IDisposable
{
    private const string Canary = "ugc_ca9a27ca9a27ca9a27ca9a27ca9a27ca9a27ca9a27ca9a27";

    private readonly ScratchFolder _folder = new();
    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(TestProcess.StateVariable, TestProcess.StateHome);
        _shell.Dispose();
        _service.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_key_is_in_the_header_to_the_service_and_nowhere_else()
    {
        Environment.SetEnvironmentVariable(TestProcess.StateVariable, Path.Combine(_folder, "state"));
        int orders = 0;

        // A service that blurts out what it was sent is the worst there can be.
        _service.Instead = request => Service.IsOrder(request) && Interlocked.Increment(ref orders) is int n && n is 2 or 3 or 4 or 6
            ? n switch
            {
                2 => new Reply { CutAt = 0 },
                3 => Service.Error(400, "VALIDATION_ERROR", $"Your header was {request.Header("Authorization")}."),
                4 => Service.Error(500, Canary, request.Header("Authorization")!),
                _ => Reply.Text(404, $"<html>{request.Header("Authorization")}</html>", "text/html"),
            }
            : null;
        _shell.Connect(_service, $"-Verbose -Debug -PassThru -Destination '{_folder}/videos' -ProjectId {Service.Project}", Canary).Set("canary", Canary);

        Outcome outcome = _shell.Run("""
            $DebugPreference = $VerbosePreference = 'Continue'
            Get-UgcContext; Test-UgcConnection; Get-UgcProject
            $jobs = 1..5 | & { process { row "Row $_ of the canary" @{ Reference = "r$_" } } } | New-UgcVideo -Verbose -Debug
            try { row 'A row for another address' | New-UgcVideo } catch { $_ }
            row "A row that holds $canary" @{ Reference = $canary } | New-UgcVideo -Verbose
            row "A row with a column of a key" @{ ApiKey = $canary } | New-UgcVideo -Verbose -ErrorAction Stop
            """);
        Outcome saved = _shell.Run("$jobs; $jobs | Get-UgcJob -Verbose | Save-UgcVideo -Verbose -Debug; Get-UgcHistory; Get-UgcJob; $Error; (Get-UgcContext).ToString()");
        Outcome refused = _shell.Run("Connect-UgcLab -ApiKey $canary");

        Assert.Equal(2, saved.Values("Path").Count(path => path is not null));
        Assert.True(outcome.AllErrors.Count >= 5, string.Join(", ", outcome.ErrorIds));
        Assert.NotNull(refused.Caught);
        foreach (Outcome each in new[] { outcome, saved, refused })
        {
            foreach ((string stream, string text) in Streams(each))
            {
                Assert.False(text.Contains(Canary[4..], StringComparison.OrdinalIgnoreCase), $"The key is in {stream}: {text}");
            }
        }

        Assert.Contains(_folder.Files, file => file.EndsWith("ugclab.db", StringComparison.Ordinal));
        Assert.Contains(_folder.Files, file => file.EndsWith(".json", StringComparison.Ordinal));
        RequireNoKeyOnDisk();
    }

    [Fact]
    public void A_batch_keeps_the_key_out_of_its_streams_its_store_and_its_results()
    {
        Environment.SetEnvironmentVariable(TestProcess.StateVariable, Path.Combine(_folder, "state"));
        int orders = 0;
        _service.Instead = request => !Service.IsOrder(request) ? null : Interlocked.Increment(ref orders) switch
        {
            2 => Service.Error(400, "VALIDATION_ERROR", $"Your header was {request.Header("Authorization")}."),
            3 => Service.Error(500, Canary, request.Header("Authorization")!),
            _ => null,
        };
        string sheet = Path.Combine(_folder, "sheet.csv");
        _shell.Connect(_service, key: Canary).Set("sheet", sheet).Set("videos", Path.Combine(_folder, "videos"));
        File.WriteAllText(sheet, "Prompt,Model,Duration,ProjectId,Note\n" + string.Concat(Enumerable.Range(1, 4).Select(n => $"A paper boat sails down street {n},kling-2.6,5,{Service.Project},none\n")));

        Outcome bought = _shell.Run("$DebugPreference = 'Continue'; Invoke-UgcBatch $sheet -Destination $videos -Force -Timeout 1 -PassThru -Verbose");
        File.AppendAllText(sheet, $"A row that holds {Canary},kling-2.6,5,{Service.Project},none\nA row beside a key in a column,kling-2.6,5,{Service.Project},{Canary}\n");
        Outcome again = _shell.Run("$DebugPreference = 'Continue'; Invoke-UgcBatch $sheet -Destination $videos -Force -Timeout 1 -SkipInvalid -PassThru -Verbose; Get-UgcBatch; Get-UgcBatch sheet -Row; $Error");
        File.Delete(sheet);

        Assert.Equal(2, bought.Values("Path").Count(path => path is not null));
        Assert.Single(again.Warnings, warning => warning.EndsWith("It is skipped.", StringComparison.Ordinal));
        Assert.True(again.AllErrors.Count >= 1, string.Join(", ", again.ErrorIds));
        foreach ((string stream, string text) in Streams(bought).Concat(Streams(again)))
        {
            Assert.False(text.Contains(Canary[4..], StringComparison.OrdinalIgnoreCase), $"The key is in {stream}: {text}");
        }

        Assert.Contains(_folder.Files, file => file.EndsWith("results.csv", StringComparison.Ordinal));
        Assert.Contains(_folder.Files, file => file.EndsWith("ugclab.db", StringComparison.Ordinal));
        RequireNoKeyOnDisk();
    }

    [Fact]
    public void The_key_goes_to_the_service_only()
    {
        _shell.Connect(_service, key: Canary);
        _shell.Run($"'a1' | Save-UgcVideo -Destination '{_folder}'").Clean();

        Assert.Equal($"Bearer {Canary}", _service.Requests[0].Header("Authorization"));
        ReceivedRequest file = _service.Requests.Single(request => request.Path.StartsWith("/files/", StringComparison.Ordinal));
        Assert.DoesNotContain(file.Headers.Values, value => value.Contains(Canary, StringComparison.Ordinal));
        Assert.DoesNotContain(_service.Requests, request => request.Path.Contains(Canary, StringComparison.Ordinal));
    }

    private void RequireNoKeyOnDisk()
    {
        // The files of locks are empty, and no other process can read them.
        foreach (string file in Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 0))
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using StreamReader reader = new(stream, Encoding.Latin1);
            string text = reader.ReadToEnd();
            Assert.False(text.Contains(Canary[4..], StringComparison.OrdinalIgnoreCase), $"The key is in {file}.");
            Assert.False(text.Contains("canary-of-the-link", StringComparison.Ordinal), $"A link's signature is in {file}.");
        }
    }

    private static IEnumerable<(string Stream, string Text)> Streams(Outcome outcome)
    {
        return
        [
            .. outcome.Output.Select(item => ("output", Deep(item))),
            .. outcome.AllErrors.Select(error => ("errors", Deep(PSObject.AsPSObject(error)) + error.Exception + error.ErrorDetails)),
            .. outcome.Warnings.Select(line => ("warnings", line)),
            .. outcome.Verbose.Select(line => ("verbose", line)),
            .. outcome.Debug.Select(line => ("debug", line)),
            .. outcome.Information.Select(line => ("information", line)),
            .. outcome.Progress.Select(line => ("progress", line)),
        ];
    }

    // As serialization prints it, down to where things repeat. Rows and arguments of the user's own are theirs to show.
    private static string Deep(PSObject item)
    {
        StringBuilder text = new();
        Print(item, 0);
        return text.ToString();

        void Print(object? value, int depth)
        {
            text.Append(value).Append('\n');
            if (value is null or string || depth > 4 || value.GetType().IsPrimitive)
            {
                return;
            }

            if ((value as PSObject)?.BaseObject is IEnumerable list and not string)
            {
                list.Cast<object?>().ToList().ForEach(each => Print(each is null ? null : PSObject.AsPSObject(each), depth + 1));
            }

            foreach (PSPropertyInfo property in PSObject.AsPSObject(value).Properties.Where(property =>
                property.Name is not ("InputRow" or "TargetObject" or "InvocationInfo" or "Cells" or "TargetSite" or "SerializedRemoteInvocationInfo" or "SyncRoot")))
            {
                object? inner = null;
                try
                {
                    inner = property.Value;
                }
                catch (GetValueException)
                {
                    // What cannot be read cannot be printed.
                }

                text.Append(property.Name).Append(": ");
                Print(inner is null ? null : PSObject.AsPSObject(inner), depth + 1);
            }
        }
    }
}
