import type { Clock } from '../../clock.ts';
import type { Statement } from '../../sqlite/connection.ts';
import type { Database } from '../../sqlite/database.ts';
import type { Collection, Page, Query, Stored } from '../store.ts';

/** Answers pages of an index. Order is that of the UTF-8 bytes of sort value and key, as DynamoDB's. */
export function querier(database: Pick<Database, 'prepare' | 'read'>, clock: Clock) {
  const statements = new Map<string, Statement>();

  return async function query<T>(collection: Collection<T>, asked: Query): Promise<Page<T>> {
    if (!Object.hasOwn(collection.indexes, asked.index)) throw new TypeError(`${collection.name} declares no index ${asked.index}.`);
    const limit = Math.min(1_000, Math.max(1, Math.floor(asked.limit ?? 100)));
    const after = asked.after === undefined ? undefined : positionOf(asked.after);
    const { sql, values } = select(asked, after);
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    const rows = database.read(`The index ${collection.name}.${asked.index}`, () =>
      statement.all(collection.name, asked.index, asked.partition, clock.now(), ...values, limit + 1),
    );
    const items = rows.slice(0, limit);
    const last = rows.length > limit ? items.at(-1) : undefined;
    return {
      items: items.map((row): Stored<T> => ({ key: String(row.key), version: Number(row.version), value: JSON.parse(String(row.value)) as T })),
      next: last ? cursorOf(String(last.sort), String(last.key)) : null,
    };
  };
}

function select({ from, to, descending }: Query, after: readonly [string, string] | undefined): { sql: string; values: string[] } {
  const order = descending ? 'DESC' : 'ASC';
  const bounds = [
    ...(from === undefined ? [] : [['e.sort >= ?', from] as const]),
    ...(to === undefined ? [] : [['e.sort < ?', to] as const]),
    ...(after === undefined ? [] : [[`(e.sort, e.key) ${descending ? '<' : '>'} (?, ?)`, ...after] as const]),
  ];
  return {
    sql: `SELECT e.key, e.sort, r.version, r.value FROM entries e JOIN records r ON r.n = e.record
      WHERE e.collection = ? AND e.name = ? AND e.part = ? AND (r.expires_at IS NULL OR r.expires_at > ?)
      ${bounds.map(([condition]) => `AND ${condition}`).join(' ')} ORDER BY e.sort ${order}, e.key ${order} LIMIT ?`,
    values: bounds.flatMap(([, ...values]) => values),
  };
}

const cursorOf = (sort: string, key: string) => Buffer.from(JSON.stringify([sort, key])).toString('base64url');

function positionOf(cursor: string): readonly [string, string] {
  const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  if (!Array.isArray(position) || typeof position[0] !== 'string' || typeof position[1] !== 'string')
    throw new TypeError('This is no cursor of a page.');
  return [position[0], position[1]];
}
