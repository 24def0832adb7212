using System.Text.Json.Serialization;

namespace UgcLab.Simulator.Http;

internal sealed record DataBody(object Data, Meta Meta);

internal sealed record ErrorBody(ErrorText Error, Meta Meta);

internal sealed record ErrorText(string Code, string Message);

internal sealed record Meta(string RequestId, string Timestamp);

internal sealed record PageBody(IEnumerable<object> Items, Pagination Pagination);

internal sealed record Pagination(bool HasMore, string? NextCursor, int Limit);

internal sealed record ListedProject(string Id, string Name, NamedItem? Folder, int UgcCount, string CreatedAt, string UpdatedAt);

/// <summary>An actor as the list of the second workflow shows them.</summary>
internal sealed record ListedActor(
    string Id, string Name, string Username, string VideoPreviewUrl, string Age, string Color, string Gender, string[] Tags, bool IsPro);

/// <summary>An actor as the list of the first workflow shows them.</summary>
internal sealed record ListedFirstActor(string Id, string Name, string Gender, string ImageUrl);

internal sealed record NamedItem(string Id, string? Name);

internal sealed record CreatedJobs(IEnumerable<CreatedJob> Jobs, decimal TotalCreditsCharged, decimal RemainingCredits);

internal sealed record CreatedJob(string UgcId, int VariantIndex, string Status, decimal CreditsCharged);

internal sealed record JobEvent(string Event, string Timestamp, JobEventData Data);

internal sealed record JobEventData(string UgcId);

/// <summary>Writes the bodies of answers and events: their members in the documented order, and a job's, which is a map.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DataBody))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(PageBody))]
[JsonSerializable(typeof(ListedProject))]
[JsonSerializable(typeof(ListedActor))]
[JsonSerializable(typeof(ListedFirstActor))]
[JsonSerializable(typeof(CreatedJobs))]
[JsonSerializable(typeof(JobEvent))]
[JsonSerializable(typeof(Dictionary<string, object?>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(NamedItem))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(decimal))]
internal sealed partial class BodyJson : JsonSerializerContext;
