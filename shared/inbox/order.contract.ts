import { describe, expect, it } from 'vitest';
import type { Priority } from '../command/command.ts';
import { done, eventually, type InboxSuite, insist, newCommand, working } from './subject.contract.ts';

/** Who goes first. */
export function orderContract({ open, kind }: InboxSuite): void {
  if (!kind) return;

  describe('order', () => {
    it('starts commands of one priority and tenant as they were accepted', async () => {
      const subject = await open();
      const ids: string[] = [];
      for (let i = 0; i < 20; i++) {
        const command = newCommand(subject.clock);
        ids.push(command.id);
        await insist(() => subject.inbox.accept(command));
      }
      const worker = working(subject.inbox, () => done, { concurrency: 1 });
      await eventually(subject, () => expect(worker.seen.map((taken) => taken.record.command.id)).toEqual(ids));
      await worker.stop();
      await subject.close();
    });

    it('gives alerts most turns, and reports some', async () => {
      const subject = await open();
      for (const priority of ['report', 'interactive', 'alert'] satisfies Priority[]) {
        for (let i = 0; i < 60; i++) await subject.inbox.accept(newCommand(subject.clock, { priority }));
      }
      const worker = working(subject.inbox, () => done, { concurrency: 1 });
      await eventually(subject, () => expect(worker.seen.length).toBe(180));
      const first = worker.seen.slice(0, 60).map((taken) => taken.record.command.priority);
      const turns = (priority: Priority) => first.filter((one) => one === priority).length;
      expect(turns('alert')).toBeGreaterThan(turns('interactive'));
      expect(turns('interactive')).toBeGreaterThan(turns('report'));
      expect(turns('report')).toBeGreaterThan(0);
      await worker.stop();
      await subject.close();
    });

    it.each([1, 14])('starts a report within 60 s through ten minutes saturated with alerts and interactive work, %i s a turn', async (seconds) => {
      const subject = await open();
      const { inbox, clock } = subject;
      const accept = (priority: Priority) => inbox.accept(newCommand(clock, { priority, tenant: `T${priority}` }));
      const waited: number[] = [];
      const turns = { alert: 0, interactive: 0, report: 0 };
      const worker = working(
        inbox,
        async ({ record: { command } }) => {
          turns[command.priority]++;
          if (command.priority === 'report') waited.push(clock.now() - command.acceptedAt);
          else await accept(command.priority);
          await new Promise<void>((resolve) => void clock.set(clock.now() + seconds * 1_000, resolve));
          return done;
        },
        { concurrency: 1 },
      );
      for (const priority of ['alert', 'interactive', 'alert', 'interactive'] satisfies Priority[]) await accept(priority);
      for (let minute = 0; minute < 10; minute++) {
        await accept('report');
        await clock.advance(60_000);
      }
      expect(waited.length).toBeGreaterThanOrEqual(9);
      expect(Math.max(...waited)).toBeLessThanOrEqual(60_000);
      expect(turns.alert).toBeGreaterThan(turns.interactive);
      const over = worker.stop();
      await clock.advance(60_000);
      await over;
      await subject.close();
    });

    it('knows since when each has waited, also after a crash', async () => {
      const subject = await open();
      const { clock } = subject;
      const oldestAt = clock.now();
      await subject.inbox.accept(newCommand(clock, { priority: 'report' }));
      await clock.advance(25_000);
      const inbox = await subject.crash();
      await clock.advance(10_000);
      expect((await inbox.depth()).waiting.report).toEqual({ count: 1, oldestAt });
      // So it is an aged one by now, and goes before the alerts.
      for (let i = 0; i < 8; i++) await inbox.accept(newCommand(clock, { priority: 'alert' }));
      const worker = working(inbox, () => done, { concurrency: 1 });
      await eventually(subject, () => expect(worker.seen).toHaveLength(9));
      expect(worker.seen.slice(0, 5).map((taken) => taken.record.command.priority)).toContain('report');
      await worker.stop();
      await subject.close();
    });

    it('lets no noisy tenant hold up another', async () => {
      const subject = await open();
      for (let i = 0; i < 200; i++) await subject.inbox.accept(newCommand(subject.clock, { tenant: 'noisy' }));
      const quiet = newCommand(subject.clock, { tenant: 'quiet' });
      await subject.inbox.accept(quiet);
      const worker = working(subject.inbox, () => done, { concurrency: 1 });
      await eventually(subject, () => expect(worker.seen.length).toBeGreaterThan(20));
      expect(worker.seen.slice(0, 5).map((taken) => taken.record.command.id)).toContain(quiet.id);
      await worker.stop();
      await subject.close();
    });

    it('gives a tenant of more weight more turns', async () => {
      const subject = await open({ weightOf: (tenant) => (tenant.endsWith('paid') ? 3 : 1) });
      for (let i = 0; i < 60; i++) {
        await subject.inbox.accept(newCommand(subject.clock, { tenant: 'free' }));
        await subject.inbox.accept(newCommand(subject.clock, { tenant: 'paid' }));
      }
      const worker = working(subject.inbox, () => done, { concurrency: 1 });
      await eventually(subject, () => expect(worker.seen.length).toBeGreaterThanOrEqual(40));
      const paid = worker.seen.slice(0, 40).filter((taken) => taken.record.command.place.tenant === 'paid').length;
      expect(paid).toBeGreaterThanOrEqual(28);
      expect(paid).toBeLessThanOrEqual(32);
      await worker.stop();
      await subject.close();
    });
  });
}
