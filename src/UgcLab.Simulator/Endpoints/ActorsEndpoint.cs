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
            : new { actor.Id, actor.Name, actor.Gender, imageUrl = $"https://previews.ugclab.example/{actor.Id}.jpg" });
    }
}
