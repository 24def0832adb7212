using System.Buffers.Binary;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using UgcLab.Simulator;

namespace UgcLab.Client.Tests.Simulator;

public sealed class ImageJobTests
{
    private static string One => Sample.Request("image.request.json").Replace("\"variants\": 2", "\"variants\": 1", StringComparison.Ordinal);

    [Theory]
    [InlineData("1:1", 48, 48)]
    [InlineData("16:9", 64, 36)]
    [InlineData("9:16", 36, 64)]
    [InlineData(null, 36, 64)]
    public async Task An_image_is_a_PNG_of_the_shape_that_was_asked_for(string? ratio, int width, int height)
    {
        using Stage stage = new();
        Uri link = await LinkAsync(stage, ratio is null
            ? One.Replace("\"aspectRatio\": \"1:1\",", "", StringComparison.Ordinal)
            : One.Replace("1:1", ratio, StringComparison.Ordinal));

        HttpResponseMessage response = await stage.DownloadAsync(link);
        byte[] file = await response.BytesAsync();

        Assert.EndsWith(".png", link.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        Assert.Equal((width, height), (BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20))));

        // The last chunk is the same in every PNG there is, checksum and all.
        Assert.Equal([0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82], file[^12..]);
        Assert.Equal(height * (1 + (3 * width)), Pixels(file).Length);
    }

    [Fact]
    public async Task The_same_job_has_the_same_picture_and_another_has_another()
    {
        using Stage one = new();
        using Stage same = new();

        byte[] first = await (await one.DownloadAsync(await LinkAsync(one, One))).BytesAsync();
        byte[] again = await (await same.DownloadAsync(await LinkAsync(same, One))).BytesAsync();
        byte[] second = await (await one.DownloadAsync(await LinkAsync(one, One))).BytesAsync();

        Assert.Equal(first, again);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_part_of_an_image_is_still_an_image()
    {
        using Stage stage = new();
        Uri link = await LinkAsync(stage, One);
        byte[] whole = await (await stage.DownloadAsync(link)).BytesAsync();

        HttpResponseMessage response = await stage.DownloadAsync(link, headers => headers.Range = new RangeHeaderValue(100, null));

        Assert.Equal((206, "image/png"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(whole[100..], await response.BytesAsync());
    }

    [Fact]
    public async Task An_image_is_not_to_be_had_as_a_video()
    {
        using Stage stage = new();
        Uri link = await LinkAsync(stage, One);

        Assert.Equal(403, (int)(await stage.DownloadAsync(new Uri(link.ToString().Replace(".png", ".mp4", StringComparison.Ordinal)))).StatusCode);
    }

    [Theory]
    [InlineData(SimulatorImageUrlField.ImageUrl, "imageUrl")]
    [InlineData(SimulatorImageUrlField.OutputUrl, "outputUrl")]
    [InlineData(SimulatorImageUrlField.Url, "url")]
    public async Task The_link_can_be_in_another_field_and_is_in_no_other_then(SimulatorImageUrlField field, string name)
    {
        using Stage stage = new(new SimulatorOptions { ImageUrlField = field });
        string id = (await stage.CreateAsync(One, "ugc/image"))[0];
        string video = (await stage.CreateAsync())[0];
        Assert.Equal(JsonValueKind.Null, (await stage.ReadAsync($"ugc/{id}")).Data(name).ValueKind);
        stage.Clock.Advance(TimeSpan.FromMinutes(5));

        JsonElement job = (await stage.ReadAsync($"ugc/{id}")).GetProperty("data");

        Assert.Equal(JsonValueKind.Null, job.GetProperty("videoUrl").ValueKind);
        Assert.Equal(200, (int)(await stage.DownloadAsync(new Uri(job.GetProperty(name).GetString()!))).StatusCode);
        Sample.AssertShape("job.saving.json", await stage.ReadAsync($"ugc/{video}"));
        Assert.Equal(200, (int)(await stage.DownloadAsync(await stage.LinkOfAsync(video))).StatusCode);
    }

    [Fact]
    public async Task An_image_is_a_start_image_as_long_as_its_link_lives()
    {
        using Stage stage = new(new SimulatorOptions { LinkLifetime = TimeSpan.FromMinutes(10) });
        Uri link = await LinkAsync(stage, One);
        string body = Stage.Kling.Replace("}", $",\"imageUrl\":\"{link}\"}}", StringComparison.Ordinal);
        string forged = body.Replace("signature=", "signature=x", StringComparison.Ordinal);

        Assert.Equal(202, (int)(await stage.PostAsync(body)).StatusCode);
        Assert.Equal("400 IMAGE_DOWNLOAD_FAILED", await (await stage.PostAsync(forged)).CodeAsync());
        stage.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("400 IMAGE_DOWNLOAD_FAILED", await (await stage.PostAsync(body)).CodeAsync());
    }

    [Fact]
    public async Task An_image_job_differs_from_a_video_by_its_name_and_its_step()
    {
        using Stage stage = new(new SimulatorOptions { FailedJobRate = 1 });
        string id = (await stage.CreateAsync(One, "ugc/image"))[0];
        stage.Clock.Advance(TimeSpan.FromMinutes(5));

        JsonElement job = await stage.ReadAsync($"ugc/{id}");

        Assert.Equal("seedream-image-pro", job.Data("model").GetString());
        Assert.Equal(["imageGeneration"], job.Data("processingSteps").EnumerateObject().Select(step => step.Name));
        Assert.Equal(JsonValueKind.Null, job.Data("actor").ValueKind);
        Assert.Contains("image", job.Data("errorMessage").GetString(), StringComparison.Ordinal);
    }

    private static async Task<Uri> LinkAsync(Stage stage, string body)
    {
        string id = (await stage.CreateAsync(body, "ugc/image"))[0];
        stage.Clock.Advance(TimeSpan.FromMinutes(5));
        return await stage.LinkOfAsync(id);
    }

    // What the system's own decompressor makes of it, checksum and all.
    private static byte[] Pixels(byte[] file)
    {
        int data = file.AsSpan().IndexOf("IDAT"u8);
        int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(data - 4));
        Assert.Equal("IEND", Encoding.ASCII.GetString(file, data + 4 + length + 8, 4));
        using ZLibStream unpacking = new(new MemoryStream(file, data + 4, length), CompressionMode.Decompress);
        using MemoryStream pixels = new();
        unpacking.CopyTo(pixels);
        return pixels.ToArray();
    }
}
