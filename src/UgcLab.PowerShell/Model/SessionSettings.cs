namespace UgcLab;

/// <summary>The value of a setting of a session, and where it comes from.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Value">Its value; null if it isn't set.</param>
/// <param name="Source">parameter, profile and its name, environment, or default.</param>
public sealed record UgcSetting(string Name, object? Value, string Source)
{
    /// <summary>The value and its source.</summary>
    public override string ToString() => Value switch
    {
        null => $"not set ({Source})",
        string text when text.StartsWith("0/", StringComparison.Ordinal) => $"no limit ({Source})",
        _ => $"{Redaction.Show($"{Value}", 300)} ({Source})",
    };
}

/// <summary>Chooses the settings of a session: what was specified, or what its profile has, or the default.</summary>
internal sealed class SessionSettings(IDictionary<string, object> specified, UgcProfile? profile)
{
    public const string Default = "default";
    public const string Environment = "environment";
    public const string Parameter = "parameter";

    private readonly List<UgcSetting> _all = [];

    public UgcProfile? Profile => profile;

    public string ProfileSource => $"profile {profile?.Name}";

    public T? Choose<T>(string name, T? otherwise = default, Func<T, T>? complete = null)
    {
        (object? value, string source) = specified.TryGetValue(name, out object? typed) ? (typed, Parameter)
            : profile?[name] is object kept ? (kept, ProfileSource)
            : (otherwise, Default);
        T? chosen = value is null ? default : LanguagePrimitives.ConvertTo<T>(value);
        chosen = chosen is null || complete is null ? chosen : complete(chosen);
        Add(name, chosen, source);
        return chosen;
    }

    private string? Chosen(string name) => _all.Find(setting => setting.Name == name)?.Value as string;

    public void Add(string name, object? value, string source) => _all.Add(new UgcSetting(name, value, source));

    public UgcLimits Limits(UgcLimits otherwise) => new(
        Limit(nameof(UgcProfile.RequestLimit), otherwise.Requests),
        Limit(nameof(UgcProfile.CreationLimit), otherwise.Creations),
        Limit(nameof(UgcProfile.ReadLimit), otherwise.Reads));

    private UgcRateLimit Limit(string name, UgcRateLimit otherwise) =>
        UgcRateLimit.TryParse(Choose(name, otherwise.ToString()), otherwise.Window, out UgcRateLimit limit) ? limit : otherwise;

    public void AddStateFolder(string folder) => Add(
        nameof(UgcSession.StateFolder), folder,
        System.Environment.GetEnvironmentVariable(StateFolder.Variable) is { Length: > 0 } ? Environment : Default);

    // The session with the settings that its commands use. A simulator has its own projects, so a profile's is not used for it.
    public UgcSession Open(
        UgcLabClient client, Func<string, string> fullPath, string? firstProject = null, IStoreEngine? ownStore = null,
        IDisposable? service = null)
    {
        if (firstProject is not null && !specified.ContainsKey(nameof(UgcSession.ProjectId)))
        {
            Add(nameof(UgcSession.ProjectId), firstProject, Default);
        }

        return new UgcSession(client, Chosen(nameof(UgcSession.KeySource))!)
        {
            ProfileName = profile?.Name,
            ProjectId = Chosen(nameof(UgcSession.ProjectId)) ?? Choose<string>(nameof(UgcSession.ProjectId)),
            Model = Choose<string>(nameof(UgcSession.Model)),
            Destination = Choose(nameof(UgcSession.Destination), complete: fullPath),
            MaxCredit = Choose<decimal?>(nameof(UgcSession.MaxCredit)),
            KeepCredit = Choose<decimal?>(nameof(UgcSession.KeepCredit)),
            Settings = new DisplayList<UgcSetting>(_all),
            IsSimulator = service is not null,
            OwnStore = ownStore,
            Service = service,
        };
    }
}
