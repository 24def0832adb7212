namespace UgcLab.Store.Tests.Model;

public sealed class SqliteModelTests
{
    // 120,000 steps in full.
    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, Proof.Of(6, 24))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_store_does_what_the_rules_say_whatever_is_done_to_it(int seed)
    {
        using StoreModel model = new(new SqliteTestStore(), seed);

        await model.RunAsync(Proof.Of(500, 5000));
    }
}

public sealed class PostgresModelTests
{
    [Theory]
    [MemberData(nameof(SqliteModelTests.Seeds), MemberType = typeof(SqliteModelTests))]
    public async Task A_shared_store_does_what_the_rules_say_whatever_is_done_to_it(int seed)
    {
        using StoreModel model = new(new PostgresTestStore(), seed);

        await model.RunAsync(Proof.Of(200, 5000));
    }
}
