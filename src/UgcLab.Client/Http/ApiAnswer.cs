namespace UgcLab.Http;

/// <summary>What came back: the status, and as much of the body as arrived.</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, byte[] Body, string? Cut)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>The body, which has the documented member <c>data</c>.</summary>
    public JsonElement Json()
    {
        JsonElement root = Cut is null ? JsonElementExtensions.Read(Body) : default;
        string start = Encoding.UTF8.GetString(Body, 0, Math.Min(Body.Length, 200));
        return root.Member("data").ValueKind is JsonValueKind.Object ? root
            : throw new UgcLabException(UgcLabErrorKind.ProtocolError, Cut is null
                ? $"The service answered {(int)Status} with something that is not its documented form: {Redaction.Show(start)}"
                : $"The service's answer was interrupted after {Body.Length} bytes. {Cut}")
            { StatusCode = Status };
    }
}
