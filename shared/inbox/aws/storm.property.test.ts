import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { faults, faulty, Late } from '../../../test/aws/faults.ts';
import type { Command, Priority } from '../../command/command.ts';
import { dice } from '../../timers/dice.ts';
import type { DeliveryResult, Outcome, State, Taken } from '../inbox.ts';
import { newCommand } from '../subject.contract.ts';
import { type Run, Story } from './story.contract.ts';
import { openAws, startWorld, type World } from './subject.contract.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const ended: readonly State[] = ['done', 'failed', 'interrupted', 'dead', 'cancelled'];

/** How many calls go wrong while the storm lasts. */
const wrong = 0.12;

/** What may happen; `which` picks one of the commands there are. */
const event = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('accept' as const), priority: fc.constantFrom<Priority>('alert', 'interactive', 'report') }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('again', 'wake', 'cancel', 'redrive', 'drop'), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('minute' as const) }) },
);

/** What a run does, by the roll of the dice. Each answers as a command does that must not run twice. */
function outcomeOf({ record, diedInside }: Taken, roll: number, now: number): Outcome {
  if (diedInside) return { state: 'interrupted', replies: [{ text: 'it broke off' }] };
  if (roll < 0.15) throw new Error('defect');
  if (roll < 0.3) return { state: 'waiting', for: 'input', until: now + 90_000, replies: roll < 0.2 ? [{ text: 'which one' }] : [] };
  if (roll < 0.4) return { state: 'accepted', at: now + 5_000, reason: 'not now', counts: false };
  if (roll < 0.45) return { state: 'dead', replies: [], reason: 'no use' };
  return { state: 'done', replies: [{ text: `answer to ${record.command.id}` }] };
}

/**
 * A run that doesn't know of one before it is the first, or what the one before made of it was kept, and is why it runs again. `isRedriven`: a dead letter may have been
 * redriven.
 */
function knowsItsPast({ taken }: Run, before: Run | undefined, isRedriven: boolean): boolean {
  if (taken.diedInside || !before) return true;
  if (!before.end) return false;
  if ('threw' in before.end) return before.end.threw.endsWith(taken.record.reason ?? '') || isRedriven;
  if (before.end.state === 'waiting') return taken.woken !== undefined;
  if (before.end.state === 'accepted') return taken.record.reason === before.end.reason;
  return before.end.state === 'dead' && isRedriven;
}

it('loses nothing, runs nothing twice unknowingly and answers once, whatever goes wrong with whichever call', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 4, maxLength: 20 }), fc.integer({ min: 1, max: 1_000_000 }), async (events, seed) => {
      const subject = await openAws(world);
      const roll = dice(seed);
      let isCalm = false;
      const late = new Late();
      const story = new Story(
        subject,
        {
          async run(taken) {
            // Some take longer than a lease.
            if (!isCalm && roll() < 0.25) await new Promise<void>((resolve) => void subject.clock.set(subject.clock.now() + 45_000, resolve));
            return outcomeOf(taken, isCalm ? 0.9 : roll(), subject.clock.now());
          },
          deliver: (record): DeliveryResult => {
            const fate = isCalm ? 0.9 : roll();
            if (fate < 0.2) return { state: 'later', at: subject.clock.now() + 3_000, reason: 'limit', sent: 0, counts: true };
            return fate < 0.25 ? { state: 'dead', reason: 'gone', sent: 0 } : { state: 'sent', sent: record.replies.length };
          },
        },
        (die) => (_, call) => {
          if (isCalm || roll() >= wrong) return call();
          return faulty(faults[Math.floor(roll() * faults.length)] ?? 'lost', call, { die, later: late.add });
        },
        () => late.settle(),
      );
      const commands: Command[] = [];
      const redriven = new Set<string>();
      for (const one of events) {
        if (one.kind === 'accept') commands.push(await story.tell(newCommand(subject.clock, { priority: one.priority })));
        else if (one.kind === 'minute') await story.minute();
        else {
          const command = commands[one.which % Math.max(1, commands.length)];
          if (!command) continue;
          await story.ask((inbox): Promise<unknown> => {
            if (one.kind === 'wake') return inbox.wake(command.id, 'x');
            if (one.kind === 'cancel') return inbox.cancel(command.id, 'Ann');
            if (one.kind === 'redrive') redriven.add(command.id);
            if (one.kind === 'redrive') return inbox.redrive(command.id);
            return one.kind === 'drop' ? inbox.drop(command.id) : inbox.accept(command);
          });
        }
      }
      isCalm = true;
      expect(await story.toItsEnd()).toBeLessThan(20);
      for (const { id } of commands) {
        const record = await subject.inbox.read(id);
        expect(ended).toContain(record?.state);
        expect(record).toMatchObject({ due: null });
        expect(record?.delivery.state).not.toBe('pending');
        const runs = story.runs.filter((run) => run.id === id);
        for (const [i, run] of runs.entries()) {
          expect(knowsItsPast(run, runs[i - 1], redriven.has(id)), JSON.stringify(runs)).toBe(true);
        }
        // One outcome a run at most, and each said once in the record.
        const answers = record?.replies.filter(({ text }) => text === `answer to ${id}`) ?? [];
        expect(answers.length).toBeLessThanOrEqual(1);
        if (record?.delivery.state === 'sent')
          expect(story.deliveries.filter(({ command }) => command.id === id).at(-1)?.replies).toEqual(record.replies);
      }
      const records = await Promise.all(commands.map(({ id }) => subject.inbox.read(id)));
      const dead = records.filter((record) => record?.state === 'dead' || record?.delivery.state === 'dead').length;
      expect(await subject.inbox.depth()).toMatchObject({
        running: 0,
        undelivered: 0,
        dead,
        waiting: { alert: { count: 0 }, interactive: { count: 0 }, report: { count: 0 } },
      });
      expect(await subject.inbox.list({ dead: true }, 100)).toHaveLength(dead);
      expect(await subject.inbox.list({ openOf: { channel: 'slack', tenant: 'T1', user: 'U1' } }, 100)).toEqual([]);
      await subject.close();
    }),
    { numRuns: 25 },
  );
});
