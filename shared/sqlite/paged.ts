import type { Row, Statement } from './connection.ts';

/** Rows of a page. */
const pageMax = 500;

/** All rows of a table, some hundred at a time, in the order of `n`. `sql` has the row's number as its first value, and the most of a page as its second; each row has its `n`. */
export function* paged(statement: Statement): Generator<readonly Row[]> {
  let after = -1;
  for (;;) {
    const rows = statement.all(after, pageMax);
    if (rows.length > 0) yield rows;
    if (rows.length < pageMax) return;
    after = Number(rows.at(-1)?.n);
  }
}
