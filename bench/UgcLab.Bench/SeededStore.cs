using System.Globalization;
using Microsoft.Data.Sqlite;
using UgcLab.Engines.Sql;
using UgcLab.Engines.Sqlite;

namespace UgcLab.Bench;

/// <summary>Stores with a past: a batch whose rows were all created and, if wanted, saved. Written in one transaction, because an honest past takes weeks.</summary>
internal static class SeededStore
{
    public const string Batch = "ads";

    /// <summary>Makes a store with one purchase for each row.</summary>
    /// <param name="folder">The state folder.</param>
    /// <param name="service">The service that the batch is for.</param>
    /// <param name="orders">The rows.</param>
    /// <param name="videos">The folder of the saved videos, which are made too; null when nothing has to exist.</param>
    public static void Make(string folder, Uri service, IEnumerable<PurchaseRequest> orders, string? videos = null)
    {
        long batch = Plan(folder, service, orders);
        using SqliteConnection connection = new($"Data Source={Path.Combine(folder, "ugclab.db")};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA synchronous = OFF");
        using SqliteTransaction transaction = connection.BeginTransaction();
        Execute(connection, "INSERT INTO account (account, base_uri) VALUES ('seed', $uri)", ("$uri", service.AbsoluteUri));
        Execute(connection, "INSERT INTO owner (owner, host, pid, began, ended) VALUES ('seed', 'seed', 1, 1, 1)");
        int number = 0;
        DateTimeOffset began = DateTimeOffset.UtcNow.AddDays(-90);
        foreach (PurchaseRequest order in orders)
        {
            Add(connection, batch, order, PurchaseRecording.Row(RowKey.Of(order, service), order, service), service, began.AddSeconds(36 * number++), videos);
        }

        Execute(connection, "DELETE FROM batch_count");
        Execute(connection, """
            INSERT INTO batch_count (batch, state, doubled, videos, unsaved, charged, refunded, row_count)
            SELECT batch, state, doubled, videos, unsaved, charged, refunded, COUNT(*) FROM batch_row GROUP BY batch, state, doubled, videos, unsaved, charged, refunded
            """);
        Execute(connection, "INSERT INTO price SELECT endpoint, COALESCE(model, ''), COALESCE(duration, ''), COALESCE(tier, ''), has_image, '150', '150', '150', COUNT(*), MAX(began) FROM purchase GROUP BY 1, 2, 3, 4, 5");
        Execute(connection, "INSERT INTO balance SELECT project, '4850', MAX(began), MAX(purchase) FROM purchase GROUP BY project");
        transaction.Commit();
    }

    // The rows, by the store's own way.
    private static long Plan(string folder, Uri service, IEnumerable<PurchaseRequest> orders)
    {
        using SqliteStore store = new(new StoreSettings(folder));
        BatchRecord batch = store.OpenBatchAsync(new BatchKey(service.AbsoluteUri, "", Batch), "seed", null).GetAwaiter().GetResult();
        foreach (PurchaseRequest[] some in orders.Chunk(5000))
        {
            store.PlanRowsAsync(batch.Id, [.. some.Select(order => PurchaseRecording.Row(RowKey.Of(order, service), order, service))]).GetAwaiter().GetResult();
        }

        store.CloseBatchAsync(batch.Id, "seed").GetAwaiter().GetResult();
        return batch.Id;
    }

    private static void Add(SqliteConnection connection, long batch, PurchaseRequest order, RowRecord row, Uri service, DateTimeOffset time, string? videos)
    {
        string purchase = Guid.NewGuid().ToString("N");
        string path = Path.Combine(videos ?? "/videos", $"{order.Reference}.mp4");
        if (videos is not null)
        {
            File.WriteAllBytes(path, [1]);
        }

        PurchaseFacts facts = new() { Id = purchase, Account = "seed", Owner = "seed", Batch = batch, RowKey = row.Key, State = UgcPurchaseState.Accepted, Charged = 150 };
        Execute(
            connection,
            """
            INSERT INTO purchase (purchase, account, owner, batch, row_key, state, began, ended, kind, endpoint, model, duration, tier, has_image, outputs, has_more, project, reference, row_no, charged, remaining, videos, sum)
            VALUES ($purchase, 'seed', 'seed', $batch, $key, 'Accepted', $time, $time, 'Video', $endpoint, $model, $duration, $tier, 0, 1, 0, $project, $reference, $no, '150', '4850', 1, $sum)
            """,
            ("$purchase", purchase), ("$batch", batch), ("$key", row.Key), ("$time", Stored.Time(time)), ("$endpoint", row.Request.Key.Endpoint), ("$model", row.Request.Key.Model), ("$duration", row.Request.Key.Duration),
            ("$tier", row.Request.Key.Tier), ("$project", row.Request.ProjectId), ("$reference", order.Reference), ("$no", order.RowNumber), ("$sum", MoneySum.Of(facts)));
        Execute(
            connection,
            """
            INSERT INTO job (ugc_id, base_uri, purchase, variant, status, state, charged, created, updated, finished, path, sha256, length)
            VALUES ($id, $uri, $purchase, 0, 'COMPLETED', 'Completed', '150', $time, $end, $end, $path, $sha256, 1)
            """,
            ("$id", $"cl{purchase[..23]}"), ("$uri", service.AbsoluteUri), ("$purchase", purchase), ("$time", Stored.Time(time)), ("$end", Stored.Time(time.AddMinutes(1))), ("$path", path), ("$sha256", new string('0', 64)));
        RowState state = new() { Key = row.Key, Content = row.Content, State = UgcRowState.Saved, Created = 1 };
        Execute(
            connection,
            "UPDATE batch_row SET state = 'Saved', created = 1, purchase = $purchase, videos = 1, charged = '150', sum = $sum WHERE batch = $batch AND row_key = $key",
            ("$purchase", purchase), ("$sum", MoneySum.Of(batch, state)), ("$batch", batch), ("$key", row.Key));
    }

    private static void Execute(SqliteConnection connection, string sql, params (string Name, object? Value)[] values)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object? value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        command.ExecuteNonQuery();
    }
}
