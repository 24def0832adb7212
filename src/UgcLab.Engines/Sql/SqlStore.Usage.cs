namespace UgcLab.Engines.Sql;

internal abstract partial class SqlStore
{
    // Every time zone's offset is a multiple of this, so a calendar day is made of whole ones.
    private static readonly TimeSpan Slice = TimeSpan.FromMinutes(15);

    public Task<IReadOnlyList<UsageRecord>> ReadUsageAsync(UsageFilter filter, CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyList<UsageRecord>>(async session =>
    {
        string column = filter.By switch
        {
            UgcUsageGroup.Model => "p.model",
            UgcUsageGroup.Project => "p.project",
            UgcUsageGroup.Batch => "b.name",
            UgcUsageGroup.Machine => "o.host",
            _ => $"p.began / {Stored.Length(Slice).ToString(CultureInfo.InvariantCulture)}",
        };
        Conditions where = new();
        where.AddRange("p.began", filter.Since, filter.Before);
        where.Add("p.state IN ('Sending', 'Accepted', 'Answered', 'Unconfirmed', 'Abandoned')");

        // Equal amounts are summed as one times their count: exact, and few.
        List<(string? Name, bool IsOpen, UsageRecord Sum)> groups = await session.QueryAsync(
            $"""
            SELECT {column}, p.state, p.charged, p.refunded, COUNT(*), CAST(SUM(p.videos) AS BIGINT)
              FROM purchase p {Joined(filter.By)}
            {where} GROUP BY {column}, p.state, p.charged, p.refunded
            """,
            row => Group(row, filter.By), [.. where.Args]).ConfigureAwait(false);
        return [.. groups.GroupBy(group => group.Name).OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
            .Select(group => new UsageRecord(
                group.Key, group.Sum(each => each.Sum.Requests), group.Sum(each => each.Sum.Outputs),
                group.Sum(each => each.Sum.Charged), group.Sum(each => each.Sum.Refunded), group.Sum(each => each.Sum.Unconfirmed)))];
    }, cancellationToken);

    private static string Joined(UgcUsageGroup by) => by switch
    {
        UgcUsageGroup.Batch => "LEFT JOIN batch b ON b.batch = p.batch",
        UgcUsageGroup.Machine => "LEFT JOIN owner o ON o.owner = p.owner",
        _ => "",
    };

    private (string? Name, bool IsOpen, UsageRecord Sum) Group(SqlRow row, UgcUsageGroup by)
    {
        string? name = by switch
        {
            UgcUsageGroup.Day => Local(row.Number()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            UgcUsageGroup.Month => Local(row.Number()).ToString("yyyy-MM", CultureInfo.InvariantCulture),
            _ => row.TextOrNull(),
        };
        bool isOpen = row.Text() is "Sending" or "Unconfirmed";
        (decimal charged, decimal refunded, int requests, int outputs) = (row.Amount(), row.Amount(), row.Whole(), row.Whole());
        return (name, isOpen, new UsageRecord(name, requests, outputs, charged * requests, refunded * requests, isOpen ? requests : 0));
    }

    private DateTimeOffset Local(long slice) => TimeZoneInfo.ConvertTime(Stored.Time(slice * Stored.Length(Slice)), _clock.LocalTimeZone);
}
