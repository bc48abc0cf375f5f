import { describe, expect, it } from 'vitest';
import type { CommandId, Priority } from '../command/command.ts';
import { InboxFull } from '../errors.ts';
import { answer, delivering, done, eventually, type InboxSuite, idsOf, insist, newCommand, recordOf, working } from './subject.contract.ts';

/** Accepted means kept, once. */
export function acceptContract({ open, kind }: InboxSuite): void {
  describe('accept', () => {
    it('keeps a command whole, whatever its text is', async () => {
      const { inbox, clock, close } = await open();
      const command = newCommand(clock, {
        raw: { text: 'a\u0000b \ud800 \u2028 😀 __proto__', args: { __proto__x: 'y' } },
        locale: 'de-DE',
        timeZone: 'Europe/Berlin',
      });
      await insist(() => inbox.accept(command));
      const record = await recordOf(inbox, command);
      expect(record.command).toEqual(command);
      expect(record).toMatchObject({ state: 'accepted', attempt: 0, replies: [], delivery: { state: 'none' } });
      expect(await inbox.read('nobody' as CommandId)).toBeNull();
      await close();
    });

    it('still has it after the process died', async () => {
      const subject = await open();
      const command = newCommand(subject.clock);
      await insist(() => subject.inbox.accept(command));
      const inbox = await subject.crash();
      expect((await recordOf(inbox, command)).state).toBe('accepted');
      const worker = working(inbox, () => done);
      await eventually(subject, () => expect(idsOf(worker.seen)).toContain(command.id));
      expect(worker.seen[0]?.diedInside).toBe(false);
      await worker.stop();
      await subject.close();
    });

    it('makes one command of deliveries told twice, at once or later, before and after its end', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const command = newCommand(clock);
      const both = await Promise.all([insist(() => inbox.accept(command)), insist(() => inbox.accept({ ...command, trace: 'other' }))]);
      if (kind) expect(both.map((one) => one.known).sort()).toEqual([false, true]);
      const worker = working(inbox, () => answer('up'));
      await eventually(subject, async () => expect((await recordOf(inbox, command)).state).toBe('done'));
      await clock.advance(3_600_000);
      const again = await insist(() => inbox.accept(command));
      expect(again).toMatchObject({ known: true, record: { state: 'done', replies: [{ text: 'up' }] } });
      if (kind) expect(worker.seen).toHaveLength(1);
      await worker.stop();
      await subject.close();
    });

    it('refuses past the mark of a priority, keeping nothing; what is known is still answered, and another priority taken', async () => {
      const { inbox, clock, close } = await open({ marks: { alert: 3, interactive: 2, report: 1 } });
      const kept = newCommand(clock, { priority: 'report' });
      const refused = newCommand(clock, { priority: 'report' });
      await insist(() => inbox.accept(kept));
      await expect(insist(() => inbox.accept(refused))).rejects.toBeInstanceOf(InboxFull);
      expect(await inbox.read(refused.id)).toBeNull();
      expect((await insist(() => inbox.accept(kept))).known).toBe(true);
      await insist(() => inbox.accept(newCommand(clock, { priority: 'alert' })));
      await close();
    });

    it('refuses the lowest priority first, then the next, whatever it is that waits', async () => {
      const { inbox, clock, close } = await open({ marks: { alert: 6, interactive: 4, report: 2 } });
      const accept = (priority: Priority) => {
        const command = newCommand(clock, { priority });
        return insist(() => inbox.accept(command));
      };
      const refused = (priority: Priority) => expect(accept(priority)).rejects.toBeInstanceOf(InboxFull);
      for (let i = 0; i < 2; i++) await accept('interactive');
      await refused('report');
      for (let i = 0; i < 2; i++) await accept('interactive');
      await refused('interactive');
      await refused('report');
      for (let i = 0; i < 2; i++) await accept('alert');
      await refused('alert');
      await close();
    });

    it('takes again what was refused once there is room', async () => {
      const subject = await open({ marks: { alert: 1, interactive: 1, report: 1 } });
      const { inbox, clock } = subject;
      const [first, second] = [newCommand(clock), newCommand(clock)];
      await insist(() => inbox.accept(first));
      await expect(insist(() => inbox.accept(second))).rejects.toBeInstanceOf(InboxFull);
      const worker = working(inbox, () => done);
      await eventually(subject, async () => expect((await recordOf(inbox, first)).state).toBe('done'));
      await insist(() => inbox.accept(second));
      await eventually(subject, async () => expect((await recordOf(inbox, second)).state).toBe('done'));
      await worker.stop();
      await subject.close();
    });

    if (!kind) return;

    it('accepts with a lease: handed to the caller, not queued, and its end is theirs to tell', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const command = newCommand(clock);
      const worker = working(inbox, () => done);
      const sender = delivering(inbox, () => ({ state: 'sent' }));
      const accepted = await inbox.accept(command, { lease: true });
      const taken = accepted.known ? undefined : accepted.taken;
      expect(taken).toMatchObject({ diedInside: false, record: { state: 'running', attempt: 1 } });
      expect((await inbox.accept(command, { lease: true })).known).toBe(true);
      await clock.advance(60_000);
      expect(worker.seen).toHaveLength(0);
      if (!taken) expect.fail('it was not taken');
      expect(await inbox.finish(taken, answer('spoken'), { delivered: true })).toBe(true);
      expect(await inbox.finish(taken, answer('twice'), { delivered: true })).toBe(false);
      expect(await recordOf(inbox, command)).toMatchObject({ state: 'done', replies: [{ text: 'spoken' }], delivery: { state: 'sent' }, due: null });
      await clock.advance(60_000);
      expect(sender.seen).toHaveLength(0);
      await Promise.all([worker.stop(), sender.stop()]);
      await subject.close();
    });

    it('hands a command accepted with a lease to another when its process dies, or when nobody ever ends it', async () => {
      const subject = await open();
      const [crashed, forgotten] = [newCommand(subject.clock), newCommand(subject.clock)];
      await subject.inbox.accept(crashed, { lease: true });
      const inbox = await subject.crash();
      const worker = working(inbox, () => done);
      await subject.clock.advance(31_000);
      await eventually(subject, () => expect(worker.seen).toMatchObject([{ diedInside: true, record: { attempt: 2, command: { id: crashed.id } } }]));
      await inbox.accept(forgotten, { lease: true });
      await subject.clock.advance(600_000);
      await eventually(subject, () => expect(worker.seen[1]).toMatchObject({ diedInside: true, record: { command: { id: forgotten.id } } }));
      await worker.stop();
      await subject.close();
    });
  });
}
