import type { Migration } from './migrate.ts';

/**
 * The schema, step by step. Commands: one row from acceptance to its end, which is its queue entry too. `run_due` and `send_due` are null when there is
 * nothing to run or to send, and an ended command is in no index but that of the ids, which follows in bulk (`command_ids`, complete up to its mark).
 * `run_due` 0 is "at once, as it was accepted": such a row is in no index at all, so that accepting pays for the row alone, and none stands at or below
 * `commands_fresh_mark`. "At once" of any other kind is 1.
 */
export const schema: readonly Migration[] = [
  {
    name: 'commands, records, timers',
    sql: `
      CREATE TABLE commands (
        n INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        priority TEXT NOT NULL,
        tenant TEXT NOT NULL,
        speaker TEXT NOT NULL,
        accepted_at INTEGER NOT NULL,
        state TEXT NOT NULL,
        run_due INTEGER,
        send_due INTEGER,
        dead_at INTEGER,
        ended_at INTEGER,
        attempt INTEGER NOT NULL DEFAULT 0,
        lease INTEGER NOT NULL DEFAULT 0,
        delivery TEXT NOT NULL,
        sent INTEGER NOT NULL DEFAULT 0,
        sends INTEGER NOT NULL DEFAULT 0,
        command TEXT NOT NULL,
        replies TEXT,
        waiting TEXT,
        woken TEXT,
        cancelled_by TEXT,
        reason TEXT,
        send_reason TEXT
      );
      CREATE INDEX commands_to_run ON commands (run_due) WHERE run_due IS NOT NULL;
      CREATE INDEX commands_to_send ON commands (send_due) WHERE send_due IS NOT NULL;
      CREATE INDEX commands_dead ON commands (dead_at) WHERE dead_at IS NOT NULL;

      CREATE TABLE records (
        n INTEGER PRIMARY KEY,
        collection TEXT NOT NULL,
        key TEXT NOT NULL,
        version INTEGER NOT NULL,
        expires_at INTEGER,
        entries TEXT,
        value TEXT NOT NULL,
        UNIQUE (collection, key)
      );
      CREATE INDEX records_expiring ON records (expires_at) WHERE expires_at IS NOT NULL;
      CREATE TABLE entries (
        collection TEXT NOT NULL,
        name TEXT NOT NULL,
        part TEXT NOT NULL,
        sort TEXT NOT NULL,
        key TEXT NOT NULL,
        record INTEGER NOT NULL,
        PRIMARY KEY (collection, name, part, sort, key)
      ) WITHOUT ROWID;

      CREATE TABLE timers (
        n INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL,
        due INTEGER NOT NULL,
        next INTEGER NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0
      );
      CREATE INDEX timers_next ON timers (next);
    `,
  },
  {
    name: 'the index of command ids apart',
    sql: `
      DROP INDEX commands_to_run;
      DROP INDEX commands_to_send;
      DROP INDEX commands_dead;
      ALTER TABLE commands RENAME TO commands_before;
      CREATE TABLE commands (
        n INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        priority TEXT NOT NULL,
        tenant TEXT NOT NULL,
        speaker TEXT NOT NULL,
        accepted_at INTEGER NOT NULL,
        state TEXT NOT NULL,
        run_due INTEGER,
        send_due INTEGER,
        dead_at INTEGER,
        ended_at INTEGER,
        attempt INTEGER NOT NULL DEFAULT 0,
        lease INTEGER NOT NULL DEFAULT 0,
        delivery TEXT NOT NULL,
        sent INTEGER NOT NULL DEFAULT 0,
        sends INTEGER NOT NULL DEFAULT 0,
        command TEXT NOT NULL,
        replies TEXT,
        waiting TEXT,
        woken TEXT,
        cancelled_by TEXT,
        reason TEXT,
        send_reason TEXT
      );
      INSERT INTO commands SELECT * FROM commands_before;
      DROP TABLE commands_before;
      CREATE INDEX commands_to_run ON commands (run_due) WHERE run_due IS NOT NULL;
      CREATE INDEX commands_to_send ON commands (send_due) WHERE send_due IS NOT NULL;
      CREATE INDEX commands_dead ON commands (dead_at) WHERE dead_at IS NOT NULL;

      CREATE TABLE command_ids (id TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
      INSERT INTO command_ids SELECT id, n FROM commands ORDER BY id;
      CREATE TABLE command_ids_mark (n INTEGER NOT NULL);
      INSERT INTO command_ids_mark SELECT coalesce(max(n), 0) FROM commands;
    `,
  },
  {
    name: 'topics',
    sql: `
      CREATE TABLE topic_subscribers (topic TEXT NOT NULL, name TEXT NOT NULL, filter TEXT NOT NULL, PRIMARY KEY (topic, name)) WITHOUT ROWID;
      CREATE TABLE topic_messages (
        n INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        published_at INTEGER NOT NULL,
        attributes TEXT NOT NULL,
        body TEXT NOT NULL,
        open INTEGER NOT NULL
      );
      CREATE TABLE topic_deliveries (
        n INTEGER PRIMARY KEY,
        topic TEXT NOT NULL,
        name TEXT NOT NULL,
        message INTEGER NOT NULL,
        next INTEGER NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0
      );
      CREATE INDEX topic_deliveries_next ON topic_deliveries (topic, name, next);
      CREATE INDEX topic_deliveries_message ON topic_deliveries (message);
    `,
  },
  {
    name: 'commands as accepted in no index',
    sql: `
      DROP INDEX commands_to_run;
      UPDATE commands SET run_due = 1 WHERE run_due = 0;
      CREATE INDEX commands_to_run ON commands (run_due) WHERE run_due > 0;
      CREATE TABLE commands_fresh_mark (n INTEGER NOT NULL);
      INSERT INTO commands_fresh_mark SELECT n FROM command_ids_mark;
    `,
  },
];
