namespace UgcLab.Http;

/// <summary>What came back: the status, and as much of the body as arrived.</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, byte[] Body, string? Cut)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public JsonDocument Document()
    {
        JsonDocument? document = Cut is null ? JsonElementExtensions.TryParse(Body) : null;
        if (document?.RootElement.Member("data").ValueKind is JsonValueKind.Object)
        {
            return document;
        }

        document?.Dispose();
        throw new UgcLabException(UgcLabErrorKind.ProtocolError, Cut is null
            ? $"The service answered {(int)Status} with something that is not its documented form: "
                + $"{Redaction.Show(System.Text.Encoding.UTF8.GetString(Body, 0, Math.Min(Body.Length, 200)))}"
            : $"The service's answer was interrupted after {Body.Length} bytes. {Cut}")
        { StatusCode = Status };
    }
}
