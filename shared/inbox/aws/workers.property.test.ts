import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { faulty, survived } from '../../../test/aws/faults.ts';
import type { Command } from '../../command/command.ts';
import { dice } from '../../timers/dice.ts';
import type { State } from '../inbox.ts';
import { answer, delivering, insist, newCommand, working } from '../subject.contract.ts';
import { type OneProcess, openAws, startWorld, type World } from './subject.contract.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const ended: readonly State[] = ['done', 'interrupted', 'dead', 'cancelled'];

/** How many calls go wrong while the storm lasts; those that end a process are fewer, for nobody begins another here. */
const wrong = 0.1;

const event = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'accept' as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(100, 1_500, 11_000, 40_000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const), which: fc.nat() }) },
);

it('brings each command to its end by workers that poll, whatever goes wrong with their calls, and whichever of them dies', {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 4, maxLength: 25 }), fc.integer({ min: 1, max: 1_000_000 }), async (events, seed) => {
      const subject = await openAws(world);
      const { clock } = subject;
      const roll = dice(seed);
      let isCalm = false;
      const ends = new Map<string, number>();
      const begin = (): OneProcess => {
        const process = subject.process((_, call) => {
          if (isCalm || roll() >= wrong) return call();
          const later = (act: () => Promise<unknown>) => void clock.set(clock.now() + 5_000, () => void act());
          return faulty(survived[Math.floor(roll() * survived.length)] ?? 'lost', call, { die: () => {}, later });
        });
        working(
          process.inbox,
          async ({ record, diedInside, signal }) => {
            if (diedInside) return { state: 'interrupted', replies: [{ text: 'it broke off' }] };
            if (!isCalm && roll() < 0.3) await new Promise<void>((resolve) => void process.options.alarm?.set(clock.now() + 45_000, resolve));
            if (signal.aborted) return { state: 'cancelled', replies: [] };
            if (!isCalm && roll() < 0.2) throw new Error('defect');
            ends.set(record.command.id, (ends.get(record.command.id) ?? 0) + 1);
            return answer('up');
          },
          { concurrency: 3 },
        );
        delivering(process.inbox, () =>
          isCalm || roll() < 0.8 ? { state: 'sent' } : { state: 'later', at: clock.now() + 3_000, reason: 'limit', sent: 0, counts: false },
        );
        return process;
      };
      const processes = [begin(), begin()];
      const commands: Command[] = [];
      for (const one of events) {
        if (one.kind === 'accept') {
          const command = newCommand(clock);
          await insist(() => subject.inbox.accept(command));
          commands.push(command);
        } else if (one.kind === 'pass') await clock.advance(one.ms);
        else if (one.kind === 'kill') {
          processes[one.which % 2]?.kill();
          processes[one.which % 2] = begin();
        } else {
          const command = commands[one.which % Math.max(1, commands.length)];
          if (command) await insist(() => subject.inbox.cancel(command.id, 'Ann'));
        }
      }
      isCalm = true;
      for (let i = 0; i < 15; i++) await clock.advance(20_000);
      for (const { id } of commands) {
        const record = await subject.inbox.read(id);
        expect(ended).toContain(record?.state);
        expect(record).toMatchObject({ due: null });
        expect(record?.delivery.state).not.toBe('pending');
        // Who answers once more never knows that it broke off before.
        expect(ends.get(id) ?? 0).toBeLessThanOrEqual(1);
      }
      for (const process of processes) process.kill();
      await subject.close();
    }),
    { numRuns: 12 },
  );
});
