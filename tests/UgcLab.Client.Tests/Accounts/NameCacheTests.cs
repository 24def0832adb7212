using System.Runtime.CompilerServices;
using UgcLab.Client.Tests.Store;
using UgcLab.Engines.Sqlite;

namespace UgcLab.Client.Tests.Accounts;

public sealed class NameCacheTests : IDisposable
{
    private static readonly UgcActorFilter Everybody = new();
    private static readonly UgcActorFilter Women = new() { Gender = "female" };

    private readonly TestFolder _folder = new();
    private readonly TestClock _clock = new();
    private readonly Bench.Collected _notices = new();

    private readonly List<SqliteStore> _stores = [];

    public void Dispose()
    {
        _stores.ForEach(store => store.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public async Task What_a_list_showed_is_known_to_the_next_process()
    {
        await Open().RememberAsync(From(new UgcProject { Id = "p1", Name = "Summer", Folder = new UgcFolder("f", "Marketing") }, new UgcProject { Id = "p2" })).ToListAsync();
        await RememberAsync(Open(), Everybody, Actor("a1", "Sarah") with { Gender = "female", Age = "25-34", IsPro = true });

        Assert.Equal([new KnownName("p1", "Summer", "Marketing"), new KnownName("p2", null, null)], await Open().ReadAsync(NameCache.ProjectList));
        Assert.Equal([new KnownName("a1", "Sarah", "female, 25-34, pro")], await Open().ReadAsync("ugcl-2.0"));
        Assert.Empty(await Open().ReadAsync("ugcl-1.0"));
    }

    [Fact]
    public async Task A_listing_passes_through_as_it_is()
    {
        UgcActor[] actors = [Actor("a1", "Sarah"), Actor("a2", null), Actor("a1", "Sarah again")];

        Assert.Equal(actors, await Open().RememberAsync(From(actors), Everybody).ToListAsync());
        Assert.Equal(["Sarah again", "a2"], (await Open().ReadAsync("ugcl-2.0")).Select(name => name.Label).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ugc_feedfacefeedfacefeedfacefeedfacefeedfacefeedface", "https://api.ugclab.app/api/v1/")]
    [InlineData(Bench.Key, "https://elsewhere.example/")]
    public async Task Another_key_or_address_sees_nothing(string key, string address)
    {
        await RememberAsync(Open(), Everybody, Actor("a1", "Sarah"));

        NameCache other = Open(new UgcLabClientOptions(key) { BaseUri = new Uri(address) });

        Assert.Empty(await other.ReadAsync("ugcl-2.0"));
        Assert.Single(await Open().ReadAsync("ugcl-2.0"));
    }

    [Fact]
    public async Task All_of_a_list_replaces_what_was_known_of_it_and_of_no_other()
    {
        await RememberAsync(Open(), Everybody, Actor("a1", "Gone"), Actor("a2", "Old name"));
        await RememberAsync(Open(), new UgcActorFilter { Workflow = "ugcl-1.0" }, Actor("b1", "Emma"));

        await RememberAsync(Open(), Everybody, Actor("a2", "New name"));

        Assert.Equal(["New name"], (await Open().ReadAsync("ugcl-2.0")).Select(name => name.Name));
        Assert.Equal(["Emma"], (await Open().ReadAsync("ugcl-1.0")).Select(name => name.Name));
    }

    [Fact]
    public async Task A_part_of_a_list_is_added_to_what_was_known()
    {
        await RememberAsync(Open(), Everybody, Actor("a1", "Tom"), Actor("a2", "Old name"));

        await RememberAsync(Open(), Women, Actor("a2", "New name"), Actor("a3", "Emma"));
        Assert.Equal(["Tom", "New name", "Emma"], (await Open().ReadAsync("ugcl-2.0")).Select(name => name.Name));

        await RememberAsync(Open(), Women);
        Assert.Equal(3, (await Open().ReadAsync("ugcl-2.0")).Count);

        await RememberAsync(Open(), Everybody);
        Assert.Empty(await Open().ReadAsync("ugcl-2.0"));
    }

    [Theory]
    [InlineData("male", null, null, 2)]
    [InlineData(null, "25-34", null, 2)]
    [InlineData(null, null, true, 2)]
    [InlineData(null, null, false, 2)]
    [InlineData(" ", " ", null, 1)]
    public async Task Whatever_leaves_anybody_out_forgets_no_one(string? gender, string? age, bool? isPro, int known)
    {
        await RememberAsync(Open(), Everybody, Actor("a1", "Tom"));

        await RememberAsync(Open(), new UgcActorFilter { Gender = gender, Age = age, IsPro = isPro }, Actor("a2", "Emma"));

        Assert.Equal(known, (await Open().ReadAsync("ugcl-2.0")).Count);
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

        Assert.Equal(["Tom", "Emma", "Ann"], (await Open().ReadAsync("ugcl-2.0")).Select(name => name.Name));
    }

    [Fact]
    public async Task A_list_that_fails_on_the_way_is_a_part_and_fails_as_before()
    {
        await RememberAsync(Open(), Everybody, Actor("a1", "Tom"));

        await Assert.ThrowsAsync<UgcLabException>(() => Open().RememberAsync(Failing(Actor("a2", "Emma")), Everybody).ToListAsync());

        Assert.Equal(["Tom", "Emma"], (await Open().ReadAsync("ugcl-2.0")).Select(name => name.Name));
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

        Assert.Equal(["Ann", "Tom", "Emma"], (await Open().ReadAsync("ugcl-2.0")).Select(name => name.Name));
    }

    [Fact]
    public async Task Where_nothing_can_be_written_the_list_comes_anyway()
    {
        string blocked = Path.Combine(_folder.Path, "file");
        File.WriteAllText(blocked, "");
        NameCache cache = new(Track(new SqliteStore(new StoreSettings(blocked))), RateLimiter.AccountOf(new UgcLabClientOptions(Bench.Key)));

        Assert.Single(await cache.RememberAsync(From(Actor("a1", "Emma")), Everybody, _notices).ToListAsync());

        Assert.Contains("not kept", Assert.Single(_notices.All).Text, StringComparison.Ordinal);
        Assert.Empty(await cache.ReadAsync("ugcl-2.0"));
    }

    [Fact]
    public async Task Where_something_else_has_its_place_nothing_is_known_and_nothing_fails()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "ugclab.db"));

        await RememberAsync(Open(), Everybody, Actor("a1", "Emma"));

        Assert.Single(_notices.All);
        Assert.Empty(await Open().ReadAsync("ugcl-2.0"));
    }

    [Fact]
    public async Task The_newest_names_are_kept()
    {
        await RememberAsync(Open(), Everybody, [.. Enumerable.Range(0, 5001).Select(n => Actor($"a{n}", "Some name"))]);
        IReadOnlyList<KnownName> known = await Open().ReadAsync("ugcl-2.0");
        Assert.Equal((5000, "a1", "a5000"), (known.Count, known[0].Id, known[^1].Id));

        await RememberAsync(Open(), Women, Actor("a1", "Seen again"), Actor("b1", "New"));

        known = await Open().ReadAsync("ugcl-2.0");
        Assert.Equal((5000, "a3", "a1", "b1"), (known.Count, known[0].Id, known[^2].Id, known[^1].Id));
    }

    [Fact]
    public async Task A_name_that_no_one_would_complete_is_not_kept()
    {
        await RememberAsync(
            Open(), Everybody, Actor(new string('a', 101), "Long id"), Actor("a2", new string('n', 201)), Actor("a3", $"Mine is {Bench.Key}"), Actor(Bench.Key, "A key as an id"), Actor("a4", "Sane"));

        Assert.Equal([new("a2", null, null), new("a3", null, null), new KnownName("a4", "Sane", null)], await Open().ReadAsync("ugcl-2.0"));
    }

    [Fact]
    public async Task No_key_is_kept_in_a_name()
    {
        await RememberAsync(Open(), Everybody, Actor("a1", $"Sarah {Bench.Key}"), Actor("a2", "Emma"));

        Assert.Contains("Emma", StoreDump.Raw(_folder.Path), StringComparison.Ordinal);
        Assert.DoesNotContain("ugc_0", StoreDump.Raw(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_folder_of_a_simulator_session_does_not_come_back_after_its_end()
    {
        string folder = Path.Combine(_folder.Path, "session");
        SqliteStore store = Track(new SqliteStore(new StoreSettings(folder) { IsTemporary = true }));
        NameCache cache = new(store, RateLimiter.AccountOf(new UgcLabClientOptions(Bench.Key)));
        await RememberAsync(cache, Everybody, Actor("a1", "Emma"));
        Assert.True(Directory.Exists(folder));
        await foreach (UgcActor actor in cache.RememberAsync(From(Actor("a2", "Tom")), Everybody))
        {
            store.Dispose();
        }

        Assert.False(Directory.Exists(folder));
        Assert.Empty(await cache.ReadAsync("ugcl-2.0"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no key\nat all")]
    public void No_key_opens_nothing(string? key) => Assert.Null(NameCache.Of(Track(new SqliteStore(new StoreSettings(_folder.Path))), key));

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

    // As another process has it.
    private NameCache Open(UgcLabClientOptions? options = null) =>
        new(Track(new SqliteStore(new StoreSettings(_folder.Path) { Clock = _clock })), RateLimiter.AccountOf(options ?? new UgcLabClientOptions(Bench.Key)));

    private SqliteStore Track(SqliteStore store)
    {
        _stores.Add(store);
        return store;
    }
}
