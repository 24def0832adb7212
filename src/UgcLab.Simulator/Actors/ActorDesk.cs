using System.Text.Json;

namespace UgcLab.Simulator;

/// <summary><c>GET /actors</c> and <c>GET /ugclab-actors</c> (docs/actors).</summary>
internal static class ActorDesk
{
    public static Answer Serve(Call call, ActorList list)
    {
        bool isSecond = list == ActorList.Second;
        string? gender = call.Query("gender");
        string? isPro = isSecond ? call.Query("isPro") : null;
        string? age = isSecond ? call.Query("age") : null;
        if (gender is not (null or "male" or "female"))
        {
            return Envelope.Error(call, 400, "VALIDATION_ERROR", $"gender must be one of male, female, and is '{gender}'");
        }

        if (isPro is not (null or "true" or "false"))
        {
            return Envelope.Error(call, 400, "VALIDATION_ERROR", $"isPro must be true or false, and is '{isPro}'");
        }

        ListedActor[] found = [.. list.Of(call).Where(actor =>
            (gender is null || actor.Gender == gender)
            && (age is null || actor.Age == age)
            && (isPro is null || actor.IsPro == (isPro == "true")))];
        return Page.Serve(call, found, actor => actor.Id, isSecond ? WriteSecond : WriteFirst);
    }

    private static void WriteFirst(Utf8JsonWriter json, ListedActor actor)
    {
        json.WriteString("id", actor.Id);
        json.WriteString("name", actor.Name);
        json.WriteString("gender", actor.Gender);
        json.WriteString("imageUrl", $"https://previews.ugclab.example/{actor.Id}.jpg");
    }

    private static void WriteSecond(Utf8JsonWriter json, ListedActor actor)
    {
        json.WriteString("id", actor.Id);
        json.WriteString("name", actor.Name);
        json.WriteString("username", actor.Username);
        json.WriteString("videoPreviewUrl", $"https://previews.ugclab.example/{actor.Id}.mp4");
        json.WriteString("age", actor.Age);
        json.WriteString("color", actor.Color);
        json.WriteString("gender", actor.Gender);
        json.WriteStartArray("tags");
        foreach (string tag in actor.Tags)
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
        json.WriteBoolean("isPro", actor.IsPro);
    }
}
