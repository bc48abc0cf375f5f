import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fault, faults, OneFault } from '../../../test/aws/faults.ts';
import type { Command } from '../../command/command.ts';
import type { Outcome, Taken } from '../inbox.ts';
import { answer, recordOf } from '../subject.contract.ts';
import { Story } from './story.contract.ts';
import { openAws, startWorld, type World } from './subject.contract.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** As a command does that must not run twice: `repeat: 'never'`. */
const never = ({ diedInside }: Taken): Outcome => (diedInside ? { state: 'interrupted', replies: [{ text: 'It broke off.' }] } : answer('up'));

async function once(
  n: number,
  fault: Fault,
  run: (taken: Taken) => Outcome,
  between: (story: Story, command: Command) => Promise<void> = async () => {},
) {
  const subject = await openAws(world);
  // What a sweep asks of the index is asked again a minute later, whatever becomes of it.
  const one = new OneFault(n, fault, { isMeant: (command) => !(command instanceof QueryCommand) });
  const story = new Story(
    subject,
    { run },
    (die) => one.meddle(die),
    () => one.settle(),
  );
  const command = await story.tell();
  await between(story, command);
  const minutes = await story.toItsEnd();
  const record = await recordOf(subject.inbox, command);
  await subject.close();
  return { ...story, runs: story.runs, deliveries: story.deliveries, record, minutes, calls: one.calls };
}

/** The calls of one command, when all goes well. */
const calls = { put: 0, message: 1, take: 2, finish: 3, 'deliver message': 4, 'take to send': 5, delivered: 6 } as const;

/** How often its handler ran, of these knowing that it may have run before; how it ended; how often it was sent. */
interface Right {
  readonly runs: readonly boolean[];
  readonly state?: 'interrupted';
  readonly sends?: number;
}
const well: Right = { runs: [false] };
/** It never began, but nobody can tell. */
const unsure: Right = { runs: [true], state: 'interrupted' };
const brokenOff: Right = { runs: [false, true], state: 'interrupted' };
const sentTwice: Right = { ...well, sends: 2 };

const table: Readonly<Record<keyof typeof calls, Readonly<Record<Fault, Right>>>> = {
  put: { throttled: well, lost: well, unanswered: well, late: well, twice: well, 'dies before': well, 'dies after': well },
  message: { throttled: well, lost: well, unanswered: well, late: well, twice: well, 'dies before': well, 'dies after': well },
  take: { throttled: well, lost: well, unanswered: well, late: well, twice: well, 'dies before': well, 'dies after': unsure },
  finish: { throttled: well, lost: well, unanswered: well, late: well, twice: well, 'dies before': brokenOff, 'dies after': well },
  'deliver message': { throttled: well, lost: well, unanswered: well, late: well, twice: well, 'dies before': well, 'dies after': well },
  'take to send': { throttled: well, lost: well, unanswered: well, late: well, twice: well, 'dies before': well, 'dies after': well },
  delivered: { throttled: well, lost: well, unanswered: well, late: well, twice: well, 'dies before': sentTwice, 'dies after': well },
};

describe('a command that must not run twice', () => {
  const rows = Object.entries(table).flatMap(([call, byFault]) => Object.entries(byFault).map(([fault, right]) => [call, fault, right] as const));

  it.each(rows)('when its %s is %s', async (call, fault, right) => {
    const { runs, deliveries, record, minutes } = await once(calls[call as keyof typeof calls], fault as Fault, never);
    expect(runs.map(({ taken }) => taken.diedInside)).toEqual(right.runs);
    const replies = [{ text: right.state ? 'It broke off.' : 'up' }];
    expect(record).toMatchObject({ state: right.state ?? 'done', replies, delivery: { state: 'sent' }, due: null });
    expect(deliveries).toHaveLength(right.sends ?? 1);
    expect(minutes).toBeLessThanOrEqual(4);
  });
});

/** It asks, is answered, is put off, and answers. */
const long = ({ woken, record, diedInside }: Taken): Outcome => {
  if (diedInside) return { state: 'interrupted', replies: [{ text: 'It broke off.' }] };
  if (!woken) return { state: 'waiting', for: 'input', until: record.command.acceptedAt + 3_600_000, data: 1, replies: [{ text: 'Which one?' }] };
  return record.attempt === 1 ? { state: 'accepted', at: record.command.acceptedAt + 30_000, reason: 'not now' } : answer(`that ${woken.input}`);
};

const wakeWhenAsked = async (story: Story, command: Command) => {
  for (let i = 0; i < 5; i++) {
    await story.minute();
    const record = await recordOf(story.subject.inbox, command);
    if (record.state === 'waiting') await story.ask((inbox) => inbox.wake(command.id, 'one'));
    if (record.state !== 'waiting' && record.state !== 'accepted') return;
  }
};

describe('a command that asks, waits and is put off', () => {
  it.each(faults)('comes to its end, once, whichever call is %s', { timeout: 120_000 }, async (fault) => {
    let n = 0;
    for (; ; n++) {
      const { runs, deliveries, record, calls: made } = await once(n, fault, long, wakeWhenAsked);
      const isInterrupted = record.state === 'interrupted';
      expect(record, `call ${n}`).toMatchObject({ delivery: { state: 'sent' }, due: null });
      expect(['done', 'interrupted'], `call ${n}`).toContain(record.state);
      const last = { text: isInterrupted ? 'It broke off.' : 'that one' };
      const all = [{ text: 'Which one?' }, last];
      // It may break off before it has asked.
      expect([all, [last]], `call ${n}`).toContainEqual(record.replies);
      if (!isInterrupted) {
        expect(record.replies, `call ${n}`).toEqual(all);
        expect(
          runs.map(({ taken }) => taken.diedInside),
          `call ${n}`,
        ).toEqual([false, false, false]);
      }
      if (isInterrupted) expect(fault).toMatch(/^dies/);
      expect(deliveries.at(-1)?.replies, `call ${n}`).toEqual(record.replies);
      if (n >= made.length) break;
    }
    expect(n).toBeGreaterThan(15);
  });
});
