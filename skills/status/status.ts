import { priorities } from '../../shared/command/command.ts';
import { command } from '../../shared/command/define.ts';
import type { InstallationStatus } from '../../shared/command/installation.ts';
import { fields, type Reply, reply } from '../../shared/reply/reply.ts';
import { counted, sayLength } from './sayLength.ts';

/** `status`: what runs here, and what doesn't. */
export const status = command({
  name: 'status',
  summary: 'What runs here',
  phrases: ['how are you', 'are you there', 'show status'],
  examples: ['status'],
  label: 'Status',
  async run(_, { installation, now }): Promise<Reply> {
    const seen = await installation.status();
    const { waiting, running, undelivered, dead } = seen.queue;
    const ranFor = seen.startedAt === undefined ? null : sayLength(now() - seen.startedAt);
    const troubles = troublesOf(seen, now());
    return reply(troubles.length === 0 ? 'All is well.' : `${troubles.join(' ')}`, {
      severity: troubles.length === 0 ? 'success' : 'warning',
      fields: fields({
        Version: seen.version,
        ...(ranFor === null ? {} : { 'Running for': ranFor }),
        ...Object.fromEntries(seen.channels.map(({ name, state, detail }) => [`Channel ${name}`, detail ? `${state}: ${detail}` : state])),
        ...Object.fromEntries(priorities.map((priority) => [`Waiting, ${priority}`, inQueue(waiting[priority], now())])),
        'Being run': running,
        'Replies on their way': undelivered,
        'Dead letters': dead,
      }),
      actions: [status.with({}, { label: 'Look again' })],
      speech: troubles.length === 0 ? `All is well.${ranFor === null ? '' : ` I have been running for ${ranFor}.`}` : troubles.join(' '),
    });
  },
});

/** A command that a person waits for should have begun by then, ms. */
const waitMaxMs = 60_000;

function troublesOf({ channels, queue }: InstallationStatus, now: number): string[] {
  const failing = channels.filter(({ state }) => state === 'failing').map(({ name }) => name);
  return [
    ...(failing.length === 0 ? [] : [`I can't reach ${failing.join(', ')}.`]),
    ...slow([queue.waiting.alert, queue.waiting.interactive], now),
    ...(queue.dead === 0
      ? []
      : [`${counted(queue.dead, 'dead letter')} ${queue.dead === 1 ? 'waits' : 'wait'} for an admin: see “bellhop dead list”.`]),
  ];
}

function slow(queues: readonly InstallationStatus['queue']['waiting']['alert'][], now: number): string[] {
  const count = queues.reduce((sum, one) => sum + one.count, 0);
  const oldest = Math.min(...queues.map(({ oldestAt }) => oldestAt ?? now));
  if (now - oldest <= waitMaxMs) return [];
  return [`${counted(count, 'command')} ${count === 1 ? 'waits for its' : 'wait for their'} turn, the oldest for ${sayLength(now - oldest)}.`];
}

function inQueue({ count, oldestAt }: InstallationStatus['queue']['waiting']['alert'], now: number): string {
  return oldestAt === null || count === 0 ? String(count) : `${count}, the oldest for ${sayLength(now - oldestAt)}`;
}
