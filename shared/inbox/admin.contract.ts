import { describe, expect, it } from 'vitest';
import type { EndedIn } from './inbox.ts';
import { answer, delivering, done, eventually, type InboxSuite, insist, newCommand, recordOf, working } from './subject.contract.ts';

const day = 86_400_000;

/** What a person and an admin can ask: what runs, what is dead, cancel, redrive, drop; and what is forgotten. */
export function adminContract({ open, kind }: InboxSuite): void {
  describe('asked by people', () => {
    it('cancels what has not begun and what waits, for good', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const [queued, waiting] = [newCommand(clock), newCommand(clock)];
      await insist(() => inbox.accept(waiting));
      const first = working(inbox, () => ({ state: 'waiting', for: 'input', until: clock.now() + 1_000, replies: [] }));
      await eventually(subject, async () => expect((await recordOf(inbox, waiting)).state).toBe('waiting'));
      await first.stop();
      await insist(() => inbox.accept(queued));
      for (const command of [queued, waiting]) {
        const was = await insist(() => inbox.cancel(command.id, 'Ann'));
        if (kind) expect(was).toBe('ended');
        expect(await recordOf(inbox, command)).toMatchObject({ state: 'cancelled', due: null });
        expect((await recordOf(inbox, command)).reason).toContain('Ann');
        expect(await insist(() => inbox.cancel(command.id, 'Ann'))).toBeNull();
      }
      const second = working(inbox, () => done);
      await clock.advance(60_000);
      expect(second.seen).toHaveLength(0);
      expect(await inbox.cancel(newCommand(clock).id, 'Ann')).toBeNull();
      await second.stop();
      await subject.close();
    });

    it('tells a running one that it is cancelled, and keeps what it makes of it', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const [polite, abrupt] = [newCommand(clock), newCommand(clock)];
      // Whoever hears nothing of a cancel repeats it, and it must not have ended meanwhile.
      const heard = Promise.withResolvers<void>();
      const worker = working(inbox, async ({ signal, record }) => {
        // Handed out twice, it finds the signal ended already.
        if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
        await heard.promise;
        if (record.command.id === abrupt.id) throw new Error('broken off');
        return { state: 'cancelled', replies: [{ text: `stopped: ${signal.reason}` }] };
      });
      await Promise.all([insist(() => inbox.accept(polite)), insist(() => inbox.accept(abrupt))]);
      await eventually(subject, () => expect(new Set(worker.seen.map((taken) => taken.record.command.id)).size).toBe(2));
      for (const command of [polite, abrupt]) expect(await insist(() => inbox.cancel(command.id, 'Ann'))).toBe('signalled');
      heard.resolve();
      await eventually(subject, async () =>
        expect(await recordOf(inbox, polite)).toMatchObject({ state: 'cancelled', replies: [{ text: 'stopped: cancelled' }] }),
      );
      await eventually(subject, async () => expect((await recordOf(inbox, abrupt)).state).toBe('cancelled'));
      await worker.stop();
      await subject.close();
    });

    it('hands out what was cancelled inside a process that died with its signal ended', async () => {
      const subject = await open();
      const command = newCommand(subject.clock);
      await insist(() => subject.inbox.accept(command));
      const first = working(subject.inbox, () => new Promise(() => {}));
      await eventually(subject, () => expect(first.seen.length).toBeGreaterThan(0));
      await insist(() => subject.inbox.cancel(command.id, 'Ann'));
      const inbox = await subject.crash();
      const second = working(inbox, ({ signal }) => (signal.aborted ? { state: 'cancelled', replies: [] } : done));
      await subject.clock.advance(31_000);
      await eventually(subject, async () => expect((await recordOf(inbox, command)).state).toBe('cancelled'));
      await second.stop();
      await subject.close();
    });

    it('lists what is open of one speaker, newest first, and not what is over', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const ended = newCommand(clock, { user: 'Ann' });
      await insist(() => inbox.accept(ended));
      const worker = working(inbox, () => done);
      await eventually(subject, async () => expect((await recordOf(inbox, ended)).state).toBe('done'));
      await worker.stop();
      const mine: string[] = [];
      for (let i = 0; i < 3; i++) {
        await clock.advance(1_000);
        const command = newCommand(clock, { user: 'Ann' });
        mine.unshift(command.id);
        await insist(() => inbox.accept(command));
        await insist(() => inbox.accept(newCommand(clock, { user: 'Bob' })));
        await insist(() => inbox.accept(newCommand(clock, { user: 'Ann', tenant: 'T2' })));
      }
      const openOf = { channel: 'slack', tenant: 'T1', user: 'Ann' };
      await eventually(subject, async () => expect((await inbox.list({ openOf }, 10)).map((one) => one.command.id)).toEqual(mine));
      await eventually(subject, async () => expect((await inbox.list({ openOf }, 2)).map((one) => one.command.id)).toEqual(mine.slice(0, 2)));
      await subject.close();
    });

    it('lists what ended in a conversation, of a speaker, or anywhere, newest first', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const here: string[] = [];
      const anns: string[] = [];
      const all: string[] = [];
      const worker = working(inbox, () => done);
      for (let i = 0; i < 3; i++) {
        for (const [user, tenant, conversation] of [
          ['Ann', 'T1', 'C1'],
          ['Bob', 'T1', 'C1'],
          ['Ann', 'T1', 'C2'],
          ['Ann', 'T2', 'C1'],
        ] as const) {
          await clock.advance(1_000);
          const command = newCommand(clock, { user, place: { channel: 'slack', bot: 'main', tenant, conversation } });
          await insist(() => inbox.accept(command));
          await eventually(subject, async () => expect((await recordOf(inbox, command)).state).toBe('done'));
          all.unshift(command.id);
          if (tenant === 'T1' && conversation === 'C1') here.unshift(command.id);
          if (tenant === 'T1' && user === 'Ann') anns.unshift(command.id);
        }
      }
      await worker.stop();
      const of = { channel: 'slack', tenant: 'T1' };
      const listed = async (ended: EndedIn | 'anywhere', limit: number) => (await inbox.list({ ended }, limit)).map((one) => one.command.id);
      await eventually(subject, async () => expect(await listed({ ...of, conversation: 'C1' }, 10)).toEqual(here));
      await eventually(subject, async () => expect(await listed({ ...of, conversation: 'C1' }, 3)).toEqual(here.slice(0, 3)));
      await eventually(subject, async () => expect(await listed({ ...of, user: 'Ann' }, 10)).toEqual(anns));
      await eventually(subject, async () => expect(await listed('anywhere', 100)).toEqual(all));
      await subject.close();
    });

    it('lists an ended command whose answer is not delivered as open', async () => {
      const subject = await open();
      const command = newCommand(subject.clock, { user: 'Ann' });
      await insist(() => subject.inbox.accept(command));
      const worker = working(subject.inbox, () => answer('up'));
      const openOf = { channel: 'slack', tenant: 'T1', user: 'Ann' };
      await eventually(subject, async () =>
        expect((await subject.inbox.list({ openOf }, 10))[0]).toMatchObject({ state: 'done', delivery: { state: 'pending' } }),
      );
      await worker.stop();
      await subject.close();
    });

    it('redrives a dead letter from the start, and drops one for good', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const [again, never] = [newCommand(clock), newCommand(clock)];
      await Promise.all([insist(() => inbox.accept(again)), insist(() => inbox.accept(never))]);
      let isMended = false;
      const worker = working(inbox, () => (isMended ? answer('mended') : { state: 'dead', replies: [], reason: 'No such site.' }));
      await eventually(subject, async () => expect(await inbox.list({ dead: true }, 10)).toHaveLength(2));
      await eventually(subject, async () => expect((await inbox.depth()).dead).toBe(2));
      expect((await recordOf(inbox, again)).reason).toBe('No such site.');
      isMended = true;
      const was = await insist(() => inbox.redrive(again.id));
      if (kind) expect(was).toBe(true);
      await eventually(subject, async () =>
        expect(await recordOf(inbox, again)).toMatchObject({ state: 'done', attempt: 1, replies: [{ text: 'mended' }] }),
      );
      await insist(() => inbox.drop(never.id));
      const dropped = await recordOf(inbox, never);
      expect(dropped).toMatchObject({ due: null, reason: 'No such site.' });
      expect(dropped.state).not.toBe('dead');
      await eventually(subject, async () => expect(await inbox.list({ dead: true }, 10)).toEqual([]));
      for (const command of [again, never, newCommand(clock)]) {
        expect(await insist(() => inbox.redrive(command.id))).toBe(false);
        expect(await insist(() => inbox.drop(command.id))).toBe(false);
      }
      await eventually(subject, async () => expect((await inbox.depth()).dead).toBe(0));
      await worker.stop();
      await subject.close();
    });

    it('redrives a dead letter with what woke it, and without the wish to cancel it', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const command = newCommand(clock);
      let isMended = false;
      const worker = working(inbox, async ({ woken, signal }) => {
        if (!woken) return { state: 'waiting', for: 'approval', until: clock.now() + 3_600_000, data: { sum: 5 }, replies: [] };
        if (isMended) return signal.aborted ? { state: 'cancelled', replies: [] } : answer(`${JSON.stringify(woken.data)} ${woken.input}`);
        if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return { state: 'dead', replies: [], reason: 'No bank.' };
      });
      await insist(() => inbox.accept(command));
      await eventually(subject, async () => expect((await recordOf(inbox, command)).state).toBe('waiting'));
      await insist(() => inbox.wake(command.id, 'yes'));
      await eventually(subject, async () => expect((await recordOf(inbox, command)).state).toBe('running'));
      await eventually(subject, () => expect(worker.seen.at(-1)?.woken).toBeDefined());
      await insist(() => inbox.cancel(command.id, 'Ann'));
      await eventually(subject, async () => expect((await recordOf(inbox, command)).state).toBe('dead'));
      isMended = true;
      await insist(() => inbox.redrive(command.id));
      await eventually(subject, async () =>
        expect(await recordOf(inbox, command)).toMatchObject({ state: 'done', replies: [{ text: '{"sum":5} yes' }] }),
      );
      await worker.stop();
      await subject.close();
    });

    it('forgets what ended and was accepted before the retention, with its delivery key, and nothing that is open', async () => {
      const subject = await open();
      const { inbox, clock } = subject;
      const ended = Array.from({ length: 5 }, () => newCommand(clock));
      const waiting = newCommand(clock);
      const unsent = newCommand(clock);
      const worker = working(inbox, ({ record: { command } }) => {
        if (command.id === waiting.id) return { state: 'waiting', for: 'time', until: clock.now() + 90 * day, replies: [] };
        return command.id === unsent.id ? answer('up') : done;
      });
      const all = [...ended, waiting, unsent];
      for (const command of all) await insist(() => inbox.accept(command));
      for (const command of all) await eventually(subject, async () => expect(['done', 'waiting']).toContain((await recordOf(inbox, command)).state));
      await worker.stop();
      await clock.jump(31 * day);
      const young = newCommand(clock);
      await insist(() => inbox.accept(young));
      expect(await insist(() => inbox.sweep(clock.now() - 40 * day, 100))).toBe(0);
      let swept = 0;
      for (let i = 0; i < 12; i++) swept += await insist(() => inbox.sweep(clock.now() - 30 * day, 2));
      if (kind) expect(swept).toBe(5);
      for (const command of ended) expect(await inbox.read(command.id)).toBeNull();
      for (const command of [waiting, unsent, young]) expect(await inbox.read(command.id)).not.toBeNull();
      const [again] = ended;
      if (kind && again) expect((await inbox.accept(again)).known).toBe(false);
      await subject.close();
    });

    if (!kind) return;

    it('counts what waits, runs, is undelivered and is dead, and goes on counting after a crash', async () => {
      const subject = await open();
      const { clock } = subject;
      let { inbox } = subject;
      const startedAt = clock.now();
      await inbox.accept(newCommand(clock, { name: 'dead', priority: 'alert' }));
      await inbox.accept(newCommand(clock, { name: 'answer', priority: 'alert' }));
      await inbox.accept(newCommand(clock, { name: 'hang', priority: 'alert' }));
      const worker = working(inbox, ({ record: { command } }) => {
        if (command.name === 'hang') return new Promise(() => {});
        return command.name === 'dead' ? { state: 'dead', replies: [], reason: 'No.' } : answer('up');
      });
      await eventually(subject, async () => expect(await inbox.depth()).toMatchObject({ running: 1, undelivered: 1, dead: 1 }));
      const over = worker.stop();
      await clock.advance(1_000);
      await over;
      await inbox.accept(newCommand(clock, { priority: 'report' }));
      await inbox.accept(newCommand(clock, { priority: 'report' }));
      const waiting = { alert: { count: 0 }, interactive: { count: 0, oldestAt: null }, report: { count: 2, oldestAt: startedAt + 1_000 } };
      expect(await inbox.depth()).toMatchObject({ waiting, running: 1, undelivered: 1, dead: 1 });
      inbox = await subject.crash();
      expect(await inbox.depth()).toMatchObject({ waiting, running: 1, undelivered: 1, dead: 1 });
      const sender = delivering(inbox, () => ({ state: 'sent' }));
      await eventually(subject, async () => expect((await inbox.depth()).undelivered).toBe(0));
      await sender.stop();
      await subject.close();
    });
  });
}
