import { describe, expect, it } from 'vitest';
import type { ManualClock } from './manual-clock.ts';
import { eventually, insist, type Patient } from './patience.contract.ts';
import type { Due, Timers } from './timers.ts';

/** Fresh timers, none set. */
export interface TimersSubject extends Patient {
  readonly timers: Timers;
  readonly clock: ManualClock;
  /** The process dies as by kill -9; answers the timers of the next one. */
  crash(): Promise<Timers>;
  close(): Promise<void>;
}

/** Consumes, remembering what fired when. */
function consuming(timers: Timers, clock: ManualClock, handler: (timer: Due) => Promise<void> = async () => {}) {
  const fired: (Due & { readonly at: number })[] = [];
  const over = new AbortController();
  const ended = timers.consume(
    async (timer) => {
      fired.push({ ...timer, at: clock.now() });
      await handler(timer);
    },
    { signal: over.signal },
  );
  return {
    fired,
    ids: () => fired.map((timer) => timer.id),
    stop() {
      over.abort();
      return ended;
    },
  };
}

/** The promises all timers keep. `kind` false: those that hold behind an unkind wrapper too. */
export function timersContract(name: string, open: () => Promise<TimersSubject>, { kind = true } = {}): void {
  describe(`${name} keep their promises`, () => {
    it('fire on time to a second, never before, whether set before or while someone consumes', async () => {
      const subject = await open();
      const { timers, clock } = subject;
      const due = (seconds: number) => clock.now() + seconds * 1_000;
      await insist(() => timers.arm('far', 1, due(7_200)));
      await insist(() => timers.arm('soon', 1, due(5)));
      const consumer = consuming(timers, clock);
      await insist(() => timers.arm('sooner', 1, due(2)));
      for (let i = 0; i < 7_300; i += 100) await clock.advance(100_000);
      await eventually(subject, () => expect(new Set(consumer.ids())).toEqual(new Set(['sooner', 'soon', 'far'])));
      for (const timer of consumer.fired) {
        expect(timer.at).toBeGreaterThanOrEqual(timer.due);
        if (kind) expect(timer.at).toBeLessThanOrEqual(timer.due + 1_000);
      }
      if (kind) expect(consumer.ids()).toEqual(['sooner', 'soon', 'far']);
      await consumer.stop();
      await subject.close();
    });

    it('fire at once when they came due while nobody consumed, also after a crash', async () => {
      const subject = await open();
      const { clock } = subject;
      await insist(() => subject.timers.arm('a', 1, clock.now() + 1_000));
      await insist(() => subject.timers.arm('past', 1, clock.now() - 60_000));
      const timers = await subject.crash();
      await clock.jump(3_600_000);
      const consumer = consuming(timers, clock);
      await eventually(subject, () => expect(new Set(consumer.ids())).toEqual(new Set(['a', 'past'])));
      await consumer.stop();
      await subject.close();
    });

    it('are replaced by a higher version only', async () => {
      const subject = await open();
      const { timers, clock } = subject;
      const start = clock.now();
      await insist(() => timers.arm('a', 2, start + 10_000));
      await insist(() => timers.arm('a', 1, start + 1_000));
      await insist(() => timers.arm('a', 2, start + 2_000));
      await insist(() => timers.arm('b', 1, start + 1_000));
      await insist(() => timers.arm('b', 2, start + 20_000));
      const consumer = consuming(timers, clock);
      await clock.advance(9_999);
      expect(consumer.fired).toEqual([]);
      await clock.advance(20_000);
      await eventually(subject, () => expect(new Set(consumer.ids())).toEqual(new Set(['a', 'b'])));
      for (const timer of consumer.fired)
        expect(timer).toMatchObject(timer.id === 'a' ? { version: 2, due: start + 10_000 } : { version: 2, due: start + 20_000 });
      await consumer.stop();
      await subject.close();
    });

    it('do not fire when taken away', async () => {
      const subject = await open();
      const { timers, clock } = subject;
      await insist(() => timers.arm('a', 1, clock.now() + 5_000));
      await insist(() => timers.arm('b', 1, clock.now() + 5_000));
      await insist(() => timers.disarm('a'));
      await insist(() => timers.disarm('never set'));
      const consumer = consuming(timers, clock);
      await clock.advance(10_000);
      await eventually(subject, () => expect(new Set(consumer.ids())).toEqual(new Set(['b'])));
      await consumer.stop();
      await subject.close();
    });

    it('fire again, later and later, while the handler throws, and hold up no other', async () => {
      const subject = await open();
      const { timers, clock } = subject;
      let throws = 4;
      const consumer = consuming(timers, clock, async ({ id }) => {
        if (id === 'bad' && throws-- > 0) throw new Error('defect');
      });
      await insist(() => timers.arm('bad', 1, clock.now()));
      await insist(() => timers.arm('good', 1, clock.now() + 100));
      await clock.advance(500);
      await eventually(subject, () => expect(consumer.ids()).toContain('good'));
      for (let i = 0; i < 120; i++) await clock.advance(1_000);
      await eventually(subject, () => expect(consumer.ids().filter((id) => id === 'bad').length).toBeGreaterThanOrEqual(5));
      if (kind) {
        const at = consumer.fired.filter(({ id }) => id === 'bad').map((timer) => timer.at);
        const pauses = at.slice(1).map((one, i) => one - (at[i] ?? 0));
        expect(pauses).toHaveLength(4);
        expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
        expect(pauses[0]).toBeGreaterThanOrEqual(1_000);
      }
      await consumer.stop();
      await subject.close();
    });

    it('can be set again by who takes one, under the same id', async () => {
      const subject = await open();
      const { timers, clock } = subject;
      const step = 60_000;
      const consumer = consuming(timers, clock, ({ id, version, due }) => insist(() => timers.arm(id, version + 1, due + step)));
      await insist(() => timers.arm('tick', 1, clock.now() + step));
      for (let i = 0; i < 11; i++) await clock.advance(step);
      await eventually(subject, () => expect(new Set(consumer.fired.map((timer) => timer.version)).size).toBeGreaterThanOrEqual(10));
      if (kind) for (const timer of consumer.fired) expect(timer.at - timer.due).toBeLessThanOrEqual(1_000);
      await consumer.stop();
      await subject.close();
    });

    it('wait for handlers under way when they end, and what did not end fires for the next', async () => {
      const subject = await open();
      const { clock } = subject;
      let end = () => {};
      const first = consuming(subject.timers, clock, () => new Promise<void>((resolve) => (end = resolve)));
      await insist(() => subject.timers.arm('a', 1, clock.now()));
      await clock.advance(1_000);
      await eventually(subject, () => expect(first.ids()).toContain('a'));
      const timers = await subject.crash();
      const second = consuming(timers, clock);
      await clock.advance(60_000);
      await eventually(subject, () => expect(second.ids()).toContain('a'));
      end();
      await second.stop();
      await subject.close();
    });

    if (!kind) return;

    it('fire once each, hundreds at one instant', async () => {
      const subject = await open();
      const { timers, clock } = subject;
      const ids = Array.from({ length: 500 }, (_, i) => `t${i}`);
      const due = clock.now() + 1_000;
      await Promise.all(ids.map((id) => timers.arm(id, 1, due)));
      const consumer = consuming(timers, clock);
      await clock.advance(1_000);
      await eventually(subject, () => expect(consumer.fired.length).toBeGreaterThanOrEqual(500));
      await clock.advance(600_000);
      expect(consumer.ids().sort()).toEqual([...ids].sort());
      await consumer.stop();
      await subject.close();
    });
  });
}
