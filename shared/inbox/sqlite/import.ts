import type { Database } from '../../sqlite/database.ts';
import { type MovedCommand, rowOf } from '../moved.ts';
import { commandJson } from '../row.ts';
import { changingColumns, changingOf } from './row.ts';

export interface CommandImport {
  /** Adds some, in any order. Rejects with StorageFailed. */
  add(commands: readonly MovedCommand[]): Promise<void>;
  /** After the last: numbers them in the order of their acceptance, and makes the index of their ids. */
  end(): Promise<void>;
}

/** Brings commands into a database that has none, and whose inbox is not open. */
export function commandImport(database: Database): CommandImport {
  const columns = ['id', 'priority', 'tenant', 'speaker', 'accepted_at', 'command', ...changingColumns];
  const insert = database.prepare(`INSERT INTO commands (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
  const isUnordered = database.prepare(
    'SELECT 1 FROM (SELECT accepted_at AS at, lag(accepted_at) OVER (ORDER BY n) AS before FROM commands) WHERE at < before LIMIT 1',
  );
  // Through negative numbers, which none has: no two rows have one number on the way.
  const rank = database.prepare(
    `UPDATE commands SET n = -ranked.rank FROM (SELECT n, row_number() OVER (ORDER BY accepted_at, n) AS rank FROM commands) AS ranked
     WHERE ranked.n = commands.n`,
  );
  const turn = database.prepare('UPDATE commands SET n = -n');
  const index = database.prepare('INSERT INTO command_ids SELECT id, n FROM commands ORDER BY id');
  const marks = ['command_ids_mark', 'commands_fresh_mark'].map((mark) =>
    database.prepare(`UPDATE ${mark} SET n = (SELECT coalesce(max(n), 0) FROM commands)`),
  );

  return {
    add: (commands) =>
      database.write(() => {
        for (const command of commands) {
          const row = rowOf(command, commandJson);
          insert.run(row.id, row.priority, row.tenant, row.speaker, row.acceptedAt, row.command, ...changingOf(row));
        }
      }),
    end: () =>
      database.write(() => {
        if (isUnordered.get()) {
          rank.run();
          turn.run();
        }
        index.run();
        for (const mark of marks) mark.run();
      }),
  };
}
