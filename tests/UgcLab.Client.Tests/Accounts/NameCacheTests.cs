using System.Runtime.CompilerServices;
using System.Text;
using UgcLab.Ledger;
using UgcLab.Http;

namespace UgcLab.Client.Tests.Accounts;

public sealed class NameCacheTests : IDisposable
{
    private static readonly UgcActorFilter Everybody = new();
    private static readonly UgcActorFilter Women = new() { Gender = "female" };

    private readonly string _folder = Directory.CreateTempSubdirectory("ugclab-names-").FullName;
    private readonly TestClock _clock = new();
    private readonly Bench.Collected _notices = new();

    private static string Name => QuotaFile.NameOf(new UgcLabClientOptions(Bench.Key));

    private string FilePath => Path.Combine(_folder, $"names-{Name}.json");

    private string LockPath => Path.Combine(_folder, $"names-{Name}.lock");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_a_list_showed_is_known_to_the_next_process()
    {
        await Open().RememberAsync(From(new UgcProject { Id = "p1", Name = "Summer", Folder = new UgcFolder("f", "Marketing") }, new UgcProject { Id = "p2" })).ToListAsync();
        await RememberAsync(Open(), Everybody, Actor("a1", "Sarah") with { Gender = "female", Age = "25-34", IsPro = true });

        Assert.Equal([new KnownName("p1", "Summer", "Marketing"), new KnownName("p2", null, null)], Open().Projects());
        Assert.Equal([new KnownName("a1", "Sarah", "female, 25-34, pro")], Open().Actors("ugcl-2.0"));
        Assert.Empty(Open().Actors("ugcl-1.0"));
    }

    [Fact]
    public async Task A_listing_passes_through_as_it_is()
    {
        UgcActor[] actors = [Actor("a1", "Sarah"), Actor("a2", null), Actor("a1", "Sarah again")];

        Assert.Equal(actors, await Open().RememberAsync(From(actors), Everybody).ToListAsync());
        Assert.Equal(["Sarah again", "a2"], Open().Actors("ugcl-2.0").Select(name => name.Label).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ugc_feedfacefeedfacefeedfacefeedfacefeedfacefeedface", "https://api.ugclab.app/api/v1/")]
    [InlineData(Bench.Key, "https://elsewhere.example/")]
    public async Task Another_key_or_address_sees_nothing(string key, string address)
    {
        await RememberAsync(Open(), Everybody, Actor("a1", "Sarah"));

        NameCache other = new(new UgcLabClientOptions(key) { BaseUri = new Uri(address), Clock = _clock }, _folder);

        Assert.Empty(other.Actors("ugcl-2.0"));
        Assert.Single(Open().Actors("ugcl-2.0"));
    }

    [Fact]
    public async Task All_of_a_list_replaces_what_was_known_of_it_and_of_no_other()
    {
        await RememberAsync(Open(), Everybody, Actor("a1", "Gone"), Actor("a2", "Old name"));
        await RememberAsync(Open(), new UgcActorFilter { Workflow = "ugcl-1.0" }, Actor("b1", "Emma"));

        await RememberAsync(Open(), Everybody, Actor("a2", "New name"));

        Assert.Equal(["New name"], Open().Actors("ugcl-2.0").Select(name => name.Name));
        Assert.Equal(["Emma"], Open().Actors("ugcl-1.0").Select(name => name.Name));
    }

    [Fact]
    public async Task A_part_of_a_list_is_added_to_what_was_known()
    {
        await RememberAsync(Open(), Everybody, Actor("a1", "Tom"), Actor("a2", "Old name"));

        await RememberAsync(Open(), Women, Actor("a2", "New name"), Actor("a3", "Emma"));
        Assert.Equal(["Tom", "New name", "Emma"], Open().Actors("ugcl-2.0").Select(name => name.Name));

        await RememberAsync(Open(), Women);
        Assert.Equal(3, Open().Actors("ugcl-2.0").Count);

        await RememberAsync(Open(), Everybody);
        Assert.Empty(Open().Actors("ugcl-2.0"));
    }

    [Theory]
    [InlineData("male", null, null, 2)]
    [InlineData(null, "25-34", null, 2)]
    [InlineData(null, null, true, 2)]
    [InlineData(null, null, false, 2)]
    [InlineData(" ", " ", null, 1)]
    public async Task Whatever_leaves_anybody_out_forgets_nobody(string? gender, string? age, bool? isPro, int known)
    {
        await RememberAsync(Open(), Everybody, Actor("a1", "Tom"));

        await RememberAsync(Open(), new UgcActorFilter { Gender = gender, Age = age, IsPro = isPro }, Actor("a2", "Emma"));

        Assert.Equal(known, Open().Actors("ugcl-2.0").Count);
    }

    [Fact]
    public async Task Who_wants_no_more_has_seen_a_part()
    {
        await RememberAsync(Open(), Everybody, Actor("a1", "Tom"), Actor("a2", "Emma"));

        await foreach (UgcActor actor in Open().RememberAsync(From(Actor("a3", "Ann"), Actor("a4", "Unseen")), Everybody))
        {
            Assert.Equal("a3", actor.Id);
            break;
        }

        Assert.Equal(["Tom", "Emma", "Ann"], Open().Actors("ugcl-2.0").Select(name => name.Name));
    }

    [Fact]
    public async Task A_list_that_fails_on_the_way_is_a_part_and_fails_as_before()
    {
        await RememberAsync(Open(), Everybody, Actor("a1", "Tom"));

        await Assert.ThrowsAsync<UgcLabException>(() => Open().RememberAsync(Failing(Actor("a2", "Emma")), Everybody).ToListAsync());

        Assert.Equal(["Tom", "Emma"], Open().Actors("ugcl-2.0").Select(name => name.Name));
    }

    [Fact]
    public async Task Of_two_processes_that_list_at_once_neither_loses_anything()
    {
        await using (IAsyncEnumerator<UgcActor> slow = Open().RememberAsync(From(Actor("a1", "Tom"), Actor("a2", "Emma")), Women).GetAsyncEnumerator())
        {
            await slow.MoveNextAsync();
            await RememberAsync(Open(), Women, Actor("a3", "Ann"));
            await slow.MoveNextAsync();
        }

        Assert.Equal(["Ann", "Tom", "Emma"], Open().Actors("ugcl-2.0").Select(name => name.Name));
    }

    [Fact]
    public async Task Who_finds_another_at_it_waits_for_moments()
    {
        Task<List<UgcActor>> work;
        using (FileLock held = FileLock.TryTake(LockPath)!)
        {
            work = RememberAsync(Open(), Everybody, Actor("a1", "Tom"));
            Assert.False(work.IsCompleted);
        }

        await _clock.RunAsync(work);

        Assert.Single(Open().Actors("ugcl-2.0"));
        Assert.Empty(_notices.All);
    }

    [Fact]
    public async Task Who_finds_another_at_it_for_long_goes_on_without()
    {
        DateTimeOffset began = _clock.GetUtcNow();
        using FileLock held = FileLock.TryTake(LockPath)!;

        await _clock.RunAsync(RememberAsync(Open(), Everybody, Actor("a1", "Tom")));

        Assert.InRange(_clock.GetUtcNow() - began, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1));
        Assert.Contains("held by another process", Assert.Single(_notices.All).Text, StringComparison.Ordinal);
        Assert.Equal(UgcNoticeKind.Request, _notices.All[0].Kind);
        Assert.Empty(Open().Actors("ugcl-2.0"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("no JSON at all")]
    [InlineData("[]")]
    [InlineData("""{"v":"1","lists":{"ugcl-2.0":[{"id":"a9"}]}}""")]
    [InlineData("""{"v":1}""")]
    [InlineData("""{"v":1,"lists":[]}""")]
    [InlineData("""{"v":1,"lists":{"ugcl-2.0":{"id":"a9"}}}""")]
    [InlineData("""{"v":1,"lists":{"ugcl-2.0":[null,5,"a9",{"id":5},{"id":""},{"name":"Nobody"}]}}""")]
    [InlineData("""{"v":1,"lists":{"\ud800":[],"ugcl-2.0":[{"\ud800":"a9"}]}}""")]
    public async Task A_damaged_file_is_an_empty_one_and_heals(string text)
    {
        File.WriteAllText(FilePath, text);
        Assert.Empty(Open().Actors("ugcl-2.0"));

        await RememberAsync(Open(), Women, Actor("a1", "Emma"));

        Assert.Equal(["Emma"], Open().Actors("ugcl-2.0").Select(name => name.Name));
        Assert.Empty(_notices.All);
    }

    [Fact]
    public async Task A_file_of_a_later_version_is_left_alone()
    {
        const string Later = """{"v":2,"lists":{"ugcl-2.0":[{"id":"a9"}]}}""";
        File.WriteAllText(FilePath, Later);

        await RememberAsync(Open(), Everybody, Actor("a1", "Emma"));

        Assert.Equal(Later, File.ReadAllText(FilePath));
        Assert.Empty(Open().Actors("ugcl-2.0"));
    }

    [Fact]
    public async Task Where_nothing_can_be_written_the_list_comes_all_the_same()
    {
        string blocked = Path.Combine(_folder, "file");
        File.WriteAllText(blocked, "");
        NameCache cache = new(new UgcLabClientOptions(Bench.Key) { Clock = _clock }, blocked);

        Assert.Single(await cache.RememberAsync(From(Actor("a1", "Emma")), Everybody, _notices).ToListAsync());

        Assert.Contains("not kept", Assert.Single(_notices.All).Text, StringComparison.Ordinal);
        Assert.Empty(cache.Actors("ugcl-2.0"));
    }

    [Fact]
    public async Task Where_something_else_has_its_place_nothing_is_known_and_nothing_fails()
    {
        Directory.CreateDirectory(FilePath);

        await RememberAsync(Open(), Everybody, Actor("a1", "Emma"));

        Assert.Single(_notices.All);
        Assert.Empty(Open().Actors("ugcl-2.0"));
    }

    [Fact]
    public async Task The_newest_names_are_kept()
    {
        await RememberAsync(Open(), Everybody, [.. Enumerable.Range(0, 5001).Select(n => Actor($"a{n}", "Some name"))]);
        Assert.Equal((5000, "a1", "a5000"), (Open().Actors("ugcl-2.0").Count, Open().Actors("ugcl-2.0")[0].Id, Open().Actors("ugcl-2.0")[^1].Id));

        await RememberAsync(Open(), Women, Actor("a1", "Seen again"), Actor("b1", "New"));

        IReadOnlyList<KnownName> known = Open().Actors("ugcl-2.0");
        Assert.Equal((5000, "a3", "a1", "b1"), (known.Count, known[0].Id, known[^2].Id, known[^1].Id));
    }

    [Fact]
    public async Task A_name_that_nobody_would_complete_is_not_kept()
    {
        await RememberAsync(
            Open(), Everybody, Actor(new string('a', 101), "Long id"), Actor("a2", new string('n', 201)), Actor("a3", $"Mine is {Bench.Key}"), Actor(Bench.Key, "A key as an id"), Actor("a4", "Sane"));

        Assert.Equal([new("a2", null, null), new("a3", null, null), new KnownName("a4", "Sane", null)], Open().Actors("ugcl-2.0"));
    }

    [Fact]
    public async Task The_file_is_the_users_alone_and_holds_no_key()
    {
        await RememberAsync(Open(), Everybody, Actor("a1", $"Sarah {Bench.Key}"), Actor("a2", "Emma"));

        string[] files = [.. Directory.GetFiles(_folder).Order(StringComparer.Ordinal)];
        Assert.Equal([$"names-{Name}.json", $"names-{Name}.lock"], files.Select(Path.GetFileName));
        Assert.All(files, file => Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), file));
        Assert.DoesNotContain("ugc_0", Encoding.UTF8.GetString(File.ReadAllBytes(FilePath)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_again_is_not_written_again()
    {
        await RememberAsync(Open(), Everybody, Actor("a1", "Emma"));
        File.SetLastWriteTimeUtc(FilePath, DateTime.UnixEpoch);

        await RememberAsync(Open(), Everybody, Actor("a1", "Emma"));

        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(FilePath));
    }

    [Fact]
    public async Task A_rehearsals_folder_does_not_come_back_after_its_end()
    {
        using Bench bench = new();
        await foreach (UgcActor actor in bench.Client.Names.RememberAsync(From(Actor("a1", "Emma")), Everybody))
        {
            bench.Client.Dispose();
        }

        Assert.False(Directory.Exists(bench.Folder));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no key\nat all")]
    public void No_key_opens_nothing(string? key) => Assert.Null(NameCache.Of(key));

    [Fact]
    public void A_name_is_shown_on_one_line_without_what_takes_over_a_terminal()
    {
        KnownName name = new("a1", "Red\u001b[31m\nname", "a folder");

        Assert.Equal("Red\\u001b[31m\\nname", name.Label);
        Assert.Equal("Red\\u001b[31m\\nname (a folder) a1", name.Description);
        Assert.Equal(("a2", "a2"), (new KnownName("a2", null, null).Label, new KnownName("a2", null, null).Description));
    }

    private static UgcActor Actor(string id, string? name) => new() { Id = id, Name = name, Workflow = "ugcl-2.0" };

    private static async IAsyncEnumerable<T> From<T>(params T[] items)
    {
        foreach (T item in items)
        {
            yield return item;
        }

        await Task.CompletedTask;
    }

    private static async IAsyncEnumerable<UgcActor> Failing(UgcActor first, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return first;
        await Task.CompletedTask.WaitAsync(cancellationToken);
        throw new UgcLabException(UgcLabErrorKind.ServerError, "So it is.");
    }

    private Task<List<UgcActor>> RememberAsync(NameCache cache, UgcActorFilter filter, params UgcActor[] actors) => cache.RememberAsync(From(actors), filter, _notices).ToListAsync();

    private NameCache Open() => new(new UgcLabClientOptions(Bench.Key) { Clock = _clock }, _folder);
}
