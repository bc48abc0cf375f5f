import { parentPort, workerData } from 'node:worker_threads';
import type { Connection } from '../../sqlite/connection.ts';
import { upToDate } from '../../sqlite/database.ts';
import { needsReopening } from '../../sqlite/failure.ts';
import { KeptSeries } from './kept.ts';
import { seriesSchema } from './schema.ts';
import type { Answer, Asked, Given } from './thread.ts';

const { path, rawMs } = workerData as Given;

/** Opened with the first question, and anew after the disk failed: what is in memory then comes from the file. */
let open: { readonly connection: Connection; readonly kept: KeptSeries } | undefined;

function opened(): KeptSeries {
  if (!open) {
    const connection = upToDate(path, { info() {} }, seriesSchema);
    try {
      open = { connection, kept: new KeptSeries(connection, rawMs) };
    } catch (cause) {
      connection.close();
      throw cause;
    }
  }
  return open.kept;
}

function close(): void {
  open?.connection.close();
  open = undefined;
}

function answer(asked: Asked): unknown {
  switch (asked.kind) {
    case 'append':
      return opened().append(asked.batch);
    case 'read':
      return opened().read(asked.series, asked.from, asked.to, asked.parts, asked.now);
    case 'drop':
      return opened().drop(asked.series);
    case 'sweep':
      return opened().sweep(asked.now, asked.begins);
    case 'close':
      return close();
  }
}

/** One question after the other, as they come. */
parentPort?.on('message', (asked: Asked) => {
  try {
    parentPort?.postMessage({ id: asked.id, value: answer(asked) } satisfies Answer);
  } catch (cause) {
    if (needsReopening(cause)) close();
    parentPort?.postMessage({ id: asked.id, failed: cause } satisfies Answer);
  }
});
