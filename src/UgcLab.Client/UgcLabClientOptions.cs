namespace UgcLab;

/// <summary>The settings of a client. Only the key has no default.</summary>
public sealed record UgcLabClientOptions : ClientSettings
{
    /// <summary>Takes the key: <c>ugc_</c> and 48 hexadecimal digits (docs/authentication).</summary>
    /// <exception cref="UgcLabException">ApiKeyMissing or ApiKeyInvalid.</exception>
    public UgcLabClientOptions(string apiKey)
        : base(apiKey)
    {
    }

    /// <summary>Records purchases: what <c>UgcStore.Open</c> of UgcLab.Engines returns. The client doesn't dispose of it.</summary>
    public IStore? Store { get; init; }

    /// <summary>The base address, without the key.</summary>
    public override string ToString() => BaseUri.ToString();
}
