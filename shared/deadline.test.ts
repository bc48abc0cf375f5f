import { expect, it } from 'vitest';
import { withDeadline } from './deadline.ts';

const waits = (signal: AbortSignal) => new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

it('ends the work with a TimeoutError when its time is over', async () => {
  await expect(withDeadline(5, new AbortController().signal, waits)).rejects.toMatchObject({ name: 'TimeoutError' });
});

it("ends the work with the caller's reason", async () => {
  const caller = new AbortController();
  const work = withDeadline(60_000, caller.signal, waits);
  caller.abort('stop');
  await expect(work).rejects.toBe('stop');
  await expect(withDeadline(60_000, AbortSignal.abort('before'), async (signal) => signal.reason)).resolves.toBe('before');
});

it('settles as the work does, and then listens to nobody', async () => {
  const caller = new AbortController();
  let seen: AbortSignal | undefined;
  const work = async (signal: AbortSignal) => {
    seen = signal;
    return 'done';
  };
  await expect(withDeadline(60_000, caller.signal, work)).resolves.toBe('done');
  caller.abort('late');
  expect(seen?.aborted).toBe(false);
});
