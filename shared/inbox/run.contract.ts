import { describe, expect, it } from 'vitest';
import { BellhopError, Refusal } from '../errors.ts';
import type { Taken } from './inbox.ts';
import { answer, done, eventually, type InboxSuite, idsOf, insist, newCommand, recordOf, working } from './subject.contract.ts';

/** Running: under a lease, again when it didn't work, and never without an end. */
export function runContract({ open, kind }: InboxSuite): void {
  describe('consume', () => {
    it('hands out each command and keeps its outcome and replies', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const commands = Array.from({ length: 25 }, () => newCommand(clock));
      const worker = working(inbox, (taken) => answer(`for ${taken.record.command.id}`));
      await Promise.all(commands.map((command) => insist(() => inbox.accept(command))));
      for (const command of commands) {
        await eventually(subject, async () =>
          expect(await recordOf(inbox, command)).toMatchObject({ state: 'done', attempt: 1, replies: [{ text: `for ${command.id}` }] }),
        );
      }
      if (kind) expect(idsOf(worker.seen).sort()).toEqual(commands.map((command) => command.id).sort());
      await worker.stop();
      await subject.close();
    });

    it('keeps a failure with its reason, and hands it out no more', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const command = newCommand(clock);
      await insist(() => inbox.accept(command));
      const worker = working(inbox, () => ({ state: 'failed', replies: [], error: { code: 'not_allowed', message: 'admins only' } }));
      await eventually(subject, async () => expect(await recordOf(inbox, command)).toMatchObject({ state: 'failed', due: null }));
      expect((await recordOf(inbox, command)).reason).toContain('admins only');
      await clock.advance(3_600_000);
      if (kind) expect(worker.seen).toHaveLength(1);
      await worker.stop();
      await subject.close();
    });

    it('tries again, later and later, when a handler throws, and gives up after five', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const command = newCommand(clock);
      const at: number[] = [];
      await insist(() => inbox.accept(command));
      const worker = working(inbox, () => {
        at.push(clock.now());
        throw new Error('the site is on fire');
      });
      await eventually(subject, async () => expect((await recordOf(inbox, command)).attempt).toBe(1));
      for (let i = 0; i < 60; i++) await clock.advance(1_000);
      await eventually(subject, async () =>
        expect(await recordOf(inbox, command)).toMatchObject({ state: 'dead', attempt: 5, reason: 'the site is on fire' }),
      );
      if (kind) {
        expect(at).toHaveLength(5);
        const pauses = at.slice(1).map((one, i) => one - (at[i] ?? 0));
        for (const [i, pause] of pauses.entries()) expect(pause).toBeLessThanOrEqual(1_000 * 2 ** i);
      }
      await worker.stop();
      await subject.close();
    });

    it('is not tried again when the error says that it is no use', async () => {
      const subject = await open();
      const command = newCommand(subject.clock);
      await insist(() => subject.inbox.accept(command));
      const worker = working(subject.inbox, () => {
        throw new Refusal('no', 'No.');
      });
      await eventually(subject, async () =>
        expect(await recordOf(subject.inbox, command)).toMatchObject({ state: 'dead', attempt: 1, reason: 'No.' }),
      );
      await worker.stop();
      await subject.close();
    });

    it('waits at least as long as an error asks', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const command = newCommand(clock);
      await insist(() => inbox.accept(command));
      const began: number[] = [];
      const startedAt = clock.now();
      const worker = working(inbox, () => {
        began.push(clock.now() - startedAt);
        if (clock.now() - startedAt < 120_000) throw new BellhopError('busy', 'Busy.', { retryable: true, retryAfterMs: 120_000 });
        return done;
      });
      await eventually(subject, async () => expect((await recordOf(inbox, command)).reason).toBe('Busy.'));
      await clock.advance(119_000);
      expect((await recordOf(inbox, command)).state).toBe('accepted');
      await clock.advance(2_000);
      await eventually(subject, async () => expect((await recordOf(inbox, command)).state).toBe('done'));
      await worker.stop();
      await subject.close();
    });

    it('hands out what was put off not before its time', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const command = newCommand(clock);
      const at = clock.now() + 45_000;
      await insist(() => inbox.accept(command));
      const worker = working(inbox, () => (clock.now() < at ? { state: 'accepted', at, reason: 'another one runs' } : done));
      await eventually(subject, async () =>
        expect(await recordOf(inbox, command)).toMatchObject({ state: 'accepted', due: at, reason: 'another one runs' }),
      );
      await clock.advance(44_000);
      expect((await recordOf(inbox, command)).state).toBe('accepted');
      await clock.advance(2_000);
      await eventually(subject, async () => expect((await recordOf(inbox, command)).state).toBe('done'));
      await worker.stop();
      await subject.close();
    });

    it('is put off as often as need be where that is no attempt', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const command = newCommand(clock);
      const until = clock.now() + 12_000;
      await insist(() => inbox.accept(command));
      const worker = working(inbox, () =>
        clock.now() < until ? { state: 'accepted', at: clock.now() + 1_000, reason: 'not its turn', counts: false } : done,
      );
      for (let i = 0; i < 14; i++) await clock.advance(1_000);
      await eventually(subject, async () => expect(await recordOf(inbox, command)).toMatchObject({ state: 'done', attempt: 1 }));
      await worker.stop();
      await subject.close();
    });

    it('never loses sight of what was put off to an instant that is none', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const command = newCommand(clock);
      await insist(() => inbox.accept(command));
      const worker = working(inbox, ({ record }) => (record.attempt === 1 ? { state: 'accepted', at: Number.NaN, reason: 'whenever' } : done));
      await clock.advance(2_000);
      await eventually(subject, async () => expect((await recordOf(inbox, command)).state).toBe('done'));
      await worker.stop();
      await subject.close();
    });

    it('says so when the process of a former worker died inside', async () => {
      const subject = await open();
      const command = newCommand(subject.clock);
      await insist(() => subject.inbox.accept(command));
      const first = working(subject.inbox, () => new Promise(() => {}));
      await eventually(subject, () => expect(first.seen.length).toBeGreaterThan(0));
      const inbox = await subject.crash();
      const second = working(inbox, (taken) => (taken.diedInside ? { state: 'interrupted', replies: [{ text: 'it broke off' }] } : done));
      await subject.clock.advance(31_000);
      await eventually(subject, async () =>
        expect(await recordOf(inbox, command)).toMatchObject({ state: 'interrupted', attempt: 2, replies: [{ text: 'it broke off' }] }),
      );
      await second.stop();
      await subject.close();
    });

    it('stops handing out a command inside which one process after another dies', async () => {
      const subject = await open();
      const command = newCommand(subject.clock);
      let { inbox } = subject;
      await insist(() => inbox.accept(command));
      for (let i = 0; i < 12 && (await recordOf(inbox, command)).state !== 'dead'; i++) {
        const worker = working(inbox, () => new Promise(() => {}));
        await subject.clock.advance(31_000);
        if (worker.seen.length > 0) inbox = await subject.crash();
      }
      await eventually(subject, async () => expect(await recordOf(inbox, command)).toMatchObject({ state: 'dead' }));
      expect((await recordOf(inbox, command)).reason).toContain('died inside it');
      await subject.close();
    });

    if (!kind) return;

    it('keeps the lease of a handler that takes its time', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      let end = () => {};
      const worker = working(inbox, async () => {
        await new Promise<void>((resolve) => {
          end = resolve;
        });
        return done;
      });
      const command = newCommand(clock);
      await inbox.accept(command);
      await clock.advance(1_800_000);
      expect(worker.seen).toHaveLength(1);
      expect(worker.seen[0]?.signal.aborted).toBe(false);
      end();
      await eventually(subject, async () => expect((await recordOf(inbox, command)).state).toBe('done'));
      await worker.stop();
      await subject.close();
    });

    it('runs no more at once than it is told', async () => {
      const subject = await open();
      const ends: (() => void)[] = [];
      const worker = working(subject.inbox, () => new Promise((resolve) => ends.push(() => resolve(done))), { concurrency: 3 });
      for (let i = 0; i < 8; i++) await subject.inbox.accept(newCommand(subject.clock));
      await eventually(subject, () => expect(ends).toHaveLength(3));
      await subject.clock.advance(1_000);
      expect(ends).toHaveLength(3);
      for (let i = 0; i < 8; i++) {
        await eventually(subject, () => expect(ends.length).toBeGreaterThan(i));
        ends[i]?.();
      }
      await eventually(subject, async () => expect((await subject.inbox.depth()).running).toBe(0));
      expect(worker.seen).toHaveLength(8);
      await worker.stop();
      await subject.close();
    });

    it('ends only when those running have ended, and takes nothing new meanwhile', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      let end = () => {};
      const worker = working(inbox, () => new Promise((resolve) => (end = () => resolve(done))));
      const [first, second] = [newCommand(clock), newCommand(clock)];
      await inbox.accept(first);
      await eventually(subject, () => expect(worker.seen).toHaveLength(1));
      let isOver = false;
      const over = worker.stop().then(() => {
        isOver = true;
      });
      await inbox.accept(second);
      await clock.advance(100);
      expect(isOver).toBe(false);
      end();
      await over;
      expect((await recordOf(inbox, first)).state).toBe('done');
      expect((await recordOf(inbox, second)).state).toBe('accepted');
      await subject.close();
    });

    it('tells those that take too long to stop, then lets others have them, who know that it died inside', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const reasons: unknown[] = [];
      const hang = ({ signal }: Taken) => new Promise<never>(() => signal.addEventListener('abort', () => reasons.push(signal.reason)));
      const first = working(inbox, hang, { stopMs: 8_000 });
      const command = newCommand(clock);
      await inbox.accept(command);
      await eventually(subject, () => expect(first.seen).toHaveLength(1));
      const over = first.stop();
      await clock.advance(5_000);
      expect(reasons).toEqual([]);
      await clock.advance(3_000);
      await over;
      expect(reasons).toEqual(['stop']);
      const second = working(inbox, () => answer('after all'));
      await eventually(subject, () => expect(second.seen).toMatchObject([{ diedInside: true }]));
      const [late] = first.seen;
      if (!late) expect.fail('nothing was taken');
      await eventually(subject, async () => expect((await recordOf(inbox, command)).state).toBe('done'));
      expect(await inbox.finish(late, answer('too late'))).toBe(false);
      expect((await recordOf(inbox, command)).replies).toEqual([{ text: 'after all' }]);
      await second.stop();
      await subject.close();
    });
  });
}
