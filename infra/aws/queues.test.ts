import { describe, expect, it } from 'vitest';
import { jobs } from '../../jobs/index.ts';
import { priorities } from '../../shared/command/command.ts';
import { skills } from '../../skills/index.ts';
import { functionParts } from './cdk/functions.ts';
import { deadlineMaxMs, deliverQueue, groupOf, queueNames } from './queues.ts';

describe('where a command runs', () => {
  it('follows from how long it may take', () => {
    expect(groupOf({ name: 'a' })).toBe('quick');
    expect(groupOf({ name: 'a', deadlineMs: deadlineMaxMs.quick })).toBe('quick');
    expect(groupOf({ name: 'a', deadlineMs: deadlineMaxMs.quick + 1 })).toBe('heavy');
    expect(() => groupOf({ name: 'a', deadlineMs: deadlineMaxMs.heavy + 1 })).toThrow('a: its deadline of 885001 ms is longer than a function lives');
  });

  it('outlives each of our commands', () => {
    const commands = [...skills, ...jobs].flatMap(({ commands }) => commands);
    expect(commands.length).toBeGreaterThan(8);
    for (const command of commands) {
      const timeoutS = functionParts.find(({ group }) => group === groupOf(command))?.timeoutS ?? 0;
      expect((command.deadlineMs ?? 30_000) / 1_000 + 15).toBeLessThanOrEqual(timeoutS);
    }
  });
});

it('a queue’s name fits SQS with the longest name of a stage', () => {
  for (const name of queueNames) expect(`bellhop-abcdefghij-${name}`.length).toBeLessThanOrEqual(80);
});

it('what an alert is answered is delivered from a queue of its own', () => {
  expect(priorities.map(deliverQueue)).toEqual(['deliver-alert', 'deliver', 'deliver']);
});
