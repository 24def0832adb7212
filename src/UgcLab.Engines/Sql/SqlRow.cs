namespace UgcLab.Engines.Sql;

/// <summary>A row of a result, read column by column in the order of the SELECT.</summary>
internal sealed class SqlRow(DbDataReader reader)
{
    private int _column = -1;

    public string Text() => TextOrNull() ?? "";

    public string? TextOrNull() => reader.IsDBNull(++_column) ? null : reader.GetString(_column);

    public long Number() => NumberOrNull() ?? 0;

    public long? NumberOrNull() => reader.IsDBNull(++_column) ? null : reader.GetInt64(_column);

    public int Whole() => (int)Number();

    public int? WholeOrNull() => (int?)NumberOrNull();

    public bool Flag() => Number() != 0;

    public decimal? AmountOrNull() => Stored.Amount(TextOrNull());

    public decimal Amount() => AmountOrNull() ?? 0;

    public DateTimeOffset Time() => Stored.Time(Number());

    public DateTimeOffset? TimeOrNull() => NumberOrNull() is long time ? Stored.Time(time) : null;

    /// <summary>A name of an enumeration; one that this version does not know is <paramref name="otherwise"/>.</summary>
    public T Name<T>(T otherwise)
        where T : struct, Enum => Enum.TryParse(TextOrNull(), out T value) ? value : otherwise;
}
