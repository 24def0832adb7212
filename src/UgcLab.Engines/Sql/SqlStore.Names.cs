namespace UgcLab.Engines.Sql;

internal abstract partial class SqlStore
{
    // The maximum number of names per list; the least recently read ones are removed first.
    private const int MostNames = 5000;

    public Task SaveNamesAsync(StoreAccount account, string list, IReadOnlyList<KnownName> names, bool areAll) =>
        WriteAsync(async sql =>
    {
        Arg[] where = [("@account", account.Id), ("@list", list)];
        if (areAll)
        {
            await sql.ExecuteAsync("DELETE FROM known_name WHERE account = @account AND list = @list", where);
        }

        long next = await sql.NumberAsync("SELECT MAX(seen) FROM known_name WHERE account = @account AND list = @list", where) ?? 0;
        foreach (KnownName name in names)
        {
            await sql.ExecuteAsync(
                """
                INSERT INTO known_name (account, list, id, name, note, seen) VALUES (@account, @list, @id, @name, @note, @seen)
                ON CONFLICT (account, list, id) DO UPDATE SET name = excluded.name, note = excluded.note, seen = excluded.seen
                """,
                [.. where, ("@id", name.Id), ("@name", name.Name), ("@note", name.Note), ("@seen", ++next)]);
        }

        await sql.ExecuteAsync(
            "DELETE FROM known_name WHERE account = @account AND list = @list AND seen <= (SELECT seen FROM known_name "
                + $"WHERE account = @account AND list = @list ORDER BY seen DESC LIMIT 1 OFFSET {MostNames})", where);
    });

    public Task<IReadOnlyList<KnownName>> ReadNamesAsync(
        StoreAccount account, string list, CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyList<KnownName>>(async sql => await sql.QueryAsync(
            "SELECT id, name, note FROM known_name WHERE account = @account AND list = @list ORDER BY seen",
            row => new KnownName(row.Text(), row.TextOrNull(), row.TextOrNull()), ("@account", account.Id), ("@list", list)),
            cancellationToken);

    public Task RecordClipsAsync(IReadOnlyDictionary<string, int> clips) => WriteAsync(async sql =>
    {
        foreach ((string project, int count) in clips)
        {
            await sql.ExecuteAsync(
                "INSERT INTO clip_count (project, at, clips) VALUES (@project, @now, @clips) "
                    + "ON CONFLICT (project, at) DO UPDATE SET clips = excluded.clips",
                ("@project", project), ("@now", Now), ("@clips", count));
        }
    });

    public Task<IReadOnlyList<ClipRecord>> ReadClipsAsync(string project, CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyList<ClipRecord>>(async sql => await sql.QueryAsync(
            "SELECT project, clips, at FROM clip_count WHERE project = @project ORDER BY at",
            row => new ClipRecord(row.Text(), row.Whole(), row.Time()), ("@project", project)), cancellationToken);
}
