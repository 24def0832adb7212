using System.Reflection;
using System.Xml.Linq;
using UgcLab.Engines.Sqlite;
using UgcLab.Simulator;
using static UgcLab.Client.Tests.ScriptedHandler;

namespace UgcLab.Client.Tests;

/// <summary>What a .NET program sees of the libraries.</summary>
[Collection(nameof(Alone))]
public sealed class PublicSurfaceTests
{
    private static readonly UgcJob Job = new() { UgcId = "clzzjob1", Status = UgcJobStatus.Pending };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_argument_that_is_required_is_checked()
    {
        using TestFolder folder = new();
        await using IStore store = Engines.UgcStore.Open(new StoreSettings(folder.Path));
        await using UgcLabClient client = new(new UgcLabClientOptions(Bench.Key) { Store = store, Handler = new ScriptedHandler() });
        await using JobPoller poller = await client.OpenPollerAsync(TimeSpan.Zero, null, Token);
        NullabilityInfoContext nullability = new();
        int count = 0;
        foreach (object service in new object[]
        {
            client, client.Purchases, client.Jobs, client.Downloads, client.History, client.Projects, client.Actors, poller, new Reconciliation(store),
        })
        {
            foreach (MethodInfo method in service.GetType().GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            {
                ParameterInfo[] parameters = method.GetParameters();
                foreach (ParameterInfo required in parameters.Where(each =>
                    !each.IsOptional && !each.ParameterType.IsValueType && nullability.Create(each).WriteState is NullabilityState.NotNull))
                {
                    count++;
                    object?[] values = [.. parameters.Select(each => each == required ? null : Value(each))];
                    Exception? error = await Record.ExceptionAsync(() => RunAsync(() => method.Invoke(service, values)));
                    Assert.True(error is ArgumentNullException, $"{service.GetType().Name}.{method.Name}({required.Name}): {error}");
                }
            }
        }

        Assert.True(count >= 9, $"{count} arguments");
        Assert.Throws<ArgumentNullException>(() => new UgcLabClient(null!));
        Assert.Throws<ArgumentNullException>(() => new PurchaseRequest(null!));
        Assert.Throws<ArgumentNullException>(() => new StoreSettings(null!));
        Assert.Throws<ArgumentNullException>(() => Engines.UgcStore.Open(null!));
        Assert.Throws<ArgumentNullException>(() => new UgcLabClientOptions(Bench.Key) { BaseUri = null! });
        Assert.Throws<ArgumentNullException>(() => new UgcLabClientOptions(Bench.Key) { Limits = null! });
        Assert.Throws<ArgumentNullException>(() => new UgcLabClientOptions(Bench.Key) { Clock = null! });
        Assert.Throws<ArgumentNullException>(() => new UgcLabClientOptions(Bench.Key) { Workspace = null! });
    }

    [Fact]
    public void A_public_type_is_reachable_from_the_client_or_says_that_it_is_for_cmdlets()
    {
        Type[] all = [.. typeof(UgcLabClient).Assembly.GetExportedTypes()];
        HashSet<Type> reached = [];
        foreach (Type start in new[] { typeof(UgcLabClient), typeof(History), typeof(Reconciliation), typeof(StoreSettings), typeof(Sheet) })
        {
            Reach(start);
        }

        XDocument comments = XDocument.Load(Path.ChangeExtension(typeof(UgcLabClient).Assembly.Location, ".xml"));
        string[] forCmdlets = [.. comments.Descendants("member")
            .Where(each => ((string)each.Attribute("name")!)[0] == 'T' && ((string?)each.Element("remarks"))?.Contains("of cmdlets", StringComparison.Ordinal) is true)
            .Select(each => ((string)each.Attribute("name")!)[2..]).Order(StringComparer.Ordinal)];
        Assert.Equal(forCmdlets, all.Except(reached).Select(type => type.FullName!).Order(StringComparer.Ordinal));

        void Reach(Type type)
        {
            foreach (Type part in type.IsGenericType ? type.GetGenericArguments() : type.HasElementType ? [type.GetElementType()!] : [])
            {
                Reach(part);
            }

            if (type.Assembly != typeof(UgcLabClient).Assembly || !reached.Add(type))
            {
                return;
            }

            Type[] used =
            [
                .. type.GetProperties().Select(each => each.PropertyType),
                .. type.GetMethods().SelectMany(each => each.GetParameters().Select(one => one.ParameterType).Append(each.ReturnType)),
                .. type.GetConstructors().SelectMany(each => each.GetParameters().Select(one => one.ParameterType)),
                .. type.BaseType is Type parent ? [parent] : Type.EmptyTypes,
                .. all.Where(each => each.BaseType == type),
            ];
            foreach (Type other in used)
            {
                Reach(other);
            }
        }
    }

    [Fact]
    public async Task Only_a_store_of_the_engines_is_taken()
    {
        await using Foreign store = new();

        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, Assert.Throws<UgcLabException>(() => new UgcLabClient(new(Bench.Key) { Store = store })).Kind);
        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, Assert.Throws<UgcLabException>(() => new UgcLabClient(new(Bench.Key))).Kind);
        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, Assert.Throws<UgcLabException>(() => new History(store)).Kind);
    }

    [Fact]
    public async Task A_store_is_opened_by_its_settings()
    {
        using TestFolder folder = new();
        StoreSettings settings = new(folder.Path);

        await using IStore local = Engines.UgcStore.Open(settings);
        await using IStore shared = Engines.UgcStore.Open(settings with { Connection = "Host=db;Database=ugclab" });

        Assert.IsType<SqliteStore>(local);
        Assert.Contains("db", shared.Location, StringComparison.Ordinal);
        Assert.Equal(
            UgcLabErrorKind.ArgumentInvalid, Assert.Throws<UgcLabException>(() => Engines.UgcStore.Open(settings with { Password = "secret" })).Kind);
    }

    [Theory]
    [InlineData(-1, 60.0)]
    [InlineData(5, 0.5)]
    [InlineData(5, -60.0)]
    [InlineData(5, 86_401.0)]
    public void A_rate_limit_that_cannot_work_is_refused(int count, double seconds) =>
        Assert.Equal(
            UgcLabErrorKind.ArgumentInvalid,
            Assert.Throws<UgcLabException>(() => new UgcRateLimit(count, TimeSpan.FromSeconds(seconds))).Kind);

    [Fact]
    public void A_daily_limit_below_zero_is_refused()
    {
        UgcLabClientOptions options = new(Bench.Key) { MaxCreditPerDay = 0 };

        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, Assert.Throws<UgcLabException>(() => options with { MaxCreditPerDay = -0.01m }).Kind);
    }

    [Fact]
    public async Task A_wait_returns_each_job_and_can_be_stopped()
    {
        using Scene scene = new();
        IReadOnlyList<UgcJob> jobs = await scene.CreateAsync(variants: 2);

        List<JobOutcome> outcomes = await scene.WaitAsync(jobs);

        Assert.Equal(jobs.Select(job => job.UgcId).Order(), outcomes.Select(outcome => outcome.Job.UgcId).Order());
        Assert.All(outcomes, outcome => Assert.True(outcome is { Failure: null, Job.IsSuccess: true }));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => scene.Client.WaitAsync(jobs, cancellationToken: new CancellationToken(canceled: true)).ToListAsync());
    }

    [Fact]
    public async Task A_poller_that_is_complete_takes_no_more_jobs()
    {
        using Scene scene = new();
        await using JobPoller poller = await scene.Client.OpenPollerAsync(TimeSpan.Zero, null, Token);
        poller.Complete();

        Assert.Throws<InvalidOperationException>(() => poller.Add(Job));
        Assert.Empty(await poller.Outcomes.ReadAllAsync(Token).ToListAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_poller_that_is_closed_early_does_not_look_as_if_all_jobs_had_ended(bool isComplete)
    {
        using Scene scene = new();
        JobPoller poller = await scene.Client.OpenPollerAsync(TimeSpan.Zero, null, Token);
        poller.Add((await scene.CreateAsync())[0]);
        if (isComplete)
        {
            poller.Complete();
        }

        await poller.DisposeAsync();
        await poller.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poller.Outcomes.ReadAllAsync(Token).ToListAsync());
        Assert.ThrowsAny<InvalidOperationException>(() => poller.Add(Job));
    }

    [Fact]
    public async Task A_job_of_the_history_is_saved_though_it_has_no_link()
    {
        using Scene scene = new();
        await scene.WaitAsync(await scene.CreateAsync());
        UgcHistoryEntry entry = Assert.Single(await scene.Client.History.ReadAsync(new PurchaseFilter { Unsaved = true }, Token).ToListAsync());
        Assert.Null(entry.Jobs[0].VideoUrl);

        UgcSavedVideo saved = await scene.Clock.RunAsync(
            scene.Client.Downloads.SaveAsync(entry.Jobs[0], new SaveTarget { Folder = scene.Videos }, null, Token));

        Assert.Equal(saved.Length, new FileInfo(saved.Path).Length);
        Assert.Equal("R-1", saved.Reference);
        Assert.Empty(await scene.Client.History.ReadAsync(new PurchaseFilter { Unsaved = true }, Token).ToListAsync());
    }

    [Fact]
    public async Task A_client_that_is_closed_records_an_outcome_that_the_store_refused()
    {
        using TestFolder folder = new();
        using SqliteStore database = new(new StoreSettings(folder.Path));
        bool isFull = true;
        IStoreEngine store = Store.StoreProxy.Over(database, (call, _) =>
        {
            if (call is nameof(IStoreEngine.EndAttemptAsync) && isFull)
            {
                throw new UgcLabException(UgcLabErrorKind.StoreUnavailable, "The disk is full.");
            }
        });
        using Bench bench = new(new ScriptedHandler(Answer(202, Bench.Receipt)), options => options with { Store = store });
        await bench.Client.Purchases.CreateAsync(new PurchaseRequest(Bench.Video), null, Token);
        Assert.Equal(UgcPurchaseState.Sending, await StateAsync());

        isFull = false;
        await bench.Client.DisposeAsync();

        Assert.Equal(UgcPurchaseState.Accepted, await StateAsync());

        async Task<UgcPurchaseState> StateAsync() => Assert.Single(await new History(database).ReadAsync(null, Token).ToListAsync()).State;
    }

    [Fact]
    public async Task A_resolution_that_is_stopped_changes_nothing()
    {
        using TestFolder folder = new();
        await using IStore store = Engines.UgcStore.Open(new StoreSettings(folder.Path));
        UgcHistoryEntry entry = new() { PurchaseId = "p", State = UgcPurchaseState.Unconfirmed };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new Reconciliation(store).ResolveAsync(entry, UgcResolution.NotCharged, cancellationToken: new CancellationToken(canceled: true)));
    }

    private static object? Value(ParameterInfo parameter) => parameter switch
    {
        { ParameterType.Name: nameof(String) } => "clzzjob1",
        { ParameterType.Name: nameof(UgcJob) } => Job,
        { ParameterType.Name: nameof(SaveTarget) } => new SaveTarget(),
        { ParameterType: Type type } => type.IsValueType ? Activator.CreateInstance(type) : null,
    };

    // Invokes a method, and awaits or reads what it returns.
    private static async Task RunAsync(Func<object?> invoke)
    {
        try
        {
            switch (invoke())
            {
                case Task task:
                    await task;
                    break;
                case IAsyncEnumerable<JobOutcome> outcomes:
                    await outcomes.ToListAsync();
                    break;
                default:
                    break;
            }
        }
        catch (TargetInvocationException error)
        {
            throw error.InnerException!;
        }
    }

    private sealed class Foreign : IStore
    {
        public string Location => "";

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>A client of a simulated service, in whose time a video is made at once.</summary>
    private sealed class Scene : IDisposable
    {
        private readonly TestFolder _folder = new();
        private readonly UgcSimulator _service;
        private readonly IStore _store;

        public Scene()
        {
            _service = new UgcSimulator(new SimulatorOptions(), Clock);
            _store = Engines.UgcStore.Open(new StoreSettings(Path.Combine(_folder.Path, "state")) { Clock = Clock });
            Client = new UgcLabClient(_service.ClientOptions(_store));
        }

        public TestClock Clock { get; } = new() { LongestIdle = 4000 };

        public UgcLabClient Client { get; }

        public string Videos => Path.Combine(_folder.Path, "videos");

        public Task<IReadOnlyList<UgcJob>> CreateAsync(int variants = 1) => Clock.RunAsync(Client.Purchases.CreateAsync(
            new PurchaseRequest(Bench.Video with { ProjectId = _service.FirstProjectId!, Variants = variants }) { Reference = "R-1" }, null, Token));

        public Task<List<JobOutcome>> WaitAsync(IReadOnlyList<UgcJob> jobs) =>
            Clock.RunAsync(Client.WaitAsync(jobs, cancellationToken: Token).ToListAsync());

        public void Dispose()
        {
            Client.Dispose();
            _store.Dispose();
            _service.Dispose();
            _folder.Dispose();
        }
    }
}
