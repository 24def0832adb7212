using System.Net;
using Npgsql;

namespace UgcLab.Engines.Postgres;

// A connection string for PostgreSQL, with this module's defaults. No part of it but the place is ever shown.
internal sealed class ConnectionText
{
    public const string DefaultSchema = "ugclab";

    // In seconds.
    private const int LongestCommand = 20;

    private readonly NpgsqlConnectionStringBuilder _text;

    // ArgumentInvalid.
    public ConnectionText(string text, string? password)
    {
        try
        {
            _text = new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException or NotSupportedException)
        {
            // The message may repeat part of a password.
            throw Invalid("isn't a connection string for PostgreSQL");
        }

        if (string.IsNullOrEmpty(_text.Host) || _text.Host.Contains(',', StringComparison.Ordinal))
        {
            throw Invalid("names no host, or more than one");
        }

        // One connection is a store's sign of life: it isn't shared, and comes back with nothing of before.
        _text.Pooling = false;
        _text.Password = password ?? _text.Password;
        _text.PersistSecurityInfo = false;
        _text.IncludeErrorDetail = false;
        _text.Enlist = false;
        _text.ApplicationName ??= "UgcLab";

        // Set in the session: poolers refuse it in the first message.
        SearchPath = string.IsNullOrWhiteSpace(_text.SearchPath) ? DefaultSchema : _text.SearchPath;
        _text.SearchPath = null;
        Default("Timeout", 10);
        Default("Command Timeout", LongestCommand);
        if (_text.CommandTimeout is 0 or > LongestCommand)
        {
            // Commands about a request that is out can't be canceled.
            _text.CommandTimeout = LongestCommand;
        }

        Default("Tcp Keepalive", true);
        Default("Tcp Keepalive Time", 10);
        Default("Tcp Keepalive Interval", 5);
        Default("Max Auto Prepare", 200);
        Default("Auto Prepare Min Usages", 3);
        Default("SSL Mode", IsLoopback(_text.Host) ? SslMode.Prefer : SslMode.VerifyFull);
    }

    // The whole of it, for the driver.
    public string Secret => _text.ConnectionString;

    // Where the database is, for people.
    public string Location =>
        $"database {_text.Database ?? _text.Username} on {_text.Host}:{_text.Port} "
            + $"(PostgreSQL{(Schema == DefaultSchema ? "" : $", schema {Schema}")})";

    public string SearchPath { get; }
    public string Schema => SearchPath.Split(',')[0].Trim().Trim('"');
    public string? Role => _text.Username;
    public SslMode SslMode => _text.SslMode;

    // A driver's message without the passwords.
    public string Hide(string message) => new[] { _text.Password, _text.SslPassword }.Aggregate(
        message, (text, secret) => string.IsNullOrEmpty(secret) ? text : text.Replace(secret, "***", StringComparison.Ordinal));

    private static bool IsLoopback(string host) =>
        host is "localhost" || host.StartsWith('/') || host.StartsWith('@')
        || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));

    private static UgcLabException Invalid(string what) =>
        new(UgcLabErrorKind.ArgumentInvalid, $"The store's connection {what}. It isn't shown, because it may contain a password.",
            "Write it like 'Host=db.example.com;Database=ugclab;Username=ugclab'.");

    private void Default(string name, object value)
    {
        // ContainsKey says whether the driver knows the name.
        if (!_text.ShouldSerialize(name))
        {
            _text[name] = value;
        }
    }
}
