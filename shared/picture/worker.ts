import { parentPort } from 'node:worker_threads';
import { drawn } from './draw.ts';
import type { Asked } from './picture.ts';

/** Draws what the main thread asks for, one after the other. */
parentPort?.on('message', ({ id, chart, locale, sharpness }: Asked) => {
  drawn(chart, locale, sharpness).then(
    (png) => parentPort?.postMessage({ id, png }),
    (cause) => parentPort?.postMessage({ id, problem: String(cause) }),
  );
});
