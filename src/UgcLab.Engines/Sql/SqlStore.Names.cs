namespace UgcLab.Engines.Sql;

internal abstract partial class SqlStore
{
    // The maximum number of names per list; the least recently read ones are removed first.
    private const int MostNames = 5000;

    public Task SaveNamesAsync(StoreAccount account, string list, IReadOnlyList<KnownName> names, bool areAll) =>
        WriteAsync(async session =>
    {
        Arg[] where = [("@account", account.Id), ("@list", list)];
        if (areAll)
        {
            await session.ExecuteAsync("DELETE FROM known_name WHERE account = @account AND list = @list", where).ConfigureAwait(false);
        }

        long next = await session.NumberAsync("SELECT MAX(seen) FROM known_name WHERE account = @account AND list = @list", where)
            .ConfigureAwait(false) ?? 0;
        foreach (KnownName name in names)
        {
            await session.ExecuteAsync(
                """
                INSERT INTO known_name (account, list, id, name, note, seen) VALUES (@account, @list, @id, @name, @note, @seen)
                ON CONFLICT (account, list, id) DO UPDATE SET name = excluded.name, note = excluded.note, seen = excluded.seen
                """,
                [.. where, ("@id", name.Id), ("@name", name.Name), ("@note", name.Note), ("@seen", ++next)]).ConfigureAwait(false);
        }

        await session.ExecuteAsync(
            "DELETE FROM known_name WHERE account = @account AND list = @list AND seen <= (SELECT seen FROM known_name "
                + $"WHERE account = @account AND list = @list ORDER BY seen DESC LIMIT 1 OFFSET {MostNames})", where).ConfigureAwait(false);
    });

    public Task<IReadOnlyList<KnownName>> ReadNamesAsync(
        StoreAccount account, string list, CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyList<KnownName>>(async session => await session.QueryAsync(
            "SELECT id, name, note FROM known_name WHERE account = @account AND list = @list ORDER BY seen",
            row => new KnownName(row.Text(), row.TextOrNull(), row.TextOrNull()), ("@account", account.Id), ("@list", list))
            .ConfigureAwait(false), cancellationToken);

    public Task RecordClipsAsync(IReadOnlyDictionary<string, int> clips) => WriteAsync(async session =>
    {
        foreach ((string project, int count) in clips)
        {
            await session.ExecuteAsync(
                "INSERT INTO clip_count (project, at, clips) VALUES (@project, @now, @clips) "
                    + "ON CONFLICT (project, at) DO UPDATE SET clips = excluded.clips",
                ("@project", project), ("@now", Now), ("@clips", (long)count)).ConfigureAwait(false);
        }
    });

    public Task<IReadOnlyList<ClipRecord>> ReadClipsAsync(string project, CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyList<ClipRecord>>(async session => await session.QueryAsync(
            "SELECT project, clips, at FROM clip_count WHERE project = @project ORDER BY at",
            row => new ClipRecord(row.Text(), row.Whole(), row.Time()), ("@project", project)).ConfigureAwait(false), cancellationToken);
}
