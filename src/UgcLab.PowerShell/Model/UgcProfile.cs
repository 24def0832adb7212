using System.Reflection;

namespace UgcLab;

/// <summary>The settings of a workspace under a name, and where its key is, but no key. A setting that is null has its default.</summary>
public sealed record UgcProfile
{
    // What is kept of a profile, beside its name.
    internal static readonly PropertyInfo[] Members =
        [.. typeof(UgcProfile).GetProperties().Where(member => member.CanWrite && member.Name != nameof(Name))];

    /// <summary>The name, which is also the label of the workspace's batches. Case is ignored.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the secret that contains the API key.</summary>
    public string? SecretName { get; init; }

    /// <summary>The vault that contains the secret; null for any.</summary>
    public string? Vault { get; init; }

    /// <summary>The name of the environment variable that contains the API key.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>The base address of the service.</summary>
    public Uri? BaseUri { get; init; }

    /// <summary>The project for rows that don't specify one.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The model for rows that don't specify one.</summary>
    public string? Model { get; init; }

    /// <summary>The folder that videos are saved to.</summary>
    public string? Destination { get; init; }

    /// <summary>The rate limit of all requests, such as 20/minute.</summary>
    public string? RequestLimit { get; init; }

    /// <summary>The rate limit of creations, such as 100/hour.</summary>
    public string? CreationLimit { get; init; }

    /// <summary>The rate limit of reads, such as 1000/hour.</summary>
    public string? ReadLimit { get; init; }

    /// <summary>The connection string, without a password, of the shared store.</summary>
    public string? StoreConnection { get; init; }

    /// <summary>Credits that may be spent in a day.</summary>
    public decimal? MaxCreditPerDay { get; init; }

    /// <summary>Credits that a command may spend.</summary>
    public decimal? MaxCredit { get; init; }

    /// <summary>Credits that must remain in the workspace.</summary>
    public decimal? KeepCredit { get; init; }

    /// <summary>Where the key is, in words.</summary>
    public string KeySource => (SecretName, Vault) switch
    {
        (string secret, string vault) => $"secret {secret} in vault {vault}",
        (string secret, null) => $"secret {secret}",
        _ => PowerShell.Hosting.KeySources.EnvironmentName(KeyVariable),
    };

    internal object? this[string member] => Array.Find(Members, each => each.Name == member)?.GetValue(this);

    // A copy with other values. Null removes a setting.
    internal UgcProfile With(IEnumerable<KeyValuePair<string, object?>> values)
    {
        UgcProfile copy = this with { };
        foreach ((string name, object? value) in values)
        {
            Array.Find(Members, each => each.Name == name)?.SetValue(copy, value is "" ? null : value);
        }

        return copy;
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
