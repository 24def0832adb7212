namespace UgcLab.Client.Tests.Json;

/// <summary>Texts that were recorded from an earlier version. What differs is written beside the tests, to be compared.</summary>
internal static class Golden
{
    public static void AssertEqual(string file, string actual)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Samples", file);
        actual = actual.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (!File.Exists(path) || File.ReadAllText(path) != actual)
        {
            File.WriteAllText(path + ".actual", actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}
