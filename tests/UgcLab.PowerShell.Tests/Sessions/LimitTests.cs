using System.Management.Automation;
using UgcLab.EngineTests.Hosting;
using UgcLab.Faults;

namespace UgcLab.EngineTests.Sessions;

[Collection(nameof(ProcessWide))]
public sealed class LimitTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Service _service = new();
    private readonly Shell _shell = new();

    public LimitTests() => Environment.SetEnvironmentVariable(TestProcess.StateVariable, _folder);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(TestProcess.StateVariable, TestProcess.StateHome);
        _shell.Dispose();
        _service.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void What_every_runspace_has_used_is_counted_and_nothing_is_sent_for_it()
    {
        using Shell other = new();
        _shell.Connect(_service);
        other.Connect(_service);
        _shell.Run("1..3 | & { process { row \"Row $_ of three rows\" } } | New-UgcVideo").Clean();
        other.Run("'a1', 'b2' | Get-UgcJob").Clean();
        int sent = _service.Requests.Count;

        PSObject limit = Get("Connect-UgcLab -ApiKey $key -BaseUri $base -RequestLimit 20 -CreationLimit 5 -ReadLimit 6");

        Assert.Equal((3, 2, 5), (Value(limit, "CreationsUsed"), Value(limit, "ReadsUsed"), Value(limit, "RequestsUsed")));
        Assert.Equal(
            ["5/hour", "6/hour", "20/minute"], new[] { "CreationLimit", "ReadLimit", "RequestLimit" }.Select(name => Value(limit, name)?.ToString()));
        Assert.Equal((Value(limit, "Time"), Value(limit, "Time")), (Value(limit, "NextCreation"), Value(limit, "NextRead")));
        Assert.Equal(sent, _service.Requests.Count);
    }

    [Theory]
    [InlineData("2/second", "2/second")]
    [InlineData("20 / Minute", "20/minute")]
    [InlineData("50/90s", "50/90s")]
    [InlineData("50/3600s", "50/hour")]
    [InlineData("7", "7/minute")]
    [InlineData("0", "0/minute")]
    public void A_limit_is_a_number_and_a_window(string given, string shown)
    {
        PSObject limit = Get($"Connect-UgcLab -ApiKey $key -BaseUri $base -RequestLimit '{given}'");

        Assert.Equal(shown, Value(limit, "RequestLimit")?.ToString());
    }

    [Theory]
    [InlineData("many")]
    [InlineData("-1")]
    [InlineData("5/0s")]
    [InlineData("5/2days")]
    [InlineData("5/90000s")]
    [InlineData("5/minute/hour")]
    [InlineData("")]
    public void What_is_no_limit_is_refused_with_the_valid_forms(string given) =>
        Assert.Contains(
            "isn't a valid limit. Specify a number and a window of a second to a day (20/minute, 2/second, 50/90s), or only a number per hour.",
            Assert.Single(_shell.Run($"Connect-UgcLab -ApiKey $key -BaseUri $base -CreationLimit '{given}'").AllErrors).ToString(),
            StringComparison.Ordinal);

    [Fact]
    public void A_limit_that_is_reached_says_when_it_is_not()
    {
        _shell.Connect(_service);
        _shell.Run("row 'The only row of the hour' | New-UgcVideo").Clean();

        PSObject limit = Get("Connect-UgcLab -ApiKey $key -BaseUri $base -CreationLimit 1");

        TimeSpan wait = (DateTimeOffset)Value(limit, "NextCreation")! - (DateTimeOffset)Value(limit, "Time")!;
        Assert.InRange(wait, TimeSpan.FromMinutes(58), TimeSpan.FromMinutes(60.1));
        Assert.Equal(Value(limit, "Time"), Value(limit, "NextRead"));
    }

    [Fact]
    public void A_pause_that_the_service_asked_for_is_shown_with_its_reason()
    {
        _service.Instead = _ => Service.Error(429, "IP_RATE_LIMITED") with { Headers = [("Retry-After", "600")] };
        _shell.Connect(_service);
        _shell.Run("Test-UgcConnection").Clean();

        PSObject limit = Get("");

        TimeSpan wait = (DateTimeOffset)Value(limit, "PausedUntil")! - (DateTimeOffset)Value(limit, "Time")!;
        Assert.InRange(wait, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(11));
        Assert.Contains("IP_RATE_LIMITED", (string)Value(limit, "PauseReason")!, StringComparison.Ordinal);
        Assert.Equal(Value(limit, "PausedUntil"), Value(limit, "NextCreation"));
    }

    [Fact]
    public void The_balance_is_that_of_the_newest_purchase_and_needs_no_key()
    {
        _shell.Connect(_service);
        Assert.Null(Value(Get(""), "RemainingCredits"));
        _shell.Run("row 'A row that leaves credits' | New-UgcVideo").Clean();

        Outcome outcome = _shell.Run("Disconnect-UgcLab; Get-UgcLimit");

        PSObject limit = Assert.Single(outcome.Output);
        Assert.Contains("only the balance", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
        Assert.Equal((990m, null, null), (Value(limit, "RemainingCredits"), Value(limit, "CreationsUsed"), Value(limit, "NextRead")));
        Assert.Equal(_shell.Run("(Get-UgcHistory).PurchaseId").Clean().Texts, [(string)Value(limit, "CreditsPurchaseId")!]);
        Assert.NotNull(Value(limit, "CreditsTime"));
    }

    [Fact]
    public void While_another_request_is_in_flight_one_is_reported_and_then_continues()
    {
        _shell.Connect(_service);
        using ManualResetEventSlim gate = new();
        _service.Instead = request => Service.IsOrder(request) && _service.Orders.Count == 1 ? Held(gate) : null;
        using Shell other = new();
        using Running first = other.Connect(_service).Start("row 'The first of two rows' | New-UgcVideo");
        _service.Await(1);

        using Running running = _shell.Start("row 'The second of two rows' | New-UgcVideo -Verbose");
        Assert.True(SpinWait.SpinUntil(() => running.Verbose.Any(line => line.Contains("A request is in flight in process", StringComparison.Ordinal)), Shell.Deadline));
        Assert.Single(_service.Orders);
        gate.Set();

        Outcome outcome = running.End().Clean();
        first.End().Clean();
        Assert.Single(outcome.Verbose, line => line.Contains("one is sent at a time. Going on once it is over.", StringComparison.Ordinal));
        Assert.Equal(2, _service.Orders.Count);
    }

    [Fact]
    public void A_wait_for_another_request_ends_at_once_when_it_is_stopped()
    {
        _shell.Connect(_service);
        using ManualResetEventSlim gate = new();
        _service.Instead = request => Service.IsOrder(request) && _service.Orders.Count == 1 ? Held(gate) : null;
        using Shell other = new();
        using Running first = other.Connect(_service).Start("row 'The first of two rows' | New-UgcVideo");
        _service.Await(1);

        using Running running = _shell.Start("row 'The second of two rows' | New-UgcVideo -Verbose");
        Assert.True(SpinWait.SpinUntil(() => running.Verbose.Any(line => line.Contains("A request is in flight in process", StringComparison.Ordinal)), Shell.Deadline));
        running.Stop();
        gate.Set();
        first.End().Clean();

        Assert.Single(_service.Orders);
        Assert.Equal(["Accepted"], _shell.Run("Get-UgcHistory").Clean().Values("State"));
    }

    [Fact]
    public void A_session_that_was_ended_has_no_limits_to_show()
    {
        _shell.Connect(_service);

        Assert.Equal(["UgcNotConnected"], _shell.Run("$held = Get-UgcContext; Disconnect-UgcLab; Get-UgcLimit -Session $held").ErrorIds);
    }

    private static Reply? Held(ManualResetEventSlim gate)
    {
        Assert.True(gate.Wait(Shell.Deadline));
        return null;
    }

    private static object? Value(PSObject limit, string name) => limit.Properties[name].Value is PSObject wrapped ? wrapped.BaseObject : limit.Properties[name].Value;

    private PSObject Get(string before) => Assert.Single(_shell.Run($"{before}\nGet-UgcLimit").Clean().Output);
}
