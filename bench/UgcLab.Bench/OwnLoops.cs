using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using UgcLab.Engines.Sqlite;

namespace UgcLab.Bench;

/// <summary>The loops that need no PowerShell: what the parts cost bare.</summary>
internal static class OwnLoops
{
    /// <summary>The same bodies from a plain HttpClient, and each answer read to its end.</summary>
    public static void Http(string address, int rows)
    {
        using HttpClient http = new() { BaseAddress = new Uri(address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "ugc_0123456789abcdef0123456789abcdef0123456789abcdef");
        Serve(rows, row => SendAsync(http, row).GetAwaiter().GetResult());
    }

    /// <summary>Two lines a row put at the end of a file, each flushed to the disk: the disk's own part of a row.</summary>
    public static void Flushes(string folder, int rows)
    {
        byte[] line = Encoding.UTF8.GetBytes(new string('x', 600) + "\n");
        using FileStream file = new(Path.Combine(folder, "floor.jsonl"), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        Serve(rows, _ =>
        {
            file.Write(line);
            file.Flush(flushToDisk: true);
            file.Write(line.AsSpan(line.Length / 2));
            file.Flush(flushToDisk: true);
        });
    }

    /// <summary>What the store does for a row: the transaction that lets it go out, and the one that records what became of it.</summary>
    public static void Store(string folder, string journal, int rows)
    {
        SqliteStore.JournalMode = journal;
        using SqliteStore store = new(new StoreSettings(folder));
        BatchRecord batch = store.OpenBatchAsync(new BatchKey(BatchRows.Service.AbsoluteUri, "", SeededStore.Batch), "bench", null).GetAwaiter().GetResult();
        StoreAccount account = new("0123456789abcdef", BatchRows.Service.AbsoluteUri);
        int number = 0;
        Serve(rows, _ =>
        {
            PurchaseRequest order = BatchRows.Order(++number);
            RowRecord row = PurchaseRecording.Row(RowKey.Of(order, BatchRows.Service), order, BatchRows.Service);
            string purchase = Guid.NewGuid().ToString("N");
            GateAnswer answer = store.BeginAttemptAsync(
                new AttemptRequest
                {
                    Purchase = purchase,
                    Attempt = 1,
                    Account = account,
                    Limits = UgcLimits.None,
                    Timeout = TimeSpan.FromMinutes(3),
                    Request = row.Request,
                    Row = new RowAttempt(batch.Id, row, 1, null),
                },
                default).GetAwaiter().GetResult();
            if (answer is not GateAnswer.Allowed)
            {
                throw new InvalidOperationException($"The gate said {answer}.");
            }

            store.EndAttemptAsync(purchase, PurchaseRecording.Accepted(order.Request, CreationAnswer.Read(order.Request, Answers.Accepted(), null))).GetAwaiter().GetResult();
        });
    }

    private static async Task SendAsync(HttpClient http, int row)
    {
        var body = new
        {
            projectId = Sheet.ProjectId,
            prompt = Sheet.Prompt(row),
            model = "veo-3.1",
            duration = "8",
            aspectRatio = "16:9",
            variants = 1,
        };
        using HttpResponseMessage answer = await http.PostAsJsonAsync("ugc/video", body).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
    }

    private static void Serve(int rows, Action<int> once)
    {
        while (Console.In.ReadLine() is not null)
        {
            long began = Stopwatch.GetTimestamp();
            for (int row = 1; row <= rows; row++)
            {
                once(row);
            }

            Console.Out.WriteLine((Stopwatch.GetElapsedTime(began).TotalMicroseconds / rows).ToString("0.0", CultureInfo.InvariantCulture));
        }
    }
}
