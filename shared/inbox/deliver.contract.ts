import { describe, expect, it } from 'vitest';
import type { CommandId } from '../command/command.ts';
import type { CommandRecord, DeliveryResult, Outcome } from './inbox.ts';
import { answer, delivering, eventually, type InboxSuite, insist, newCommand, recordOf, working } from './subject.contract.ts';

const sent: DeliveryResult = { state: 'sent' };

/** Delivering: what was answered reaches its person, or an admin sees why not. */
export function deliverContract({ open, kind }: InboxSuite): void {
  describe('deliver', () => {
    it('hands out what was answered, and nothing when nothing was', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const [loud, silent] = [newCommand(clock), newCommand(clock)];
      const worker = working(inbox, ({ record }) => (record.command.id === loud.id ? answer('up') : { state: 'done', replies: [] }));
      const sender = delivering(inbox, () => sent);
      await Promise.all([insist(() => inbox.accept(loud)), insist(() => inbox.accept(silent))]);
      await eventually(subject, async () =>
        expect(await recordOf(inbox, loud)).toMatchObject({ state: 'done', delivery: { state: 'sent' }, due: null }),
      );
      await eventually(subject, async () =>
        expect(await recordOf(inbox, silent)).toMatchObject({ state: 'done', delivery: { state: 'none' }, due: null }),
      );
      expect(new Set(sender.seen.map((record) => record.command.id))).toEqual(new Set([loud.id]));
      if (kind) expect(sender.seen).toHaveLength(1);
      await Promise.all([worker.stop(), sender.stop()]);
      await subject.close();
    });

    it('goes on after a crash: what was not told as sent is sent', async () => {
      const subject = await open();
      const command = newCommand(subject.clock);
      await insist(() => subject.inbox.accept(command));
      const worker = working(subject.inbox, () => answer('up'));
      const first = delivering(subject.inbox, () => new Promise(() => {}));
      await eventually(subject, () => expect(first.seen.length).toBeGreaterThan(0));
      await worker.stop();
      const inbox = await subject.crash();
      const second = delivering(inbox, () => sent);
      await subject.clock.advance(31_000);
      await eventually(subject, async () => expect((await recordOf(inbox, command)).delivery.state).toBe('sent'));
      expect(second.seen[0]?.replies).toEqual([{ text: 'up' }]);
      await second.stop();
      await subject.close();
    });

    it('is held back for our own limits as often as need be, and goes on where it stopped', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const command = newCommand(clock);
      await insist(() => inbox.accept(command));
      const worker = working(inbox, () => answer('long'));
      const startedAt = clock.now();
      const sender = delivering(inbox, (record): DeliveryResult => {
        const before = record.delivery.state === 'pending' ? record.delivery.sent : 0;
        if (before === 15) return sent;
        return { state: 'later', at: clock.now() + 1_000, reason: 'rate limit', sent: before + 1, counts: false };
      });
      for (let i = 0; i < 18; i++) await clock.advance(1_000);
      await eventually(subject, async () => expect((await recordOf(inbox, command)).delivery).toEqual({ state: 'sent' }));
      expect(clock.now() - startedAt).toBeGreaterThanOrEqual(15_000);
      if (kind) expect(sender.seen).toHaveLength(16);
      await Promise.all([worker.stop(), sender.stop()]);
      await subject.close();
    });

    it('is tried again not before its time, and is a dead letter after ten tries', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const command = newCommand(clock);
      await insist(() => inbox.accept(command));
      const worker = working(inbox, () => answer('up'));
      const at: number[] = [];
      const sender = delivering(inbox, () => {
        at.push(clock.now());
        return { state: 'later', at: clock.now() + 5_000, reason: 'Slack answered 500', sent: 0, counts: true };
      });
      await eventually(subject, async () => expect((await recordOf(inbox, command)).delivery).toMatchObject({ state: 'pending', attempts: 1 }));
      for (let i = 0; i < 12; i++) await clock.advance(5_000);
      await eventually(subject, async () =>
        expect((await recordOf(inbox, command)).delivery).toEqual({ state: 'dead', sent: 0, attempts: 10, reason: 'Slack answered 500' }),
      );
      expect((await recordOf(inbox, command)).state).toBe('done');
      if (kind) {
        expect(at).toHaveLength(10);
        for (const [i, one] of at.slice(1).entries()) expect(one - (at[i] ?? 0)).toBeGreaterThanOrEqual(5_000);
      }
      await Promise.all([worker.stop(), sender.stop()]);
      await subject.close();
    });

    it('is tried again when it was put off to an instant that is none', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const command = newCommand(clock);
      await insist(() => inbox.accept(command));
      const worker = working(inbox, () => answer('up'));
      const sender = delivering(inbox, ({ delivery }) =>
        delivery.state === 'pending' && delivery.attempts === 0
          ? { state: 'later', at: Number.NaN, reason: 'whenever', sent: 0, counts: true }
          : { state: 'sent' },
      );
      await clock.advance(2_000);
      await eventually(subject, async () => expect((await recordOf(inbox, command)).delivery.state).toBe('sent'));
      await worker.stop();
      await sender.stop();
      await subject.close();
    });

    it('is tried again when the handler throws', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const command = newCommand(clock);
      await insist(() => inbox.accept(command));
      const worker = working(inbox, () => answer('up'));
      let throws = 3;
      const sender = delivering(inbox, () => {
        if (throws-- > 0) throw new Error('defect');
        return sent;
      });
      for (let i = 0; i < 20; i++) await clock.advance(1_000);
      await eventually(subject, async () => expect((await recordOf(inbox, command)).delivery).toEqual({ state: 'sent' }));
      await Promise.all([worker.stop(), sender.stop()]);
      await subject.close();
    });

    it('delivers only what failed when redriven, from where it stopped', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const command = newCommand(clock);
      await insist(() => inbox.accept(command));
      const worker = working(inbox, () => answer('up'));
      let isInvited = false;
      const sender = delivering(inbox, () => (isInvited ? sent : { state: 'dead', reason: 'Invite the bot.', sent: 2 }));
      await eventually(subject, async () =>
        expect((await recordOf(inbox, command)).delivery).toMatchObject({ state: 'dead', sent: 2, reason: 'Invite the bot.' }),
      );
      await eventually(subject, async () => expect((await inbox.list({ dead: true }, 10)).map((one) => one.command.id)).toEqual([command.id]));
      isInvited = true;
      await insist(() => inbox.redrive(command.id));
      await eventually(subject, async () => expect(await recordOf(inbox, command)).toMatchObject({ state: 'done', delivery: { state: 'sent' } }));
      expect(sender.seen.at(-1)?.delivery).toMatchObject({ state: 'pending', sent: 2, attempts: 0 });
      if (kind) expect(worker.seen).toHaveLength(1);
      await eventually(subject, async () => expect(await inbox.list({ dead: true }, 10)).toEqual([]));
      await Promise.all([worker.stop(), sender.stop()]);
      await subject.close();
    });

    it('sends what is answered later after what was answered before, knowing how far it had got', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const command = newCommand(clock);
      await insist(() => inbox.accept(command));
      const question: Outcome = { state: 'waiting', for: 'input', until: clock.now() + 3_600_000, replies: [{ text: 'Which one?' }] };
      const worker = working(inbox, (taken) => (taken.woken ? answer('That one is up') : question));
      const sender = delivering(inbox, () => ({ state: 'sent', sent: 3 }));
      await eventually(subject, async () => expect(await recordOf(inbox, command)).toMatchObject({ state: 'waiting', delivery: { state: 'sent' } }));
      await insist(() => inbox.wake(command.id, 'that'));
      await eventually(subject, async () => expect(await recordOf(inbox, command)).toMatchObject({ state: 'done', delivery: { state: 'sent' } }));
      const last = sender.seen.at(-1);
      expect(last?.replies).toEqual([{ text: 'Which one?' }, { text: 'That one is up' }]);
      expect(last?.delivery).toMatchObject({ state: 'pending', sent: 3 });
      await Promise.all([worker.stop(), sender.stop()]);
      await subject.close();
    });

    if (!kind) return;

    it('holds up no channel for another whose sends hang', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const place = (channel: string, n: number) => ({ channel, bot: 'main', tenant: 'T1', conversation: `C${n}` });
      const hanging = Array.from({ length: 10 }, (_, n) => newCommand(clock, { place: place('slack', n) }));
      const other = newCommand(clock, { place: place('telegram', 0) });
      const worker = working(inbox, () => answer('up'));
      const under: { readonly id: CommandId; readonly end: () => void }[] = [];
      const sender = delivering(
        inbox,
        async ({ command }) => {
          if (command.place.channel === 'slack') await new Promise<void>((end) => under.push({ id: command.id, end }));
          return { state: 'sent' };
        },
        { concurrency: 3 },
      );
      for (const command of hanging) await insist(() => inbox.accept(command));
      await eventually(subject, () => expect(under).toHaveLength(3));
      await insist(() => inbox.accept(other));
      await eventually(subject, async () => expect((await recordOf(inbox, other)).delivery).toEqual({ state: 'sent' }));
      // In whatever order they came: that of different commands is no promise.
      const sent = new Set<CommandId>();
      for (const _ of hanging) {
        await eventually(subject, () => expect(under.length).toBeGreaterThan(0));
        for (const { id, end } of under.splice(0, 1)) {
          end();
          await eventually(subject, async () => expect((await recordOf(inbox, { id })).delivery).toEqual({ state: 'sent' }));
          sent.add(id);
        }
      }
      expect(sent).toEqual(new Set(hanging.map(({ id }) => id)));
      await Promise.all([worker.stop(), sender.stop()]);
      await subject.close();
    });

    it('gives one command to one sender at a time, and holds up no other; what is answered meanwhile comes after', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const [slow, other] = [newCommand(clock), newCommand(clock)];
      const question: Outcome = { state: 'waiting', for: 'input', until: clock.now() + 3_600_000, replies: [{ text: 'Which one?' }] };
      const worker = working(inbox, (taken) => (taken.woken || taken.record.command.id === other.id ? answer('up') : question));
      let end = () => {};
      const under: CommandRecord[] = [];
      const sender = delivering(inbox, async (record) => {
        if (record.command.id === other.id || record.replies.length > 1) return { state: 'sent', sent: record.replies.length };
        under.push(record);
        await new Promise<void>((resolve) => (end = resolve));
        return { state: 'sent', sent: 1 };
      });
      await inbox.accept(slow);
      await eventually(subject, () => expect(under).toHaveLength(1));
      await inbox.wake(slow.id, 'that');
      await inbox.accept(other);
      await eventually(subject, async () => expect((await recordOf(inbox, other)).delivery).toEqual({ state: 'sent' }));
      await eventually(subject, async () => expect((await recordOf(inbox, slow)).state).toBe('done'));
      expect(sender.seen.filter((record) => record.command.id === slow.id)).toHaveLength(1);
      end();
      await eventually(subject, async () => expect((await recordOf(inbox, slow)).delivery).toEqual({ state: 'sent' }));
      const [, last] = sender.seen.filter((record) => record.command.id === slow.id);
      expect(last).toMatchObject({ replies: [{ text: 'Which one?' }, { text: 'up' }], delivery: { state: 'pending', sent: 1 } });
      await Promise.all([worker.stop(), sender.stop()]);
      await subject.close();
    });
  });
}
