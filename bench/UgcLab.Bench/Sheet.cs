using System.Globalization;
using System.Text;

namespace UgcLab.Bench;

/// <summary>The rows that everyone sends: no two prompts alike, all of them good.</summary>
internal static class Sheet
{
    public const string ProjectId = "clzz0000000000000project1";

    public static void Write(string path, int rows)
    {
        StringBuilder text = new("Reference,Prompt,ProjectId,Model,Duration,AspectRatio,Variants\n");
        for (int row = 1; row <= rows; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"mug-{row:0000},\"{Prompt(row)}\",{ProjectId},veo-3.1,8,16:9,1\n");
        }

        File.WriteAllText(path, text.ToString());
    }

    /// <summary>Rows for a batch: the same, with a cell that nothing reads, which goes into the record like the others.</summary>
    public static string WriteWide(string path, int rows)
    {
        using StreamWriter text = new(path);
        text.Write("Reference,Prompt,ProjectId,Model,Duration,AspectRatio,Variants,Campaign\n");
        for (int row = 1; row <= rows; row++)
        {
            text.Write(string.Create(CultureInfo.InvariantCulture, $"mug-{row:000000},\"{Prompt(row)}\",{ProjectId},veo-3.1,8,16:9,1,\"Autumn 2026, mugs\"\n"));
        }

        return path;
    }

    public static string Prompt(int row) =>
        string.Create(CultureInfo.InvariantCulture, $"Take {row}: steam curls over a ceramic mug at dawn while the camera drifts slowly to the left, soft light, no text");
}
