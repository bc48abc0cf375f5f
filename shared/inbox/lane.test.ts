import { expect, it } from 'vitest';
import { manualClock, settle } from '../timers/manual-clock.ts';
import { Lane } from './lane.ts';

/** A lane whose work ends when it is told to, in the order in which it was given. */
function lane() {
  const clock = manualClock();
  const made = new Lane(() => 1, clock, clock);
  const ends: (() => void)[] = [];
  const released: number[] = [];
  const over = new AbortController();
  let isOver = false;
  const ended = made
    .serve(
      () => new Promise((resolve) => ends.push(resolve)),
      { signal: over.signal, concurrency: 2, stopMs: 4_000 },
      {
        warn() {},
        release: async (n) => void released.push(n),
      },
    )
    .then(() => {
      isOver = true;
    });
  return { clock, lane: made, ends, released, stop: () => over.abort(), ended, isOver: () => isOver };
}

it('waits at its end for one that was lost and given again, though the one who lost it has ended', async () => {
  const { lane: made, ends, stop, isOver, ended, clock } = lane();
  made.offer(1, 'alert', 'T1', 0);
  made.lose(1);
  made.offer(1, 'alert', 'T1', 0);
  await settle();
  expect(ends).toHaveLength(2);
  ends[0]?.();
  await settle();
  stop();
  await clock.advance(1_000);
  expect(isOver()).toBe(false);
  ends[1]?.();
  await settle();
  expect(isOver()).toBe(true);
  await ended;
});

it('lets go of it when time is up', async () => {
  const { lane: made, ends, stop, ended, released, clock } = lane();
  made.offer(1, 'alert', 'T1', 0);
  made.lose(1);
  made.offer(1, 'alert', 'T1', 0);
  ends[0]?.();
  await settle();
  stop();
  await clock.advance(4_000);
  await ended;
  expect(released).toEqual([1]);
});
