using System.Data.Common;
using System.Globalization;
using System.Text;

namespace UgcLab.Store.Tests.Damage;

/// <summary>A damaged database creates nothing that was sent before, and says what to do.</summary>
public sealed class DamageTests : StoreTest
{
    private readonly SqliteTestStore _place;

    public DamageTests()
        : this(new SqliteTestStore())
    {
    }

    private DamageTests(SqliteTestStore place)
        : base(place) => _place = place;

    public static TheoryData<string, string> MoneyColumns() => new()
    {
        { "purchase", "purchase = 'q'" },
        { "purchase", "account = 'fedcba9876543210'" },
        { "purchase", "batch = NULL, row_key = NULL" },
        { "purchase", "row_key = 'x' || substr(row_key, 2)" },
        { "purchase", "generation = 0" },
        { "purchase", "doubled = 1" },
        { "purchase", "state = 'NotSent'" },
        { "purchase", "state = 'Refused'" },
        { "purchase", "state = 'NotCharged'" },
        { "purchase", "state = 'Answered'" },
        { "purchase", "price = '1'" },
        { "purchase", "charged = '1'" },
        { "purchase", "charged = NULL" },
        { "purchase", "refunded = '1'" },
        { "purchase", "sum = '00000000'" },
        { "batch_row", "row_key = 'x' || substr(row_key, 2)" },
        { "batch_row", "content = 'x'" },
        { "batch_row", "state = 'NotSent'" },
        { "batch_row", "state = 'Saved'" },
        { "batch_row", "created = 0" },
        { "batch_row", "abandoned = 1" },
        { "batch_row", "refusal = 'x'" },
        { "batch_row", "sum = '00000000'" },
    };

    [Theory]
    [MemberData(nameof(MoneyColumns))]
    public async Task A_changed_value_that_decides_about_money_sends_nothing(string table, string change)
    {
        BatchRecord batch = await OpenAsync();
        await Store.PlanRowsAsync(batch.Id, [Row(1)]);
        await CreateAsync(At(batch, 1));
        await BeginAsync(Request(NewId()) with { Account = OtherAccount });

        Execute($"PRAGMA foreign_keys = OFF; UPDATE {table} SET {change} WHERE row_key = '{Row(1).Key}'");

        await NeverGoesAsync(batch, Store);
        await NeverGoesAsync(batch, Other);
    }

    [Theory]
    [InlineData("purchase")]
    [InlineData("batch_row")]
    public async Task A_record_that_is_missing_sends_nothing(string table)
    {
        BatchRecord batch = await OpenAsync();
        await CreateAsync(At(batch, 1));

        Execute($"PRAGMA foreign_keys = OFF; DELETE FROM {table} WHERE row_key = '{Row(1).Key}'");

        Assert.Equal(UgcLabErrorKind.StoreDamaged, (await Assert.ThrowsAsync<UgcLabException>(() => BeginAsync(Request(NewId(), At(batch, 1))))).Kind);
    }

    [Fact]
    public async Task Damage_says_where_the_file_is_and_what_to_do()
    {
        BatchRecord batch = await OpenAsync();
        await CreateAsync(At(batch, 1));
        Execute("UPDATE purchase SET state = 'NotSent'");

        UgcLabException error = await Assert.ThrowsAsync<UgcLabException>(() => BeginAsync(Request(NewId(), At(batch, 1))));

        SaysWhatToDo(error);
    }

    // Each bit of each place where the file holds what decides about the row: in the tables and in the pages of their indexes.
    [Fact]
    public async Task A_flipped_bit_in_what_decides_about_a_row_sends_nothing()
    {
        BatchRecord batch = await OpenAsync();
        await Store.PlanRowsAsync(batch.Id, [Row(1), Row(2), Row(3)]);
        string purchase = await CreateAsync(At(batch, 2));
        await CreateAsync(At(batch, 3));
        await Store.DisposeAsync();
        byte[] whole = await File.ReadAllBytesAsync(_place.Database);
        byte[] number = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(number, batch.Id);
        (string Name, byte[] Value)[] values =
        [
            ("row_key", Encoding.UTF8.GetBytes(Row(2).Key)), ("content", Encoding.UTF8.GetBytes(Row(2).Content)), ("purchase", Encoding.UTF8.GetBytes(purchase)), ("account", Encoding.UTF8.GetBytes(Account.Id)),
            ("batch", number.AsSpan(Math.Max(0, 8 - Bytes(batch.Id))).ToArray()), ("state of the purchase", "Accepted"u8.ToArray()), ("state of the row", "Running"u8.ToArray()), ("charged", "10"u8.ToArray()),
            .. ((IEnumerable<string>)["purchase", "batch_row"]).Select(table => ($"sum of {table}", Encoding.UTF8.GetBytes(Sums(whole, table)))),
        ];
        int flips = 0;
        foreach ((string name, byte[] value) in values)
        {
            int[] places = [.. PlacesOf(whole, value)];
            Assert.True(places.Length > 0, name);
            int[] bits = [.. places.SelectMany(place => Enumerable.Range(place * 8, value.Length * 8))];
            int step = Math.Max(1, bits.Length / Proof.Of(12, 4000));
            for (int index = 0; index < bits.Length; index += step, flips++)
            {
                await FlippedAsync(whole, bits[index], batch, $"{name}, byte {bits[index] / 8}, bit {bits[index] % 8}");
            }
        }

        Assert.True(flips >= 50);
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_sends_no_created_row_again()
    {
        BatchRecord batch = await OpenAsync();
        await Store.PlanRowsAsync(batch.Id, [Row(1), Row(2), Row(3)]);
        await CreateAsync(At(batch, 2));
        await LoseAsync(At(batch, 3));
        await Store.DisposeAsync();
        byte[] whole = await File.ReadAllBytesAsync(_place.Database);
        Random chance = new(20260115);

        for (int flip = 0; flip < Proof.Of(200, 20_000); flip++)
        {
            // The file's first page and those of the tables that matter come as often as all others together.
            int bit = flip % 2 == 0 ? chance.Next(whole.Length * 8) : chance.Next(Math.Min(whole.Length, 8 * 4096) * 8);
            await FlippedAsync(whole, bit, batch, $"byte {bit / 8}, bit {bit % 8}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(4096)]
    [InlineData(-4096)]
    [InlineData(-20_000)]
    public async Task A_truncated_file_sends_nothing(int length)
    {
        BatchRecord batch = await CreatedAsync();
        using (FileStream file = new(_place.Database, FileMode.Open))
        {
            file.SetLength(length < 0 ? file.Length + length : length);
        }

        SaysWhatToDo(await NeverGoesAsync(batch, Other));
    }

    [Fact]
    public async Task A_file_that_lost_its_last_byte_sends_nothing()
    {
        BatchRecord batch = await CreatedAsync();
        using (FileStream file = new(_place.Database, FileMode.Open))
        {
            file.SetLength(file.Length - 1);
        }

        await NeverGoesAsync(batch, Other);
    }

    [Fact]
    public async Task Zeroed_pages_send_nothing()
    {
        BatchRecord batch = await CreatedAsync();
        byte[] whole = await File.ReadAllBytesAsync(_place.Database);
        for (int page = 0; page < whole.Length / 4096; page++)
        {
            byte[] zeroed = [.. whole];
            zeroed.AsSpan(page * 4096, 4096).Clear();
            await File.WriteAllBytesAsync(_place.Database, zeroed);
            await NeverGoesAsync(batch, Place.Open(Clock), $"page {page}");
        }
    }

    [Theory]
    [InlineData("This is a text.")]
    [InlineData("SQLite format 3")]
    public async Task A_file_that_is_no_database_sends_nothing(string text)
    {
        BatchRecord batch = await CreatedAsync();
        await File.WriteAllTextAsync(_place.Database, string.Concat(Enumerable.Repeat(text, 1000)));

        SaysWhatToDo(await NeverGoesAsync(batch, Other));
    }

    [Fact]
    public async Task A_damaged_file_is_left_as_it_is()
    {
        BatchRecord batch = await CreatedAsync();
        byte[] text = Encoding.UTF8.GetBytes(new string('x', 10_000));
        await File.WriteAllBytesAsync(_place.Database, text);
        await NeverGoesAsync(batch, Other);

        Assert.Equal(text, await File.ReadAllBytesAsync(_place.Database));
    }

    [Fact]
    public async Task A_damaged_file_that_is_moved_aside_starts_an_empty_store()
    {
        await CreatedAsync();
        await File.WriteAllTextAsync(_place.Database, new string('x', 10_000));
        File.Move(_place.Database, _place.Database + ".damaged");

        BatchRecord batch = await OpenAsync(store: Other);
        await CreateAsync(At(batch, 1), store: Other);
    }

    [Fact]
    public async Task A_folder_that_was_left_while_the_database_was_made_is_used()
    {
        Directory.CreateDirectory(_place.Folder);
        await File.WriteAllTextAsync(_place.Database + ".new", "half of it");
        await File.WriteAllTextAsync(_place.Database + "-journal", "of an earlier database");

        await CreateAsync();

        Assert.Equal("ok", Scalar("PRAGMA integrity_check"));
        Assert.Empty(Directory.GetFiles(_place.Folder, "*.new*"));
    }

    private static int Bytes(long value) => value < 1L << 47 ? 6 : 8;

    private string Sums(byte[] whole, string table)
    {
        File.WriteAllBytes(_place.Database, whole);
        return (string)Scalar($"SELECT sum FROM {table} WHERE row_key = '{Row(2).Key}'")!;
    }

    private static IEnumerable<int> PlacesOf(byte[] whole, byte[] value)
    {
        for (int place = 0; (place = IndexOf(whole, value, place)) >= 0; place++)
        {
            yield return place;
        }
    }

    private static int IndexOf(byte[] whole, byte[] value, int from) => whole.AsSpan(from).IndexOf(value) is int at and >= 0 ? at + from : -1;

    private async Task<BatchRecord> CreatedAsync()
    {
        BatchRecord batch = await OpenAsync();
        await Store.PlanRowsAsync(batch.Id, [.. Enumerable.Range(1, 60).Select(Row)]);
        await CreateAsync(At(batch, 1));
        await Store.DisposeAsync();
        return batch;
    }

    private async Task FlippedAsync(byte[] whole, int bit, BatchRecord batch, string where)
    {
        byte[] flipped = [.. whole];
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        await File.WriteAllBytesAsync(_place.Database, flipped);
        IStoreEngine store = Place.Open(Clock);
        await NeverGoesAsync(batch, store, where, 2);
        await store.DisposeAsync();
    }

    // Every row here was sent: whatever else is said, it is not that it may go out.
    private async Task<UgcLabException> NeverGoesAsync(BatchRecord batch, IStoreEngine store, string? where = null, int row = 1)
    {
        try
        {
            GateAnswer answer = await BeginAsync(Request(NewId(), At(batch, row)), store);
            Assert.False(answer is GateAnswer.Allowed, $"A row that was created passed the gate: {where}.");
            return answer is GateAnswer.Refused refused ? refused.Why : new UgcLabException(UgcLabErrorKind.AlreadyCreated, answer.ToString());
        }
        catch (UgcLabException error)
        {
            Assert.True(error.Kind is UgcLabErrorKind.StoreDamaged or UgcLabErrorKind.StoreUnavailable, $"{error.Kind}: {where}.");
            return error;
        }
        catch (Exception error) when (error is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"An engine's own error crossed the interface ({where}): {error}");
            throw;
        }
    }

    private void SaysWhatToDo(UgcLabException error)
    {
        Assert.Equal(UgcLabErrorKind.StoreDamaged, error.Kind);
        Assert.Contains(_place.Folder, error.Message, StringComparison.Ordinal);
        Assert.Contains(_place.Database, error.Advice, StringComparison.Ordinal);
        Assert.Contains("Restore", error.Advice, StringComparison.Ordinal);
        Assert.Contains("aside", error.Advice, StringComparison.Ordinal);
    }
}
