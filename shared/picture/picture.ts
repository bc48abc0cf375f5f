import { Worker } from 'node:worker_threads';
import { BellhopError } from '../errors.ts';
import type { Drawable } from './drawing.ts';

/** What the drawing thread is asked for. */
export interface Asked {
  readonly id: number;
  readonly chart: Drawable;
  readonly locale: string;
  readonly sharpness: number;
}

/** A chart that could not be drawn: people are shown its numbers. */
export class NotDrawn extends BellhopError {
  constructor(why: string) {
    super('not_drawn', `A chart could not be drawn: ${why}.`, { hint: 'Its numbers are shown instead.' });
  }
}

/** What draws takes some 100 MiB: so long without a chart it is let go, ms. */
const idleMs = 60_000;
/** A chart that takes longer is none, ms. */
const patienceMs = 10_000;

/** Pixels a unit: sharp on a phone. */
const sharp = 2.5;

/**
 * A chart, or a table, as a PNG, 480 units wide: 1,200 pixels where nothing else is asked. Drawn in a thread of its own, which lives as long as there is something to draw: nobody else waits for it. In a function of AWS, which
 * does one thing at a time, it is drawn at once. Throws NotDrawn.
 */
export async function pictureOf(chart: Drawable, locale: string, sharpness = sharp): Promise<Uint8Array> {
  if (import.meta.isBundle) {
    const { drawn } = await import('./draw.ts');
    return drawn(chart, locale, sharpness).catch((cause) => {
      throw new NotDrawn(String(cause));
    });
  }
  return inThread({ chart, locale, sharpness });
}

interface Waiting {
  readonly resolve: (png: Uint8Array) => void;
  readonly reject: (cause: NotDrawn) => void;
  readonly late: NodeJS.Timeout;
}

let thread: Worker | undefined;
let idle: NodeJS.Timeout | undefined;
let asked = 0;
const waiting = new Map<number, Waiting>();

function inThread(what: Omit<Asked, 'id'>): Promise<Uint8Array> {
  clearTimeout(idle);
  thread ??= begin();
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const id = ++asked;
  const late = setTimeout(() => end(`it took longer than ${patienceMs / 1_000} s`), patienceMs);
  waiting.set(id, { resolve, reject, late });
  thread.postMessage({ id, ...what } satisfies Asked);
  return promise;
}

function begin(): Worker {
  // Built, it is JavaScript that lies there.
  const made = new Worker(new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url));
  made.unref();
  made.on('message', ({ id, png, problem }: { readonly id: number; readonly png?: Uint8Array; readonly problem?: string }) => {
    const found = waiting.get(id);
    waiting.delete(id);
    clearTimeout(found?.late);
    if (png) found?.resolve(png);
    else found?.reject(new NotDrawn(problem ?? 'nothing came'));
    if (waiting.size === 0) idle = setTimeout(end, idleMs, 'nothing was asked for').unref();
  });
  made.on('error', (cause) => {
    if (made === thread) end(String(cause));
  });
  return made;
}

/** Lets the thread go, and tells whoever waits for it. */
function end(why: string): void {
  clearTimeout(idle);
  const [gone, all] = [thread, [...waiting.values()]];
  thread = undefined;
  waiting.clear();
  for (const { reject, late } of all) {
    clearTimeout(late);
    reject(new NotDrawn(why));
  }
  void gone?.terminate();
}
