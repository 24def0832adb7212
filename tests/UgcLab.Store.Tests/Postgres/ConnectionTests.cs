using System.Data.Common;
using System.Reflection;
using UgcLab.Engines.Postgres;
using UgcLab.Faults;

namespace UgcLab.Store.Tests.Postgres;

/// <summary>How a shared store is reached, and what is said where it can't be.</summary>
public sealed class ConnectionTests
{
    [Theory]
    [InlineData("Host=db.example.com", "VerifyFull")]
    [InlineData("Host=10.1.2.3", "VerifyFull")]
    [InlineData("Host=localhost", "Prefer")]
    [InlineData("Host=127.0.0.1", "Prefer")]
    [InlineData("Host=::1", "Prefer")]
    [InlineData("Host=/var/run/postgresql", "Prefer")]
    [InlineData("Host=db.example.com;SSL Mode=Require", "Require")]
    public void The_certificate_is_verified_unless_the_host_is_this_one(string text, string mode) =>
        Assert.Equal(mode, new ConnectionText(text, null).SslMode.ToString());

    [Theory]
    [InlineData("Host=db;Password=se;cret-1")]
    [InlineData("not a connection secret-1")]
    [InlineData("Host=db;Port=secret-1")]
    [InlineData("Host=a,b;Password=secret-1")]
    [InlineData("Password=secret-1")]
    public void A_wrong_connection_string_is_not_repeated(string text)
    {
        UgcLabException refused = Assert.Throws<UgcLabException>(() => new ConnectionText(text, null));

        Assert.Equal(UgcLabErrorKind.ArgumentInvalid, refused.Kind);
        Assert.DoesNotContain("cret-1", refused.ToString(), StringComparison.Ordinal);
        Assert.Null(refused.InnerException);
    }

    [Fact]
    public void A_wait_for_the_server_has_an_end()
    {
        Assert.Contains("Command Timeout=20", new ConnectionText("Host=db;Command Timeout=0", null).Secret, StringComparison.Ordinal);
        Assert.Contains("Command Timeout=5", new ConnectionText("Host=db;Command Timeout=5", null).Secret, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_is_flushed_whatever_the_servers_setting_is()
    {
        using PostgresTestStore place = new() { With = ";Options=-c synchronous_commit=off" };
        PostgresStore store = place.Open(TimeProvider.System);
        await store.ReadPricesAsync();

        object connection = typeof(PostgresStore).GetField("_connection", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(store)!;
        await using DbCommand command = ((DbConnection)connection).CreateCommand();
        command.CommandText = "SHOW synchronous_commit";
        Assert.Equal("on", await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_password_is_in_no_message_and_in_no_text_of_the_store()
    {
        using PostgresTestStore place = new();
        place.Execute($"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{PostgresServer.Guarded}') THEN CREATE ROLE {PostgresServer.Guarded} LOGIN PASSWORD '{PostgresServer.Password}'; END IF; END $$");
        string connection = PostgresServer.Shared!.Connection(place.Schema, PostgresServer.Guarded);
        StoreSettings wrong = new(place.Folder) { Connection = connection, Password = "wrong-secret" };
        using PostgresStore refused = new(wrong);

        UgcLabException failure = await Assert.ThrowsAsync<UgcLabException>(() => refused.ReadPricesAsync());

        Assert.Equal(UgcLabErrorKind.StoreUnavailable, failure.Kind);
        Assert.Contains("refuses the role guarded or its password", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", failure.ToString() + wrong + refused.Location, StringComparison.Ordinal);
        Assert.Null(failure.InnerException);

        // The right one gets in, and lacks the rights.
        using PostgresStore entered = new(wrong with { Password = PostgresServer.Password });
        Assert.Contains("the role guarded sees no tables of UgcLab", (await Assert.ThrowsAsync<UgcLabException>(() => entered.ReadPricesAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_was_never_reached_is_an_error_at_once()
    {
        using PostgresTestStore place = new(isMade: false) { Port = 1 };

        UgcLabException failure = await Assert.ThrowsAsync<UgcLabException>(
            () => place.Open(TimeProvider.System).BeginAttemptAsync(null!, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.Equal(UgcLabErrorKind.StoreUnavailable, failure.Kind);
        Assert.Contains("can't be reached", failure.Message, StringComparison.Ordinal);
        Assert.Null(failure.InnerException);
    }
}
