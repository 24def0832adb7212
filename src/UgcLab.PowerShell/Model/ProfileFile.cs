using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace UgcLab;

/// <summary>The profiles of this user, in one private file. What another version has written there stays.</summary>
internal static partial class ProfileFile
{
    private const string List = "profiles";

    public static string Location => Path.Combine(ConfigFolder.Default, "profiles.json");

    public static IReadOnlyList<UgcProfile> Read() =>
        [.. Profiles(Load()).Select(each => Of(each.Key, each.Value)).OrderBy(profile => profile.Name, StringComparer.OrdinalIgnoreCase)];

    public static UgcProfile? Find(string name) =>
        Read().FirstOrDefault(profile => profile.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));

    public static UgcProfile Require(string name) => Find(name) ?? throw Missing(name);

    public static UgcLabException Missing(string name) => new(
        UgcLabErrorKind.ProfileNotFound,
        $"There is no profile '{Redaction.Show(name)}'."
            + (Nearest.Of(name, Read().Select(profile => profile.Name)) is string near ? $" Did you mean '{near}'?" : ""));

    // Changes a profile while no other process changes the file; null removes it.
    public static async Task ChangeAsync(string name, Func<UgcProfile?, UgcProfile?> change, CancellationToken cancellationToken)
    {
        try
        {
            PrivateFolder.Make(Path.GetDirectoryName(Location)!);
            using (await FileLock.AcquireAsync($"{Location}.lock", cancellationToken))
            {
                JsonObject file = Load();
                JsonObject profiles = Profiles(file);
                KeyValuePair<string, JsonNode?> known = profiles.FirstOrDefault(
                    each => each.Key.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
                UgcProfile? after = change(known.Key is null ? null : Of(known.Key, known.Value));
                if (after is null)
                {
                    profiles.Remove(known.Key ?? "");
                }
                else
                {
                    Check(after);
                    profiles[known.Key ?? after.Name] = Json(after, known.Value?.DeepClone() as JsonObject ?? []);
                }

                file[List] = profiles.DeepClone();
                AtomicFile.Write(Location, file.ToJsonString(AtomicFile.Readable), toDisk: true, isPrivate: true);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UgcLabException(UgcLabErrorKind.FileUnwritable, $"{Location} can't be written. {error.Message}",
                $"Correct the permissions of the folder, or set $env:{ConfigFolder.Variable} to another folder.");
        }
    }

    private static JsonObject Profiles(JsonObject file) => file[List] is null ? [] : file[List] as JsonObject ?? throw Damaged("");

    private static JsonObject Load()
    {
        JsonElement json = AtomicFile.Read(Location);
        return json.ValueKind is JsonValueKind.Object ? JsonObject.Create(json)! : !File.Exists(Location) ? [] : throw Damaged("");
    }

    private static UgcProfile Of(string name, JsonNode? json)
    {
        UgcProfile profile = new() { Name = name };
        foreach (PropertyInfo member in json is JsonObject ? UgcProfile.Members : throw Damaged($" Profile {name} isn't an object."))
        {
            try
            {
                member.SetValue(profile, json[Spelled(member)]?.Deserialize(member.PropertyType));
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException or NotSupportedException)
            {
                throw Damaged($" {Spelled(member)} of profile {name} isn't a valid value.");
            }
        }

        Check(profile);
        return profile;
    }

    private static JsonObject Json(UgcProfile profile, JsonObject json)
    {
        foreach (PropertyInfo member in UgcProfile.Members)
        {
            json.Remove(Spelled(member));
            if (member.GetValue(profile) is object value)
            {
                json[Spelled(member)] = JsonSerializer.SerializeToNode(value, member.PropertyType);
            }
        }

        return json;
    }

    private static string Spelled(MemberInfo member) => JsonNamingPolicy.CamelCase.ConvertName(member.Name);

    private static void Check(UgcProfile profile)
    {
        foreach (string name in UgcProfile.Members.Select(member => member.Name).Prepend(nameof(UgcProfile.Name)))
        {
            object? value = name == nameof(UgcProfile.Name) ? profile.Name : profile[name];
            Invalid.ThrowIf(
                value is string or Uri && LooksLikeKey($"{value}"), $"-{name} looks like an API key. A profile contains no key.",
                "Store the key with Set-Secret, and specify -SecretName with the secret's name; or specify -KeyVariable "
                    + "with the name of an environment variable.");
            Invalid.ThrowIf(
                name.EndsWith("Limit", StringComparison.Ordinal) && value is string limit && !UgcRateLimit.TryParse(limit, null, out _),
                $"-{name} '{Redaction.Show($"{value}")}' isn't a valid limit. Specify a number and a window, such as 20/minute.");
            Invalid.ThrowIf(value is < 0m, $"-{name} must not be negative.");
        }

        _ = Stores.WithoutPassword(profile.StoreConnection, "-StoreConnection");
        _ = profile.BaseUri is Uri address ? BaseAddress.Check(address) : null;
        _ = profile switch
        {
            { Name: string name } when !Name().IsMatch(name) => throw Invalid.Argument(
                    $"'{Redaction.Show(name)}' isn't a valid name for a profile. Use 1 to 64 letters, digits, spaces, -, _, and dots."),
            { SecretName: not null, KeyVariable: not null } => throw Invalid.Argument("Specify either -SecretName or -KeyVariable."),
            { SecretName: null, Vault: not null } => throw Invalid.Argument("-Vault needs -SecretName."),
            { KeyVariable: string variable } when !VariableName().IsMatch(variable) => throw Invalid.Argument(
                    $"-KeyVariable is the name of an environment variable, such as CLIENTA_KEY, and not '{Redaction.Show(variable)}'."),
            _ => profile,
        };
    }

    private static bool LooksLikeKey(string text) => Redaction.WithoutKeys(text) != text || Digits().IsMatch(text);

    private static UgcLabException Damaged(string why) =>
        new(UgcLabErrorKind.FileInvalid, $"{Location} isn't a file of profiles.{why}",
            "Correct the file, or delete it and register the profiles again. It contains no keys.");

    [GeneratedRegex(@"^[\w](?:[\w .-]{0,62}[\w-])?\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,127}\z")]
    private static partial Regex VariableName();

    // A key without its prefix.
    [GeneratedRegex("(?i)(?<![0-9a-f])[0-9a-f]{40,}(?![0-9a-f])")]
    private static partial Regex Digits();
}
