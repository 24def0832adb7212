using System.Collections;
using System.Data.Common;
using System.Reflection;
using System.Text.RegularExpressions;

namespace UgcLab.Store.Tests.Traps;

/// <summary>What is asked often is answered by an index.</summary>
public sealed partial class QueryPlanTests() : StoreTest(new SqliteTestStore())
{
    [Fact]
    public async Task No_statement_of_a_hot_path_reads_a_whole_table()
    {
        await FillAsync(600);
        BatchRecord batch = await OpenAsync();
        await Store.PlanRowsAsync(batch.Id, [.. Enumerable.Range(1, 600).Select(Row)]);
        HashSet<string> statements = [];

        await Store.SetDailyLimitAsync(Account, "session", 100_000);
        string purchase = await GoAsync(At(batch, 1), request => request with { Limits = new UgcLimits(), Price = 1 });
        Take(statements);
        string lost = "";
        foreach (Func<Task> use in (Func<Task>[])
            [
                () => Store.EndAttemptAsync(purchase, Accepted(1, "c" + purchase) with { Charges = [1], Remaining = 1 }),
                () => BeginAsync(Request(NewId(), At(batch, 1))),
                async () => lost = await LoseAsync(At(batch, 2), request => request with { Price = 1 }),
                () => Store.ResolveAsync(lost, UgcResolution.Adopted, ["cadopted"]),
                () => Store.RecordJobAsync(new UgcJob { UgcId = "c" + purchase, StatusText = "FAILED", CreditsRefunded = 1, Status = UgcJobStatus.Failed }),
                () => Store.RecordSavedAsync(new SavedRecord("c" + purchase, "/videos/one.mp4", null, 17)),
                () => Store.FindJobAsync("c" + purchase),
                () => Store.ClaimJobsAsync(["c" + purchase], "run"),
                () => Store.AcquireSlotAsync(new SlotRequest(Account, new UgcLimits(), TimeSpan.FromSeconds(30), true), CancellationToken.None),
                () => Store.ReadLimitUsageAsync(Account, new UgcLimits()),
                () => Store.ReadBatchesAsync(new BatchQuery(WithCounts: true)),
                () => Store.FindRowsAsync(batch.Id, [Row(1).Key]),
                () => Store.FindCreatedAsync([Row(1).Content, Row(2).Content]),
                () => Store.OpenGenerationAsync(batch.Id, "run", null),
                () => Store.ReadDurationsAsync(),
                () => Store.ReadPricesAsync(),
                () => Store.ReadUsageAsync(new UsageFilter(UgcUsageGroup.Machine, Clock.GetUtcNow().AddDays(-1))),
                () => Store.ReadNamesAsync(Account, "projects"),
            ])
        {
            await use();
            Take(statements);
        }

        await foreach (BatchRowRecord row in Store.ReadRowsAsync(batch.Id, []))
        {
            Assert.NotNull(row);
        }

        Take(statements);
        foreach (PurchaseFilter filter in (PurchaseFilter[])
            [
                new() { First = 10 }, new(), new() { OldestFirst = true }, new() { Since = Clock.GetUtcNow().AddHours(-1) }, new() { States = [UgcPurchaseState.Unconfirmed] },
                new() { Models = ["kling-2.6"] }, new() { Projects = ["project"] }, new() { References = ["one"] }, new() { Purchase = purchase }, new() { Batch = batch.Id, RowKeys = [Row(1).Key] }, new() { Unsaved = true },
                new() { Batch = batch.Id, Unsaved = true },
            ])
        {
            await AllAsync(filter);
            Take(statements);
        }

        using DbConnection connection = Place.Connect();
        Assert.True(statements.Count > 40, string.Join("\n\n", statements));
        foreach (string sql in statements)
        {
            List<string> plan = Plan(connection, sql);
            Assert.False(plan.Exists(step => IsWholeTable().IsMatch(step) || (IsPageOfHistory(sql) && !IsOfRows(sql) && step.Contains("TEMP B-TREE", StringComparison.Ordinal))), $"{sql}\n{string.Join('\n', plan)}");
        }
    }

    [Fact]
    public async Task The_next_page_of_the_history_begins_where_the_last_one_ended()
    {
        await FillAsync(1200);
        HashSet<string> statements = [];
        await AllAsync();
        Take(statements);
        using DbConnection connection = Place.Connect();

        string next = Assert.Single(statements, sql => IsPageOfHistory(sql) && sql.Contains("@after", StringComparison.Ordinal));

        Assert.Contains(Plan(connection, next), step => step.StartsWith("SEARCH p USING INDEX purchase_time ((began,purchase)<(?,?))", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_batch_is_counted_without_reading_its_rows()
    {
        BatchRecord batch = await OpenAsync();
        await Store.PlanRowsAsync(batch.Id, [Row(1)]);
        HashSet<string> statements = [];
        await Store.ReadBatchesAsync(new BatchQuery(WithCounts: true));
        Take(statements);
        using DbConnection connection = Place.Connect();

        string count = Assert.Single(statements, sql => sql.Contains("FROM batch_count", StringComparison.Ordinal));

        Assert.Equal(["SEARCH batch_count USING INDEX sqlite_autoindex_batch_count_1 (batch=?)"], Plan(connection, count));
        Assert.DoesNotContain(statements, sql => sql.Contains("FROM batch_row", StringComparison.Ordinal) && sql.Contains("COUNT(", StringComparison.Ordinal));
    }

    // The whole table, or an index from its one end to the other where no page ends it.
    [GeneratedRegex(@"^SCAN (p|purchase|j|job|r|batch_row|rate_event)$")]
    private static partial Regex IsWholeTable();

    private static bool IsPageOfHistory(string sql) => sql.Contains("FROM purchase p LEFT JOIN", StringComparison.Ordinal) && sql.Contains("LIMIT", StringComparison.Ordinal);

    // A row has a handful of purchases: they may be sorted.
    private static bool IsOfRows(string sql) => sql.Contains("p.row_key IN", StringComparison.Ordinal);

    private static List<string> Plan(DbConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The store's own statements.
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
#pragma warning restore CA2100
        foreach (string name in Names().Matches(sql).Select(match => match.Value).Distinct())
        {
            DbParameter parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, DBNull.Value);
            command.Parameters.Add(parameter);
        }

        using DbDataReader reader = command.ExecuteReader();
        List<string> plan = [];
        while (reader.Read())
        {
            plan.Add(reader.GetString(3));
        }

        return plan;
    }

    [GeneratedRegex("@[a-z0-9_]+")]
    private static partial Regex Names();

    // The statements that the store has prepared.
    private void Take(HashSet<string> statements)
    {
        object opened = Store.GetType().GetField("_opened", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(Store)!;
        object cache = opened.GetType().GetProperty("Statements")!.GetValue(opened)!;
        IDictionary commands = (IDictionary)cache.GetType().GetField("_commands", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(cache)!;
        statements.UnionWith(commands.Keys.Cast<string>());
    }
}
