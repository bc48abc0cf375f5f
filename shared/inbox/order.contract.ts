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
