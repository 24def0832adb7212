namespace UgcLab.Engines.Sql;

// The tables. What both engines have in common is written once; docs/store.md explains each column.
internal static class Schema
{
    public const int Version = 1;

    public static readonly string[] Statements =
    [
        "CREATE TABLE account (account TEXT PRIMARY KEY, base_uri TEXT NOT NULL)",
        "CREATE TABLE owner (owner TEXT PRIMARY KEY, host TEXT NOT NULL, pid BIGINT NOT NULL, began BIGINT NOT NULL, ended BIGINT)",
        """
        CREATE TABLE batch (batch BIGINT PRIMARY KEY, base_uri TEXT NOT NULL, workspace TEXT NOT NULL, name TEXT NOT NULL,
          name_key TEXT NOT NULL, source TEXT, generation BIGINT NOT NULL DEFAULT 1, open_generation BIGINT,
          is_planned BIGINT NOT NULL DEFAULT 0, version BIGINT NOT NULL DEFAULT 0, created BIGINT NOT NULL,
          changed BIGINT NOT NULL, UNIQUE (base_uri, workspace, name_key))
        """,
        "CREATE TABLE batch_run (batch BIGINT NOT NULL REFERENCES batch, run TEXT NOT NULL, owner TEXT NOT NULL REFERENCES owner, "
            + "generation BIGINT, ended BIGINT, PRIMARY KEY (batch, run))",
        "CREATE INDEX batch_run_open ON batch_run (batch) WHERE ended IS NULL",
        "CREATE TABLE batch_report (batch BIGINT NOT NULL REFERENCES batch, folder TEXT NOT NULL, version BIGINT NOT NULL, "
            + "PRIMARY KEY (batch, folder))",
        """
        CREATE TABLE batch_row (batch BIGINT NOT NULL REFERENCES batch, row_key TEXT NOT NULL, row_no BIGINT NOT NULL, row_id TEXT,
          content TEXT NOT NULL, reference TEXT, kind TEXT, endpoint TEXT NOT NULL, model TEXT, duration TEXT, tier TEXT,
          has_image BIGINT NOT NULL, outputs BIGINT NOT NULL, has_more BIGINT NOT NULL, project TEXT, request TEXT, cells TEXT,
          state TEXT NOT NULL, created BIGINT NOT NULL DEFAULT 0, abandoned BIGINT NOT NULL DEFAULT 0, doubled BIGINT NOT NULL DEFAULT 0,
          refusal TEXT, purchase TEXT, videos BIGINT NOT NULL DEFAULT 0, unsaved BIGINT NOT NULL DEFAULT 0,
          charged TEXT NOT NULL DEFAULT '0', refunded TEXT NOT NULL DEFAULT '0', sum TEXT NOT NULL, PRIMARY KEY (batch, row_key))
        """,
        "CREATE INDEX batch_row_no ON batch_row (batch, row_no, row_key)",
        "CREATE INDEX batch_row_state ON batch_row (batch, state, row_no, row_key)",
        "CREATE INDEX batch_row_content ON batch_row (content) WHERE created > 0 OR state IN ('Sending', 'Unconfirmed', 'Abandoned')",
        """
        CREATE TABLE batch_count (batch BIGINT NOT NULL REFERENCES batch, state TEXT NOT NULL, doubled BIGINT NOT NULL,
          videos BIGINT NOT NULL, unsaved BIGINT NOT NULL, charged TEXT NOT NULL, refunded TEXT NOT NULL, row_count BIGINT NOT NULL,
          PRIMARY KEY (batch, state, doubled, videos, unsaved, charged, refunded))
        """,
        """
        CREATE TABLE purchase (purchase TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account, owner TEXT NOT NULL REFERENCES owner,
          batch BIGINT REFERENCES batch, row_key TEXT, generation BIGINT NOT NULL DEFAULT 1, attempt BIGINT NOT NULL DEFAULT 1,
          doubled BIGINT NOT NULL DEFAULT 0, run TEXT, slot TEXT, state TEXT NOT NULL
            CHECK (state IN ('Sending', 'Accepted', 'Answered', 'NotSent', 'Refused', 'Unconfirmed', 'NotCharged', 'Abandoned')),
          began BIGINT NOT NULL, ended BIGINT, kind TEXT, endpoint TEXT NOT NULL, model TEXT, duration TEXT, tier TEXT,
          has_image BIGINT NOT NULL, outputs BIGINT NOT NULL, has_more BIGINT NOT NULL,
          project TEXT, reference TEXT, row_id TEXT, row_no BIGINT, request TEXT, cells TEXT,
          refusal TEXT, status BIGINT, code TEXT, message TEXT, request_id TEXT, evidence TEXT,
          price TEXT, charged TEXT, refunded TEXT, remaining TEXT, videos BIGINT NOT NULL DEFAULT 0,
          unsaved BIGINT NOT NULL DEFAULT 0, sum TEXT NOT NULL,
          CHECK ((state = 'Sending') = (ended IS NULL)), CHECK ((batch IS NULL) = (row_key IS NULL)))
        """,
        "CREATE UNIQUE INDEX purchase_once ON purchase (batch, row_key, generation) WHERE batch IS NOT NULL AND doubled = 0 "
            + "AND state IN ('Sending', 'Accepted', 'Answered', 'Unconfirmed', 'Abandoned')",
        "CREATE UNIQUE INDEX purchase_open ON purchase (batch, row_key) WHERE batch IS NOT NULL AND state IN ('Sending', 'Unconfirmed')",
        "CREATE UNIQUE INDEX purchase_in_flight ON purchase (account) WHERE state = 'Sending'",
        "CREATE INDEX purchase_row ON purchase (batch, row_key, began)",
        "CREATE INDEX purchase_time ON purchase (began, purchase)",
        "CREATE INDEX purchase_state ON purchase (state, began, purchase)",
        "CREATE INDEX purchase_account ON purchase (account, began, state, charged, refunded, price)",
        "CREATE INDEX purchase_model ON purchase (lower(model), began, purchase)",
        "CREATE INDEX purchase_project ON purchase (lower(project), began, purchase)",
        "CREATE INDEX purchase_owner ON purchase (owner, began, purchase)",
        "CREATE INDEX purchase_reference ON purchase (lower(reference), began, purchase)",
        "CREATE INDEX purchase_unsaved ON purchase (began, purchase) WHERE unsaved > 0",
        "CREATE INDEX purchase_unsaved_batch ON purchase (batch, began, purchase) WHERE unsaved > 0",
        """
        CREATE TABLE job (ugc_id TEXT NOT NULL, base_uri TEXT NOT NULL, purchase TEXT NOT NULL REFERENCES purchase, variant BIGINT NOT NULL,
          status TEXT, state TEXT NOT NULL, charged TEXT, refunded TEXT, created BIGINT, updated BIGINT, unfinished BIGINT, finished BIGINT,
          error TEXT, actor_id TEXT, actor_name TEXT, custom_actor BIGINT NOT NULL DEFAULT 0, claim TEXT, path TEXT, sha256 TEXT,
          length BIGINT, saved_on TEXT, PRIMARY KEY (ugc_id, base_uri))
        """,
        "CREATE INDEX job_purchase ON job (purchase, variant)",
        "CREATE INDEX job_finished ON job (finished) WHERE finished IS NOT NULL AND state = 'Completed'",
        "CREATE INDEX job_claim ON job (claim) WHERE claim IS NOT NULL",
        "CREATE TABLE rate_event (slot TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account, kind BIGINT NOT NULL, "
            + "at BIGINT NOT NULL, latest BIGINT NOT NULL)",
        "CREATE INDEX rate_event_kind ON rate_event (account, kind, latest)",
        "CREATE TABLE daily_limit (account TEXT NOT NULL REFERENCES account, session TEXT NOT NULL, "
            + "owner TEXT NOT NULL REFERENCES owner, credits TEXT NOT NULL, ended BIGINT, PRIMARY KEY (account, session))",
        "CREATE INDEX daily_limit_open ON daily_limit (account) WHERE ended IS NULL",
        """
        CREATE TABLE price (endpoint TEXT NOT NULL, model TEXT NOT NULL, duration TEXT NOT NULL, tier TEXT NOT NULL,
          has_image BIGINT NOT NULL, last TEXT NOT NULL, least TEXT NOT NULL, most TEXT NOT NULL, count BIGINT NOT NULL,
          at BIGINT NOT NULL, PRIMARY KEY (endpoint, model, duration, tier, has_image))
        """,
        "CREATE TABLE balance (project TEXT PRIMARY KEY, credits TEXT NOT NULL, at BIGINT NOT NULL, purchase TEXT NOT NULL)",
        "CREATE TABLE clip_count (project TEXT NOT NULL, at BIGINT NOT NULL, clips BIGINT NOT NULL, PRIMARY KEY (project, at))",
        "CREATE TABLE known_name (account TEXT NOT NULL, list TEXT NOT NULL, id TEXT NOT NULL, name TEXT, note TEXT, "
            + "seen BIGINT NOT NULL, PRIMARY KEY (account, list, id))",
        "CREATE INDEX known_name_seen ON known_name (account, list, seen)",
    ];
}
