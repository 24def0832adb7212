using System.Globalization;
using System.Net;
using Npgsql;
using UgcLab.Engines.Postgres;
using UgcLab.Faults;

namespace UgcLab.Crash.Tests;

/// <summary>Machines with names, clocks, and state folders of their own run one batch over a network, in which one is cut off for a while.</summary>
public sealed class SeparateMachinesTests(ITestOutputHelper output) : IDisposable
{
    private const int Rows = 24;
    private const int Speed = 60;
    private const int Most = 6;
    private const int LimitSeconds = 3;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private static readonly Machine[] Machines = [new("studio") { Ahead = TimeSpan.FromMinutes(-5) }, new("laptop") { Ahead = TimeSpan.FromMinutes(11) }, new("night-job")];

    private readonly MachineNetwork? _network = Machine.IsUsable ? MachineNetwork.TryMake(Machines.Length) : null;

    public void Dispose() => _network?.Dispose();

    [Fact]
    public async Task Machines_whose_clocks_differ_create_every_row_once_while_one_of_them_is_cut_off()
    {
        Assert.SkipWhen(_network is null, MachineNetwork.Missing);
        Assert.SkipWhen(Machine.ClockLibrary is null, Machine.MissingClock);
        using PostgresServer? server = PostgresServer.TryStart(isDurable: false, _network.Here.ToString());
        Assert.SkipWhen(server is null, PostgresServer.Missing);
        string connection = server.Connection("machines") + ";SSL Mode=Disable;Command Timeout=10;Cancellation Timeout=-1";
        await using (PostgresStore store = new(new StoreSettings(Path.GetTempPath()) { Connection = connection }))
        {
            await store.ApplyAsync(null, CancellationToken.None);
        }

        DateTimeOffset began = DateTimeOffset.UtcNow;
        using BatchScene scene = new(Rows, Speed, connection, TimeProvider.System);

        // The service's own port may be one that a connection to the database has here.
        using DroppingProxy entrance = new(new IPEndPoint(_network.Here, 0), new IPEndPoint(IPAddress.Loopback, scene.Service.Address.Port));
        string relay = string.Create(CultureInfo.InvariantCulture, $"{_network.Here}:{entrance.Port}");
        ChildProcess[] children = [.. Enumerable.Range(0, Machines.Length).Select(machine => scene.Start(settings => On(machine, settings, connection, relay)))];
        await Task.WhenAll(children.Select(child => child.SaysAsync("PLANNED ")));
        Assert.All(children.Zip(Machines), each => Assert.InRange(
            DateTimeOffset.Parse(each.First.After("CLOCK ")[0], CultureInfo.InvariantCulture) - each.Second.Ahead, began.AddSeconds(-1), DateTimeOffset.UtcNow.AddSeconds(1)));

        // The first one is cut off when its second row was charged, before the answer has reached it.
        TaskCompletionSource<string> cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int charged = 0;
        scene.Service.Purchase = (prompt, done) =>
        {
            if (done && Interlocked.Increment(ref charged) == 2)
            {
                _network.SetLink(0, isUp: false);
                cut.TrySetResult(prompt);
            }
        };
        children[0].Tell("go");
        string lost = await cut.Task.WaitAsync(Deadline, TestContext.Current.CancellationToken);

        // As the server does itself once it has heard nothing for half a minute.
        await EndSessionsAsync(connection, _network.Address(0));
        await UntilAsync(async () => (await scene.RowsAsync(UgcRowState.Unconfirmed)).Any(row => row.Prompt == lost));
        foreach (ChildProcess other in children[1..])
        {
            other.Tell("go");
        }

        await UntilAsync(() => Task.FromResult(scene.Book.Count >= 2 + Most));
        Assert.Contains(await scene.RowsAsync(UgcRowState.Unconfirmed), row => row.Prompt == lost);
        _network.SetLink(0, isUp: true);

        await Task.WhenAll(children.Select(child => child.EndedAsync(TimeSpan.FromMinutes(5))));
        Assert.All(children, child => Assert.True(child.ExitCode is 0 or 3 or 5, child.ToString()));
        int unconfirmed = await scene.ResolveAsync();
        await scene.Start(settings => On(2, settings, connection, relay) with { Waits = false }).EndsAsync(0);
        await scene.CheckAsync();

        int most = scene.MostIn(TimeSpan.FromSeconds(LimitSeconds * Speed));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Machines.Length} machines, {Rows} rows, one cut off: 0 rows charged twice, 0 lost, {unconfirmed} unconfirmed and named at the end; at most {most} creations in {LimitSeconds} s of {Most} allowed."));
        Assert.InRange(most, 1, Most);
        List<PurchaseRecord> purchases = await scene.PurchasesAsync();
        Assert.Equal(["laptop", "night-job", "studio"], purchases.Select(purchase => purchase.Owner!.Host).Distinct().Union(Machines.Select(machine => machine.Name)).Order());
        Assert.Contains(purchases, purchase => purchase.Owner!.Host == "studio");
        Assert.Contains(purchases, purchase => purchase.Owner!.Host != "studio");
        Assert.All(purchases, purchase => Assert.InRange(purchase.Began, began, DateTimeOffset.UtcNow));
        Assert.Subset(Machines.Select(machine => machine.Name).ToHashSet(), (await scene.RowsAsync()).SelectMany(row => row.Jobs).Select(job => job.SavedOn!).ToHashSet());
    }

    private ChildSettings On(int machine, ChildSettings settings, string connection, string relay) => settings with
    {
        Connection = connection,
        State = Path.Combine(settings.State, Machines[machine].Name),
        Relay = relay,
        PerHour = Most,
        LimitSeconds = LimitSeconds,
        Waits = true,

        // Its simulated clock is as far ahead as its own, and not so many times more.
        Began = settings.Began + Machines[machine].Ahead,
        Under = (Machines[machine] with { Network = _network!.Namespace(machine) }).Under,
    };

    private static async Task EndSessionsAsync(string connection, string address)
    {
        await using NpgsqlConnection opened = new(connection);
        await opened.OpenAsync(CancellationToken.None);
        await using NpgsqlCommand command = new("SELECT COUNT(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE client_addr = CAST(@address AS inet)", opened);
        command.Parameters.AddWithValue("@address", address);
        Assert.Equal(1L, await command.ExecuteScalarAsync(CancellationToken.None));
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using CancellationTokenSource enough = new(Deadline);
        while (!await isSo())
        {
            await Task.Delay(50, enough.Token);
        }
    }
}
