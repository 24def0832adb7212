using System.Collections.Concurrent;
using System.Security;
using System.Text.RegularExpressions;

namespace UgcLab.PowerShell.Hosting;

/// <summary>The stores of this process: one for each state folder or shared database, for all sessions.</summary>
internal static partial class Stores
{
    public const string Variable = "UGCLAB_STORE";

    private static readonly ConcurrentDictionary<StoreSettings, Lazy<IStoreEngine>> Open = new();
    private static readonly Dictionary<IStoreEngine, int> Users = [];

    public static void Enter(IStoreEngine store)
    {
        lock (Users)
        {
            Users[store] = Users.GetValueOrDefault(store) + 1;
        }
    }

    /// <summary>A session has ended. With the last one, the store closes its files, so that its folder can be moved or removed.</summary>
    public static void Leave(IStoreEngine store)
    {
        lock (Users)
        {
            if (Users.TryGetValue(store, out int users) && (Users[store] = users - 1) == 0)
            {
                store.CloseFiles();
            }
        }
    }

    // The store that a session uses: the shared one that is named, or that the environment names, or the state folder's.
    public static IStoreEngine Default(bool allowNetwork = false, string? connection = null, SecureString? password = null) =>
        Of(new(StateFolder.Default)
        {
            AllowNetwork = allowNetwork,
            Connection = connection ?? KeySources.InEnvironment(Variable),
            Password = password is null ? null : KeySources.Plain(password),
        });

    // The state folder's own store, whatever the environment says.
    public static IStoreEngine Local() => Of(new(StateFolder.Default));

    private static IStoreEngine Of(StoreSettings settings) =>
        Open.GetOrAdd(settings, static settings => new(() => EngineLoadContext.Open(settings))).Value;

    public static IStoreSetup Setup(string? connection, SecureString? password) => Default(false, connection, password) as IStoreSetup
        ?? throw Invalid.Argument("No shared store was specified.",
            $"Specify -StoreConnection 'Host=db;Database=ugclab;Username=ugclab', or set $env:{Variable}.");

    public static string? WithoutPassword(string? connection, string parameter) =>
        connection is null || !Password().IsMatch(connection) ? connection
        : throw Invalid.Argument($"{parameter} contains a password, which would be in the history of commands.",
            "Put it into ~/.pgpass or $env:PGPASSWORD, or specify -StorePassword with a SecureString, such as one of a vault.");

    [GeneratedRegex(@"(^|;)\s*((ssl\s*)?password|psw|pwd|pass)\s*=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Password();
}
