import { describe, expect, it } from 'vitest';
import type { Outcome, WaitingFor } from './inbox.ts';
import { answer, done, eventually, type InboxSuite, insist, newCommand, recordOf, working } from './subject.contract.ts';

const kinds: readonly WaitingFor[] = ['input', 'confirmation', 'approval', 'callback', 'time'];

/** Waiting: for a person, a program or an instant. */
export function waitContract({ open, kind }: InboxSuite): void {
  describe('waiting', () => {
    it.each(kinds)('for %s ends at its time, with what it kept, also after a crash', async (what) => {
      const subject = await open();
      const { clock } = subject;
      const command = newCommand(clock);
      const until = clock.now() + 3_600_000;
      const wait: Outcome = { state: 'waiting', for: what, until, data: { step: 2 }, replies: [] };
      await insist(() => subject.inbox.accept(command));
      const first = working(subject.inbox, () => wait);
      await eventually(subject, async () =>
        expect(await recordOf(subject.inbox, command)).toMatchObject({
          state: 'waiting',
          due: until,
          waiting: { for: what, until, data: { step: 2 } },
        }),
      );
      await first.stop();
      const inbox = await subject.crash();
      const second = working(inbox, () => done);
      await clock.advance(3_599_000);
      expect(second.seen).toHaveLength(0);
      await clock.advance(2_000);
      await eventually(subject, () => expect(second.seen[0]?.woken).toEqual({ by: 'time', for: what, data: { step: 2 } }));
      expect(second.seen[0]?.diedInside).toBe(false);
      await eventually(subject, async () => expect((await recordOf(inbox, command)).state).toBe('done'));
      expect((await recordOf(inbox, command)).waiting).toBeUndefined();
      await second.stop();
      await subject.close();
    });

    it('is woken by an input, which the run gets, and again when that run dies inside', async () => {
      const subject = await open();
      const command = newCommand(subject.clock);
      await insist(() => subject.inbox.accept(command));
      const woken = { by: 'input', for: 'approval', data: { sum: 5 }, input: { by: 'Ann' } };
      const first = working(subject.inbox, (taken) =>
        taken.woken
          ? new Promise(() => {})
          : { state: 'waiting', for: 'approval', until: subject.clock.now() + 3_600_000, data: { sum: 5 }, replies: [] },
      );
      await eventually(subject, async () => expect((await recordOf(subject.inbox, command)).state).toBe('waiting'));
      await insist(() => subject.inbox.wake(command.id, { by: 'Ann' }));
      await eventually(subject, () => expect(first.seen.at(-1)?.woken).toEqual(woken));
      const inbox = await subject.crash();
      const second = working(inbox, () => answer('approved'));
      await subject.clock.advance(31_000);
      await eventually(subject, () => expect(second.seen[0]).toMatchObject({ diedInside: true, woken }));
      await eventually(subject, async () => expect((await recordOf(inbox, command)).state).toBe('done'));
      await second.stop();
      await subject.close();
    });

    it('is woken once, and nothing else can be woken', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const command = newCommand(clock);
      await insist(() => inbox.accept(command));
      expect(await insist(() => inbox.wake(command.id, 1))).toBe(false);
      expect(await insist(() => inbox.wake(newCommand(clock).id, 1))).toBe(false);
      const worker = working(inbox, (taken) =>
        taken.woken ? done : { state: 'waiting', for: 'input', until: clock.now() + 3_600_000, replies: [] },
      );
      await eventually(subject, async () => expect((await recordOf(inbox, command)).state).toBe('waiting'));
      const woken = await Promise.all([insist(() => inbox.wake(command.id, 'a')), insist(() => inbox.wake(command.id, 'b'))]);
      if (kind) expect(woken.filter(Boolean)).toHaveLength(1);
      await eventually(subject, async () => expect((await recordOf(inbox, command)).state).toBe('done'));
      expect(await insist(() => inbox.wake(command.id, 'c'))).toBe(false);
      await worker.stop();
      await subject.close();
    });

    it('may wait many times: each time its attempts count from the start', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const command = newCommand(clock);
      await insist(() => inbox.accept(command));
      let turns = 0;
      const worker = working(inbox, (taken) => {
        turns = Number(taken.woken?.data ?? 0) + 1;
        return turns > 12 ? done : { state: 'waiting', for: 'time', until: clock.now() + 60_000, data: turns, replies: [] };
      });
      for (let i = 0; i < 14; i++) await clock.advance(60_000);
      await eventually(subject, async () => expect(await recordOf(inbox, command)).toMatchObject({ state: 'done', attempt: 1 }));
      expect(turns).toBe(13);
      await worker.stop();
      await subject.close();
    });
  });
}
