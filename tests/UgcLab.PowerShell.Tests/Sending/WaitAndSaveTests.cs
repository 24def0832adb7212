using System.Management.Automation;
using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Sending;

/// <summary>What becomes of created jobs in the same command: -Wait, -Destination, and the rest of a pipeline.</summary>
public sealed class WaitAndSaveTests : IDisposable
{
    private const string Five = "1..5 | & { process { row \"A row that is saved, $_\" @{ Reference = \"r$_\"; Tier = 'pro'; Model = 'sora-2-pro'; Duration = '10' } } }";
    private const string FourAndAnInvalidOne = "1..5 | & { process { row $(if ($_ -eq 5) { 'short' } else { \"A row that is saved, $_\" }) @{ Reference = \"r$_\" } } }";

    private readonly ScratchFolder _folder = new();
    private readonly Shell _shell = new();

    // 150 credits for each of the five.
    public WaitAndSaveTests() => _shell.Rehearse("Speed = 3000; VideoTime = 20; Credits = 100000").Set("folder", Path.Combine(_folder, "out"));

    private string[] Files => [.. Directory.GetFiles(Path.Combine(_folder, "out"), "*.mp4").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("New-UgcVideo 'A paper boat sails away' -Model veo-3.1 -Duration 8")]
    [InlineData("New-UgcImage 'A red kettle on a stove' -Model seedream-4.5 -Tier pro")]
    [InlineData("New-UgcTalkingActor 'Hi there, I am Sarah' -Actions 'Smiles and waves' -ActorId $actor -Duration 15s")]
    [InlineData("New-UgcProductVideo 'Hi there, I am Sarah' -Actions 'Holds up the jar' -ActorId $actor -Duration 15s -ProductImage https://example.com/jar.jpg")]
    [InlineData("New-UgcMotionVideo 'Keeps smiling' -ActorId $ugcl -Duration 15 -Quality std -ReferenceVideoUrl https://example.com/dance.mp4")]
    public void Wait_returns_ended_jobs_and_Destination_saved_files(string command)
    {
        _shell.Run("$global:actor = (Get-UgcActor)[0].Id; $global:ugcl = (Get-UgcActor -Workflow ugcl-1.0)[0].Id").Clean();
        Outcome waited = _shell.Run($"{command} -Wait").Clean();
        Outcome saved = _shell.Run($"{command} -Destination $folder").Clean();

        Assert.Equal(["Completed"], waited.Values("Status"));
        Assert.Equal("UgcLab.UgcSavedVideo", Assert.Single(saved.Output).TypeNames[0]);
        Assert.True(File.Exists(saved.Values("Path")[0]));
    }

    [Fact]
    public void With_WhatIf_nothing_is_waited_for_and_no_folder_is_made()
    {
        Outcome outcome = _shell.Run($"{Five} | New-UgcVideo -Destination $folder -WhatIf").Clean();

        Assert.Empty(outcome.Output);
        Assert.False(Directory.Exists(Path.Combine(_folder, "out")));
        Assert.Empty(_shell.Run("Get-UgcHistory").Clean().Output);
    }

    [Fact]
    public void At_a_spending_limit_what_was_created_is_saved_before_the_error_ends_a_script()
    {
        Outcome outcome = _shell.Run($"$ErrorActionPreference = 'Stop'; {Five} | New-UgcVideo -MaxCredit 350 -Destination $folder");

        Assert.Equal("UgcSpendingLimit", Outcome.Id(Assert.IsType<ErrorRecord>(outcome.Caught)));
        Assert.Equal(["r1-sora-2-pro-v0.mp4", "r2-sora-2-pro-v0.mp4"], Files);
        Assert.Contains(outcome.Warnings, warning => warning.StartsWith("No more is created.", StringComparison.Ordinal));
    }

    [Fact]
    public void At_a_spending_limit_the_rest_of_a_pipeline_waits_and_saves()
    {
        Outcome outcome = _shell.Run($"{Five} | New-UgcVideo -MaxCredit 350 | Wait-UgcJob | Save-UgcVideo -Destination $folder");

        Assert.Equal(["UgcSpendingLimit"], outcome.ErrorIds);
        Assert.Null(outcome.Caught);
        Assert.Equal(["r1-sora-2-pro-v0.mp4", "r2-sora-2-pro-v0.mp4"], Files);
    }

    [Fact]
    public void A_limit_of_raw_requests_leaves_the_rest_of_the_pipeline_too()
    {
        Outcome outcome = _shell.Run("""
            $body = @{ projectId = (Get-UgcContext).ProjectId; prompt = 'A paper boat sails away'; model = 'sora-2-pro'; tier = 'pro'; duration = '10' }
            'ugc/video', 'ugc/video', 'ugc/video' | Invoke-UgcRequest -Method Post -Body $body -MaxCredit 200 -Force | Wait-UgcJob | Save-UgcVideo -Destination $folder
            """);

        Assert.Equal(["UgcSpendingLimit"], outcome.ErrorIds);
        Assert.Equal(outcome.Output.Count, Files.Length);
        Assert.InRange(Files.Length, 1, 2);
    }

    [Fact]
    public void An_error_that_ends_a_script_names_the_jobs_and_the_line_that_saves_them()
    {
        Outcome ended = _shell.Run($"$ErrorActionPreference = 'Stop'; {FourAndAnInvalidOne} | New-UgcVideo | Wait-UgcJob | Save-UgcVideo -Destination $folder");
        string message = ended.Caught!.ToString();

        Assert.Contains("4 jobs that were created may not be saved: ", message, StringComparison.Ordinal);
        string line = message[(message.IndexOf("run: ", StringComparison.Ordinal) + 5)..];
        _shell.Run($"{line} -Destination $folder").Clean();
        Assert.Equal(4, Files.Length);
    }

    [Fact]
    public void A_failed_job_that_ends_a_script_names_the_others()
    {
        _shell.Rehearse("Speed = 3000; VideoTime = 20; Faults = @{ Kind = 'FailedJob'; On = 'Create'; At = 1 }");

        Outcome ended = _shell.Run("$ErrorActionPreference = 'Stop'; 1..2 | & { process { row \"A row of two, $_\" } } | New-UgcVideo | Wait-UgcJob");

        Assert.Equal("UgcJobFailed", Outcome.Id(ended.Caught!));
        Assert.Contains("1 job that was created may not be saved: ", ended.Caught!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-UgcVideo -Destination $blocked")]
    [InlineData("New-UgcVideo -Destination \"$blocked/below\"")]
    [InlineData("New-UgcVideo -Destination Env:/out")]
    [InlineData("New-UgcVideo | Wait-UgcJob | Save-UgcVideo -Destination $blocked")]
    [InlineData("New-UgcVideo | Wait-UgcJob | Save-UgcVideo -LiteralPath \"$blocked/a.mp4\"")]
    [InlineData("New-UgcVideo | Wait-UgcJob | Save-UgcVideo -Name '{Reference'")]
    public void A_destination_that_cannot_be_used_is_an_error_before_anything_is_created(string command)
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        Outcome outcome = _shell.Set("blocked", Path.Combine(_folder, "file")).Run($"{Five} | {command}");

        Assert.Contains(Outcome.Id(outcome.Caught!), new[] { "UgcFileUnwritable", "UgcArgumentInvalid" });
        Assert.Empty(_shell.Run("Get-UgcHistory").Clean().Output);
    }
}
