using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace UgcLab.Crash.Tests;

/// <summary>
/// What the system is asked to do, in its order. A row is on the disk before its request is sent, and its ids before they are
/// shown: a power failure at any call leaves a database that opens and holds all that was sent and shown.
/// </summary>
public sealed partial class OrderOfWritesTests(ITestOutputHelper output)
{
    private const int Rows = 6;

    [Fact]
    public async Task A_row_is_durable_before_it_is_sent_and_its_ids_before_they_are_shown()
    {
        Assert.SkipUnless(Strace.IsUsable, Strace.Missing);
        using BatchScene scene = new(Rows);
        string trace = scene.Folder("trace");
        ChildProcess child = scene.Start(settings => settings with { Under = Strace.Record(trace) });
        await child.EndsAsync(0);
        await scene.CheckAsync();

        PowerFailures failures = new(scene.Folder("after"), every: Proof.Of(40, 4));
        failures.Follow(TracedCall.Read(trace));

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{failures.Count} power failures at {failures.Flushes} flushes and {failures.Writes} writes of the database and its journal."));
        Assert.Equal((Rows, Rows), (failures.Sent, failures.Shown.Count));
        Assert.True(failures.Flushes > 4 * Rows, "The trace shows too few flushes to be one of this.");
    }

    /// <summary>Goes through the calls and lets the power fail: at each request, at each line that shows ids, and now and then.</summary>
    private sealed class PowerFailures(string folder, int every)
    {
        private readonly SimulatedDisk _disk = new(["ugclab.db", "ugclab.db-journal"]);
        private readonly Dictionary<string, Action> _flushing = [];
        private readonly Random _chance = new(1);

        public int Count { get; private set; }

        public int Writes { get; private set; }

        public int Flushes { get; private set; }

        public int Sent { get; private set; }

        public HashSet<string> Shown { get; } = [];

        public void Follow(IEnumerable<TracedCall> calls)
        {
            Directory.CreateDirectory(folder);
            foreach (TracedCall call in calls)
            {
                if (call is { Begins: false, Result: >= 0 } && _flushing.Remove(call.Thread, out Action? flushed))
                {
                    flushed();
                }
                else if (call.Begins && _disk.Has(call.Path))
                {
                    Change(call);
                    FailNowAndThen();
                }
                else if (call is { Begins: true, Name: "sendto" or "sendmsg" or "write" })
                {
                    Show(call);
                }
            }
        }

        private void Change(TracedCall call)
        {
            switch (call.Name)
            {
                case "pwrite64":
                    Assert.Equal(call.Numbers[0], call.Data.Length);
                    _disk.Write(call.Path, call.Numbers[1], call.Data);
                    Writes++;
                    break;
                case "ftruncate":
                    _disk.Cut(call.Path, call.Numbers[0]);
                    break;
                case "fsync" or "fdatasync":
                    Action flushed = _disk.Flush(call.Path);
                    Flushes++;
                    if (call.Result is null)
                    {
                        _flushing[call.Thread] = flushed;
                    }
                    else
                    {
                        Assert.Equal(0, call.Result);
                        flushed();
                    }

                    break;
                default:
                    Assert.Fail($"{call.Name} changes {call.Path}.");
                    break;
            }
        }

        private void Show(TracedCall call)
        {
            string text = Encoding.Latin1.GetString(call.Data);
            if (text.StartsWith("POST /", StringComparison.Ordinal))
            {
                Sent++;
                Fail();
            }
            else if (text.Contains("BOUGHT ", StringComparison.Ordinal))
            {
                Shown.UnionWith(Created().Matches(text).Select(match => match.Groups[1].Value));
                Fail();
            }
        }

        private void FailNowAndThen()
        {
            if ((Writes + Flushes) % every == 0)
            {
                Fail();
            }
        }

        // Nothing that was not flushed is there; or all of it; or some.
        private void Fail()
        {
            Check(() => false);
            Check(() => true);
            Check(() => _chance.Next(2) == 0);
        }

        // Rows are sent one after another, so that what was sent are the first.
        private void Check(Func<bool> survives)
        {
            Count++;
            _disk.Fail(folder, survives);
            if (Sent == 0)
            {
                return;
            }

            using SqliteConnection database = new($"Data Source={Path.Combine(folder, "ugclab.db")};Pooling=False");
            database.Open();
            Assert.Equal(["ok"], Column(database, "PRAGMA integrity_check"));
            Assert.Equal(Enumerable.Range(1, Sent).Select(row => row.ToString(CultureInfo.InvariantCulture)), Column(database, $"SELECT row_no FROM purchase WHERE row_no <= {Sent} ORDER BY row_no"));
            Assert.Subset(Column(database, "SELECT ugc_id FROM job").ToHashSet(), Shown);

            // One that was never sent may be there as if it was, and not the other way round.
            Assert.InRange(int.Parse(Column(database, "SELECT COUNT(*) FROM purchase")[0], CultureInfo.InvariantCulture), Sent, Sent + 1);
        }

        private static List<string> Column(SqliteConnection database, FormattableString sql) => Column(database, FormattableString.Invariant(sql));

        private static List<string> Column(SqliteConnection database, string sql)
        {
            using SqliteCommand command = database.CreateCommand();
            command.CommandText = sql;
            using SqliteDataReader reader = command.ExecuteReader();
            List<string> values = [];
            while (reader.Read())
            {
                values.Add(reader.GetString(0));
            }

            return values;
        }
    }

    [GeneratedRegex("BOUGHT ([A-Za-z0-9]+)")]
    private static partial Regex Created();
}
