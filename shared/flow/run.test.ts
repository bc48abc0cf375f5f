import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import type { Context } from '../command/context.ts';
import { command } from '../command/define.ts';
import { reply } from '../reply/reply.ts';
import { run } from './run.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** What `run` itself needs of a context. */
const contextWith = (signal: AbortSignal) => ({ signal }) as Context;
const never = {} as never;

it('keeps nothing in memory of a run that has ended, even if its handler still listens', async () => {
  const seen: WeakRef<AbortSignal>[] = [];
  const listening = command({
    name: 'listening',
    summary: 'Listens',
    run(_, { signal }) {
      signal.addEventListener('abort', () => {});
      seen.push(new WeakRef(signal));
      return reply('Done.');
    },
  });
  for (let n = 0; n < 20; n++) await run(listening, never, contextWith(new AbortController().signal), async () => {});
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  expect(seen).toHaveLength(20);
  expect(seen.filter((one) => one.deref() !== undefined).length).toBeLessThanOrEqual(1);
});

it('tells the handler that its command was cancelled, and ends at once', async () => {
  const cancelled = new AbortController();
  const told: unknown[] = [];
  const waiting = command({
    name: 'waiting',
    summary: 'Waits',
    run: (_, { signal }) => new Promise(() => signal.addEventListener('abort', () => told.push(signal.reason))),
  });
  const running = run(waiting, never, contextWith(cancelled.signal), async () => {});
  cancelled.abort('cancelled');
  await expect(running).rejects.toBe('cancelled');
  expect(told).toEqual(['cancelled']);
  await expect(run(waiting, never, contextWith(AbortSignal.abort('stop')), async () => {})).rejects.toBe('stop');
});
