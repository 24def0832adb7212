namespace UgcLab.Client.Tests.Files;

/// <summary>A small file is there in full or not there, and a killed process leaves nothing for ever.</summary>
public sealed class AtomicFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Target => Path.Combine(_folder.Path, "a.json");

    [Fact]
    public void The_draft_of_a_killed_process_is_deleted_and_one_that_is_written_is_left()
    {
        Directory.CreateDirectory(_folder.Path);
        string killed = $"{Target}.{Guid.NewGuid():N}.new";
        string written = $"{Target}.{Guid.NewGuid():N}.new";
        string another = Path.Combine(_folder.Path, "b.json.0.new");
        File.WriteAllText(killed, "{");
        File.WriteAllText(another, "{");
        using FileStream held = new(written, FileMode.CreateNew, FileAccess.Write, FileShare.None);

        AtomicFile.Write(Target, "{}", toDisk: false);

        Assert.Equal(new[] { Target, written, another }.Order(StringComparer.Ordinal), Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal));
        Assert.Equal("{}", File.ReadAllText(Target));
    }

    [Fact]
    public void A_folder_is_listed_once_by_a_process_however_many_files_are_saved()
    {
        Directory.CreateDirectory(_folder.Path);
        string first = $"{Path.Combine(_folder.Path, "first.json")}.{Guid.NewGuid():N}.new";
        File.WriteAllText(first, "{");
        AtomicFile.Write(Target, "{}", toDisk: false);

        // What another process leaves from now on is deleted by the next process: this one doesn't list the folder again.
        string later = $"{Path.Combine(_folder.Path, "later.json")}.{Guid.NewGuid():N}.new";
        File.WriteAllText(later, "{");
        foreach (string name in (string[])["first.json", "later.json", "a.json"])
        {
            AtomicFile.Write(Path.Combine(_folder.Path, name), "{}", toDisk: false);
        }

        Assert.Equal((false, true), (File.Exists(first), File.Exists(later)));
    }

    [Fact]
    public void Many_writers_of_one_file_all_succeed()
    {
        Directory.CreateDirectory(_folder.Path);

        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16 }, number => AtomicFile.Write(Target, $"{{\"number\":{number}}}", toDisk: false));

        Assert.Equal([Target], Directory.GetFiles(_folder.Path));
        Assert.Equal(System.Text.Json.JsonValueKind.Object, AtomicFile.Read(Target).ValueKind);
    }

    public void Dispose() => _folder.Dispose();
}
