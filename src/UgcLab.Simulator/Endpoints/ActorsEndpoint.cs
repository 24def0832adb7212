namespace UgcLab.Simulator.Endpoints;

/// <summary><c>GET /actors</c> and <c>GET /ugclab-actors</c> (docs/actors).</summary>
internal static class ActorsEndpoint
{
    public static Answer Serve(Call call, ActorList list)
    {
        bool isSecond = list == ActorList.Second;
        string? gender = call.Query("gender");
        string? isPro = isSecond ? call.Query("isPro") : null;
        string? age = isSecond ? call.Query("age") : null;
        if (gender is not (null or "male" or "female"))
        {
            return Envelope.Invalid(call, $"gender must be one of male, female, and is '{gender}'");
        }

        if (isPro is not (null or "true" or "false"))
        {
            return Envelope.Invalid(call, $"isPro must be true or false, and is '{isPro}'");
        }

        ListedActor[] found = [.. list.Of(call).Where(actor =>
            (gender is null || actor.Gender == gender)
            && (age is null || actor.Age == age)
            && (isPro is null || actor.IsPro == (isPro == "true")))];
        return Page.Serve(call, found, actor => actor.Id, actor => isSecond
            ? actor
            : new ListedFirstActor(actor.Id, actor.Name, actor.Gender, $"https://previews.ugclab.example/{actor.Id}.jpg"));
    }
}

/// <summary>One of the two lists of actors, which have different ids (docs/actors). The seed determines its actors.</summary>
internal sealed class ActorList(string path, string purpose)
{
    private static readonly string[] Women =
        ["Sarah", "Mia", "Aisha", "Elena", "Grace", "Ines", "Keiko", "Nadia", "Priya", "Rosa", "Tess", "Zuri"];
    private static readonly string[] Men =
        ["Ben", "Carlos", "Diego", "Felix", "Hassan", "Ivan", "Jonas", "Liam", "Marcus", "Omar", "Ravi", "Theo"];
    private static readonly string[] Ages = ["18-24", "25-34", "35-44", "45-54", "55-64"];
    private static readonly string[] Moods = ["friendly", "energetic", "calm", "warm", "confident"];
    private static readonly string[] Styles = ["professional", "casual", "sporty", "outdoors"];

    public static ActorList First { get; } = new("ugclab-actors", "ugclab actor"); // Of ugcl-1.0 and of motion control.
    public static ActorList Second { get; } = new("actors", "actor");
    public string Path => path;

    public IEnumerable<ListedActor> Of(Call call) => Enumerable.Range(0, call.Options.Actors).Select(index => At(call.State.Seed, index));

    private ListedActor At(int seed, int index)
    {
        bool isWoman = index % 2 == 0;
        string[] names = isWoman ? Women : Men;
        int round = index / 2 / names.Length;
        string name = Invariant($"{names[index / 2 % names.Length]}{(round == 0 ? "" : $" {round + 1}")}");
        string id = Seeded.Id(seed, purpose, index + 1);
        bool isPro = index % 3 == 0;
        return new ListedActor(
            id,
            name,
            Username: name.ToLowerInvariant().Replace(' ', '_') + (isPro ? "_pro" : "_ugc"),
            VideoPreviewUrl: $"https://previews.ugclab.example/{id}.mp4",
            Age: Ages[index / 2 % Ages.Length],
            Color: Invariant($"#{(int)(Chance(seed, "color", index) * 0x1000000):X6}"),
            Gender: isWoman ? "female" : "male",
            Tags: [Styles[(int)(Chance(seed, "style", index) * Styles.Length)], Moods[(int)(Chance(seed, "mood", index) * Moods.Length)]],
            isPro);
    }

    private double Chance(int seed, string what, int index) => Seeded.Fraction(seed, $"{purpose} {what}", index);
}
