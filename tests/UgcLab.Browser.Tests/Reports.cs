using System.Globalization;
using System.Text;
using UgcLab.Client.Tests.Batches;
using UgcLab.Simulator;

namespace UgcLab.Browser.Tests;

/// <summary>Writes reports as the module does, with the simulator's clips as videos.</summary>
internal static class Reports
{
    public static DateTimeOffset Now { get; } = new(2026, 11, 28, 9, 30, 0, TimeSpan.Zero);

    public static async Task<string> WriteAsync(string folder, IEnumerable<ResultRow> rows, string name = "ads", char delimiter = ',')
    {
        ResultFiles files = await ResultSheet.WriteAsync(
            folder,
            new UgcBatch { Name = name, BaseUri = "https://example.com/", Source = Path.Combine(folder, "ads.csv"), CreatedAt = Now },
            ["Product"], ResultRow.Rows(rows), Now, delimiter: delimiter);
        Assert.Empty(files.Warnings);
        return files.Page!;
    }

    public static ResultRow Row(int number, string reference, VideoRequest request, params UgcJob[] jobs) => new()
    {
        RowNumber = number,
        State = UgcRowState.Saved,
        Reference = reference,
        Cells = new Dictionary<string, string> { ["Product"] = "Mug", ["Prompt"] = "A {Product}" },
        Endpoint = request.Endpoint,
        Body = Encoding.UTF8.GetString(request.ToJson()),
        Jobs = jobs,
    };

    public static VideoRequest Request(
        string prompt = "A paper boat sails down a rainy street", string model = "kling-2.6", string ratio = "9:16", int variants = 1) => new()
    {
        ProjectId = "clproject000000000000000001", Prompt = prompt, Model = model, Duration = model == "veo-3.1" ? "8" : "5",
        AspectRatio = ratio, Variants = variants,
    };

    public static UgcJob Job(string id, string? path, int variant = 0) => new()
    {
        UgcId = id, VariantIndex = variant, Status = UgcJobStatus.Completed, Kind = UgcKind.Video, PurchaseId = "p1", SavedPath = path,
        CreditsCharged = 35, CreatedAt = Now.AddMinutes(-5), UpdatedAt = Now.AddMinutes(-5).AddSeconds(130),
    };

    /// <summary>A clip that plays.</summary>
    public static string Clip(string folder, string name, string shape = "portrait")
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using Stream clip = typeof(UgcSimulator).Assembly.GetManifestResourceStream($"{shape}.mp4")!;
        using FileStream file = File.Create(path);
        clip.CopyTo(file);
        return path;
    }

    /// <summary>A batch as a marketer has one: rows with variants, and one of each thing that can go wrong.</summary>
    public static IEnumerable<ResultRow> Campaign(string folder, int rows = 12)
    {
        (string Reference, string Prompt, string Shape, string Ratio, string Model)[] ideas =
        [
            ("mug-01", "A ceramic mug of coffee steams on a wooden table in morning light", "portrait", "9:16", "kling-2.6"),
            ("bag-01", "A canvas bag is set down on a wet pavement with neon reflections. People pass by out of focus, and the camera moves slowly "
                + "closer until the logo fills the frame.", "portrait", "9:16", "kling-2.6"),
            ("lamp-01", "A desk lamp switches on by itself in a room of books", "landscape", "16:9", "veo-3.1"),
            ("tea-01", "Tea leaves unfold in hot water, seen through a glass pot", "square", "1:1", "kling-2.6"),
        ];
        for (int number = 1; number <= rows; number++)
        {
            (string reference, string prompt, string shape, string ratio, string model) = ideas[(number - 1) % ideas.Length];
            reference = string.Create(CultureInfo.InvariantCulture, $"{reference[..^2]}{number:00}");
            int variants = number % 4 == 2 ? 2 : number == 9 ? 3 : 1;
            UgcJob[] jobs = [.. Enumerable.Range(0, variants).Select(variant => Job(
                $"job-{number}-{variant}", Clip(folder, $"{reference}-{model}-v{variant}.mp4", shape), variant) with
            {
                ActorName = number % 4 == 2 ? (variant == 0 ? "Sarah" : "Tom") : null,
                UpdatedAt = Now.AddMinutes(-5).AddSeconds(70 + (number * 13)),
            })];
            ResultRow row = Row(number, reference, Request(prompt, model, ratio, variants), jobs);
            yield return number switch
            {
                4 => row with
                {
                    State = UgcRowState.Failed, Message = "The prompt was refused by the model's safety filter.",
                    Jobs = [jobs[0] with { Status = UgcJobStatus.Failed, SavedPath = null, CreditsRefunded = 35, ErrorMessage = "The prompt was refused by the model's safety filter." }],
                },
                7 => row with
                {
                    State = UgcRowState.Unconfirmed, Jobs = [], PurchaseId = "p7", Message = "The connection ended before an answer came.",
                    Evidence = ["The project gained one clip that no other purchase explains, so this row was probably charged."],
                },
                12 => row with { State = UgcRowState.NotSent, Jobs = [] },
                _ => row,
            };
        }
    }
}
