using UgcLab.EngineTests.Batches;
using UgcLab.EngineTests.Hosting;

namespace UgcLab.EngineTests.Saving;

/// <summary>Images to the disk, against the simulator: by the cmdlet that saves videos, by its other name, and by a batch.</summary>
public sealed class SaveImageTests : IDisposable
{
    private const string Kettle = "New-UgcImage 'A red kettle on a gas stove' -Model nano-banana-pro -Tier standard -Reference kettle";

    private readonly ScratchFolder _folder = new();
    private readonly Shell _shell = new();

    public SaveImageTests()
    {
        _shell.Rehearse("Speed = 3000; VideoTime = 20");
        _shell.Set("folder", _folder.Path);
    }

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Save-UgcImage")]
    [InlineData("Save-UgcVideo")]
    public void An_image_is_saved_as_one_by_either_name(string cmdlet)
    {
        _shell.Run($"$global:jobs = @({Kettle} -Variants 2 | Wait-UgcJob)").Clean();

        Outcome outcome = _shell.Run($"$jobs | {cmdlet} -Destination $folder").Clean();
        Outcome again = _shell.Run($"$jobs | {cmdlet} -Destination $folder").Clean();

        Assert.Equal(["kettle-nano-banana-pro-v0.json", "kettle-nano-banana-pro-v0.png", "kettle-nano-banana-pro-v1.json", "kettle-nano-banana-pro-v1.png"], _folder.Files);
        Assert.All(outcome.Values("Path"), path => Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(path!)[..4]));
        Assert.Equal(["True", "True"], again.Values("Skipped"));
    }

    [Fact]
    public void The_other_name_is_the_same_cmdlet()
    {
        Assert.Equal(["Save-UgcVideo"], _shell.Run("(Get-Command Save-UgcImage).ResolvedCommandName").Clean().Texts);
        Assert.Equal(["Save-UgcImage"], _shell.Run("(Get-Command -Module UgcLab -CommandType Alias).Name").Clean().Texts);
        Assert.Equal(["Save-UgcImage"], _shell.Run("(Get-Module UgcLab).ExportedAliases.Keys").Clean().Texts);
    }

    [Fact]
    public void Images_and_videos_of_one_pipeline_get_endings_of_their_own()
    {
        _shell.Run($"@({Kettle}; New-UgcVideo 'A red kettle begins to sing' -Model kling-2.6 -Duration 5 -Reference kettle) | Wait-UgcJob | Save-UgcVideo -Destination $folder -Name '{{Reference}}' -ThrottleLimit 1").Clean();

        Assert.Equal(["kettle", "kettle-2"], _folder.Files.Where(file => !file.EndsWith(".json", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension).Order());
        Assert.Equal([".mp4", ".png"], _folder.Files.Select(Path.GetExtension).Where(ending => ending != ".json").Order());
    }

    [Fact]
    public void WhatIf_calls_it_an_image()
    {
        _shell.Run($"{Kettle} | Wait-UgcJob | Save-UgcImage -Destination $folder -WhatIf").Clean();

        Assert.Contains(_shell.Host.Lines, line => line.Contains("Save the image of job", StringComparison.Ordinal));
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void One_that_is_not_done_and_one_that_failed_are_no_videos_in_any_message()
    {
        using Shell slow = new();
        slow.Rehearse("Speed = 1; VideoTime = 7200");
        Outcome waiting = slow.Run($"{Kettle} | Save-UgcImage -Destination '{_folder}'");
        using Shell failing = new();
        failing.Rehearse("Speed = 3000; VideoTime = 20; FailedJobRate = 1");
        Outcome failed = failing.Run($"{Kettle} | Wait-UgcJob");

        Assert.Equal(["UgcJobNotFinished"], waiting.ErrorIds);
        Assert.Contains("has no image yet", waiting.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal(["UgcJobFailed"], failed.ErrorIds);
        Assert.Contains("ended without an image", failed.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_begins_a_video_is_used_although_its_link_has_expired_since()
    {
        using Shell shell = new();
        shell.Rehearse("Speed = 3000; VideoTime = 20; LinkLifetime = 300");
        shell.Run($"$global:image = {Kettle} | Wait-UgcJob").Clean();

        // Simulated minutes, in which the link of the first reading dies.
        shell.Run("Get-UgcJob $image.UgcId -ErrorAction Stop | Out-Null; while ((Get-UgcLimit).Time -lt $image.UpdatedAt.AddMinutes(15)) { }").Clean();
        Outcome outcome = shell.Run($"$image | New-UgcVideo -Prompt 'Steam begins to rise from it' -Model kling-2.6 -Duration 5 | Wait-UgcJob | Save-UgcVideo -Destination '{_folder}'").Clean();

        Assert.Equal(["kettle-kling-2.6-v0.json", "kettle-kling-2.6-v0.mp4"], _folder.Files);
        Assert.Single(outcome.Output);
    }

    [Fact]
    public void A_batch_of_images_saves_them_names_them_in_its_results_and_creates_none_again()
    {
        using Rehearsal rehearsal = new();
        using Shell shell = rehearsal.Sheet("Reference,Prompt,Model,Tier,AspectRatio,Variants\nkettle,A red kettle on a stove,nano-banana-pro,standard,1:1,2\npot,A blue pot on a stove,seedream-4.5,pro,,\n").Open();
        const string Run = "Invoke-UgcBatch $sheet -Kind Image -Destination $videos -Force";

        RunResult first = RunResult.Of(shell.Run(Run).Clean());
        RunResult second = RunResult.Of(shell.Run(Run).Clean());

        Assert.Equal((0, 2, 3), (first.ExitCode, first.Saved, first.VideosSaved));
        Assert.Equal((0, 0, 2), (second.ExitCode, second.Created, second.Saved));
        string[] pictures = ["kettle-nano-banana-pro-v0.png", "kettle-nano-banana-pro-v1.png", "pot-seedream-4.5-v0.png"];
        Assert.Equal(pictures, Directory.GetFiles(rehearsal.Videos, "*.png").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Empty(rehearsal.Files);
        string results = File.ReadAllText(Path.Combine(rehearsal.Videos, "results.csv"));
        Assert.All(pictures, picture => Assert.Contains($",{picture},", results, StringComparison.Ordinal));
        Assert.Equal(3, rehearsal.Sold.Count);
    }
}
