import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Command, Priority } from '../../command/command.ts';
import { settle } from '../../timers/manual-clock.ts';
import type { DeliveryResult, Depth, Inbox, Outcome, State, Taken } from '../inbox.ts';
import { delivering, newCommand, working } from '../subject.contract.ts';
import { openSqlite } from './subject.contract.ts';

const ended: readonly State[] = ['done', 'failed', 'interrupted', 'dead', 'cancelled'];

/** What may happen to an inbox; `which` picks one of the commands there are. */
const event = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('accept' as const), priority: fc.constantFrom<Priority>('alert', 'interactive', 'report') }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('again', 'wake', 'cancel', 'redrive', 'drop'), which: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(0, 100, 1_500, 11_000, 40_000, 200_000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('full' as const) }) },
);

/** What a run does, by the roll of the dice; the longer it goes on the sooner it ends. */
function outcomeOf({ record, signal }: Taken, roll: number, now: number): Promise<Outcome> | Outcome {
  const replies = [{ text: record.command.id }];
  if (roll < 0.1) throw new Error('defect');
  if (roll < 0.2) return { state: 'waiting', for: 'input', until: now + 30_000, replies: roll < 0.15 ? replies : [] };
  if (roll < 0.25) return { state: 'accepted', at: now + 5_000, reason: 'not now' };
  if (roll < 0.3) return { state: 'dead', replies: [], reason: 'no use' };
  if (roll < 0.35) return new Promise((resolve) => signal.addEventListener('abort', () => resolve({ state: 'cancelled', replies })));
  return { state: 'done', replies: roll < 0.8 ? replies : [] };
}

/** All but since when: what is under way when a process dies counts from its acceptance again. */
const countsOf = ({ waiting, ...rest }: Depth) => ({ ...rest, waiting: Object.values(waiting).map(({ count }) => count) });

it('loses nothing, ends everything and counts right, whatever happens in whatever order', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 5, maxLength: 40 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      async (events, dice) => {
        const subject = await openSqlite();
        const { clock } = subject;
        const commands: Command[] = [];
        let isCalm = false;
        const roll = () => (isCalm ? 0.5 : dice.next().value);
        const live = (inbox: Inbox) => {
          working(inbox, (taken) => outcomeOf(taken, roll(), clock.now()), { concurrency: 3 });
          delivering(inbox, (record): DeliveryResult => {
            if (roll() < 0.2) return { state: 'later', at: clock.now() + 3_000, reason: 'limit', sent: 0, counts: true };
            return roll() < 0.1 ? { state: 'dead', reason: 'gone', sent: 0 } : { state: 'sent', sent: record.replies.length };
          });
          return inbox;
        };
        let inbox = live(subject.inbox);
        const crash = async () => {
          await settle();
          const counted = countsOf(await inbox.depth());
          const next = await subject.crash();
          expect(countsOf(await next.depth())).toEqual(counted);
          inbox = live(next);
        };
        for (const one of events) {
          const pick = 'which' in one ? commands[one.which % Math.max(1, commands.length)] : undefined;
          if (one.kind === 'accept') {
            const command = newCommand(clock, { priority: one.priority });
            await inbox.accept(command).then(
              () => commands.push(command),
              () => {},
            );
          } else if (one.kind === 'pass') await clock.advance(one.ms);
          else if (one.kind === 'crash') await crash();
          else if (one.kind === 'full') subject.database().prepare('PRAGMA query_only = ON').run();
          else if (pick) {
            if (one.kind === 'again')
              await inbox.accept(pick).then(
                (accepted) => expect(accepted.known).toBe(true),
                () => {},
              );
            else if (one.kind === 'wake') await inbox.wake(pick.id, 'x').catch(() => {});
            else if (one.kind === 'cancel') await inbox.cancel(pick.id, 'Ann').catch(() => {});
            else if (one.kind === 'redrive') await inbox.redrive(pick.id).catch(() => {});
            else if (one.kind === 'drop') await inbox.drop(pick.id).catch(() => {});
          }
        }
        // From here on all goes well: everything comes to its end by itself, but what waits to be cancelled or for its person.
        isCalm = true;
        await crash();
        for (let i = 0; i < 12; i++) await clock.jump(60_000);
        const records = await Promise.all(commands.map((command) => inbox.read(command.id)));
        for (const record of records) {
          expect(ended).toContain(record?.state);
          expect(record?.due).toBeNull();
          expect(record?.delivery.state).not.toBe('pending');
        }
        const dead = records.filter((record) => record?.state === 'dead' || record?.delivery.state === 'dead').length;
        const depth = await inbox.depth();
        expect(depth).toMatchObject({
          running: 0,
          undelivered: 0,
          dead,
          waiting: { alert: { count: 0 }, interactive: { count: 0 }, report: { count: 0 } },
        });
        expect(await inbox.list({ dead: true }, 100)).toHaveLength(dead);
        await subject.close();
      },
    ),
    { numRuns: 40 },
  );
});
