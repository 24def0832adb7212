using System.Text.Json;
using UgcLab.EngineTests.Hosting;
using UgcLab.Faults;

namespace UgcLab.EngineTests.Binding;

/// <summary>A job in place of a row: a finished image is what a video begins with, and nothing else is.</summary>
public sealed class StartImageTests : IDisposable
{
    private const string Film = "New-UgcVideo -Prompt 'Steam begins to rise from the kettle' -Model kling-2.6 -Duration 5 -ProjectId $project";

    private readonly ScratchFolder _folder = new();
    private readonly Service _service = new();
    private readonly Shell _shell = new();
    private string _status = "COMPLETED";
    private int _reads;

    public StartImageTests()
    {
        // A link of its own at each reading, on a host that the rules allow.
        _service.Instead = request => request.Method == "GET" && request.Path.StartsWith("/ugc/", StringComparison.Ordinal) ? Job(request.Path["/ugc/".Length..]) : null;
        _shell.Connect(_service).Set("folder", _folder.Path).Set("batch", "b" + Guid.NewGuid().ToString("N"));
        _shell.Run("$global:image = New-UgcImage 'A red kettle on a gas stove' -Model nano-banana-pro -Tier standard -ProjectId $project -Reference kettle").Clean();
    }

    public void Dispose()
    {
        _shell.Dispose();
        _service.Dispose();
        _folder.Dispose();
    }

    private JsonElement Sold => _service.Orders[^1];

    [Fact]
    public void A_finished_image_is_piped_into_a_video_with_its_label()
    {
        Outcome outcome = _shell.Run($"$image | Get-UgcJob | {Film}").Clean();

        Assert.Equal("https://files.example/kettle.png?signature=canary-1", Sold.GetProperty("imageUrl").GetString());
        Assert.Equal(["projectId", "prompt", "model", "duration", "imageUrl", "variants"], Sold.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["Video kettle"], outcome.Output.Select(job => $"{job.Properties["Kind"].Value} {job.Properties["Reference"].Value}"));
        Assert.Equal(1, _reads);
    }

    [Fact]
    public void In_a_batch_the_image_may_be_read_often_and_its_video_is_created_once()
    {
        Outcome first = _shell.Run($"$image | Get-UgcJob | {Film} -Batch $batch").Clean();
        Outcome second = _shell.Run($"$image | Get-UgcJob | {Film} -Batch $batch").Clean();

        Assert.Equal(2, _reads);
        Assert.Equal(2, _service.Orders.Count);
        Assert.Equal(first.Values("UgcId"), second.Values("UgcId"));
        Assert.Contains($"Batch {_shell.Run("$batch").Texts[0]}: 1 created before.", second.Information);
    }

    [Fact]
    public void Two_images_in_a_batch_are_two_videos_and_another_prompt_is_another()
    {
        _shell.Run($"New-UgcImage 'A red kettle on a gas stove' -Model nano-banana-pro -Tier standard -ProjectId $project -Variants 2 | Get-UgcJob | {Film} -Batch $batch").Clean();
        _shell.Run($"$image | Get-UgcJob | {Film} -Batch $batch").Clean();
        _shell.Run($"$image | Get-UgcJob | {Film.Replace("Steam", "Smoke", StringComparison.Ordinal)} -Batch $batch").Clean();

        Assert.Equal(2 + 4, _service.Orders.Count);
    }

    [Theory]
    [InlineData("(Get-UgcHistory -Reference kettle)[-1].Jobs | Get-UgcJob")]
    [InlineData("$image.UgcId | Get-UgcJob")]
    [InlineData("[pscustomobject]@{ UgcId = $image.UgcId; Kind = 'Image'; Prompt = 'From a sheet'; Model = 'nano-banana-pro'; VideoUrl = '' } | Get-UgcJob")]
    public void An_image_that_was_created_earlier_is_looked_up_on_its_way(string source)
    {
        _shell.Run($"{source} | {Film}").Clean();

        Assert.StartsWith("https://files.example/kettle.png?signature=", Sold.GetProperty("imageUrl").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("COMPLETED", "$image", "is not done*Wait-UgcJob")]
    [InlineData("PROCESSING", "$image | Get-UgcJob", "is not done*Wait-UgcJob")]
    [InlineData("FAILED", "$image | Get-UgcJob", "ended without a picture")]
    public void One_without_a_picture_is_a_fault_of_its_row(string status, string source, string told)
    {
        _status = status;

        Outcome outcome = _shell.Run($"{source} | {Film}");

        Assert.Equal(["UgcImageJobNotReady"], outcome.ErrorIds);
        Assert.Null(outcome.Caught);
        string[] words = told.Split('*');
        Assert.Contains(words[0], outcome.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains(words[^1], outcome.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Single(_service.Orders);
    }

    [Theory]
    [InlineData("$film | Get-UgcJob", Film, "It is a video, and a video can start only with an image")]
    [InlineData("'clzzstranger' | Get-UgcJob", Film, "-ImageUrl (Get-UgcJob clzzstranger).VideoUrl")]
    [InlineData("$image | Get-UgcJob", "New-UgcTalkingActor -Script 'Good morning, all of you' -Actions 'Waves with one hand' -ActorId a1 -Duration 10s -ProjectId $project", "used for a video of a talking actor")]
    [InlineData("$image | Get-UgcJob", "New-UgcImage -Prompt 'The same once more' -Model seedream-4.5 -Tier pro -ProjectId $project", "used for an image")]
    [InlineData("$image | Get-UgcJob", "New-UgcVideo -PromptTemplate 'A {Color} kettle' -Model kling-2.6 -Duration 5 -ProjectId $project", "Give -Prompt")]
    public void A_job_that_can_be_no_start_says_why(string source, string film, string why)
    {
        _shell.Run("$global:film = row 'A video that is no image' | New-UgcVideo").Clean();

        Outcome outcome = _shell.Run($"{source} | {film}");

        Assert.Equal(["UgcRowUnreadable"], outcome.ErrorIds);
        Assert.Contains(why, outcome.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal(2, _service.Orders.Count);
    }

    [Fact]
    public void An_address_that_is_typed_wins_over_the_job_and_is_what_its_row_is_known_by()
    {
        const string Other = " -ImageUrl https://example.com/other.png -Batch $batch";
        Outcome outcome = _shell.Run($"$image | Get-UgcJob | {Film}{Other}").Clean();
        _shell.Run($"$image | Get-UgcJob | {Film} -Batch $batch").Clean();

        Assert.Contains(outcome.Warnings, warning => warning.Contains("-ImageUrl was given", StringComparison.Ordinal));
        Assert.Equal("https://example.com/other.png", _service.Orders[1].GetProperty("imageUrl").GetString());
        Assert.Equal(3, _service.Orders.Count);
    }

    [Fact]
    public void WhatIf_says_that_it_begins_with_an_image_and_reads_nothing()
    {
        _shell.Run("$global:done = $image | Get-UgcJob").Clean();
        int requests = _service.Requests.Count;

        _shell.Run($"$done | {Film} -WhatIf").Clean();

        Assert.Contains(_shell.Host.Lines, line => line.Contains("Create a video", StringComparison.Ordinal) && line.Contains("from an image", StringComparison.Ordinal));
        Assert.Equal(requests, _service.Requests.Count);
    }

    [Fact]
    public void Neither_the_store_nor_what_is_shown_of_it_holds_a_signature()
    {
        Outcome outcome = _shell.Run($"$image | Get-UgcJob | {Film} -Batch $batch").Clean();
        Assert.Single(outcome.Output);

        string[] record = [.. Directory.GetFiles(TestProcess.StateHome, "*", SearchOption.AllDirectories).Where(path => path.EndsWith(".jsonl", StringComparison.Ordinal)).Select(Read)];
        Assert.DoesNotContain(record, text => text.Contains("canary-1", StringComparison.Ordinal));
        Assert.Equal(["https://files.example/kettle.png?…"], _shell.Run("(Get-UgcHistory -Batch $batch).ImageUrl").Clean().Texts);
    }

    private static string Read(string path)
    {
        using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    private Reply Job(string id)
    {
        string link = _status == "COMPLETED" ? $"\"https://files.example/kettle.png?signature=canary-{++_reads}\"" : "null";
        return Reply.Text(200, $$$"""
            {"data":{"id":"{{{id}}}","status":"{{{_status}}}","progress":50,"videoUrl":{{{link}}},"processingSteps":{},"model":"their-name",
            "creditsCharged":10,"creditsRefunded":0,"errorMessage":null,"createdAt":"2025-01-15T10:30:00.000Z","updatedAt":"2025-01-15T10:32:00.000Z"},
            "meta":{"requestId":"req_of_job"}}
            """);
    }
}
