import { priorities } from '../../shared/command/command.ts';
import { command } from '../../shared/command/define.ts';
import type { InstallationStatus } from '../../shared/command/installation.ts';
import { fields, type Reply, reply } from '../../shared/reply/reply.ts';
import { sayLength } from '../../shared/time/sayLength.ts';
import { speak } from './words/speak.ts';

/** `status`: what runs here, and what doesn't. */
export const status = command({
  name: 'status',
  summary: 'What runs here',
  reads: true,
  phrases: ['how are you', 'are you there', 'show status'],
  examples: ['status'],
  label: 'Status',
  in: { de: { summary: 'Was hier läuft', label: 'Status', phrases: ['wie geht es dir', 'bist du da', 'zeig den status'] } },
  async run(_, { installation, checks, command: { place }, person: { id, role, locale }, now }): Promise<Reply> {
    const say = speak(locale);
    const seen = await installation.status();
    const { waiting, running, undelivered, dead } = seen.queue;
    const ranFor = seen.startedAt === undefined ? null : sayLength(now() - seen.startedAt, locale);
    const watched = role === 'guest' ? [] : await checks.list(place, id);
    const down = watched.filter(({ state }) => state.status === 'down').map(({ check }) => check.name);
    const troubles = [...troublesOf(seen, now(), locale), ...(down.length === 0 ? [] : [say.down(down.slice(0, namedMax), down.length)])];
    return reply(troubles.length === 0 ? say.allIsWell : troubles.join(' '), {
      severity: troubles.length === 0 ? 'success' : 'warning',
      fields: fields({
        [say.version]: seen.version,
        ...(ranFor === null ? {} : { [say.runningFor]: ranFor }),
        ...Object.fromEntries(seen.channels.map(({ name, state, detail }) => [say.channel(name), detail ? `${state}: ${detail}` : state])),
        ...(watched.length === 0 ? {} : { [say.watched]: say.upOf(watched.length - down.length, watched.length) }),
        ...Object.fromEntries(priorities.map((priority) => [say.waiting(priority), inQueue(waiting[priority], now(), locale)])),
        [say.beingRun]: running,
        [say.onTheirWay]: undelivered,
        [say.deadLetters]: dead,
      }),
      actions: [status.with({}, { label: say.lookAgain })],
      speech: troubles.length > 0 ? troubles.join(' ') : ranFor === null ? say.allIsWell : `${say.allIsWell} ${say.ranFor(ranFor)}`,
    });
  },
});

/** Of those that are down. */
const namedMax = 3;
/** A command that a person waits for should have begun by then, ms. */
const waitMaxMs = 60_000;

function troublesOf({ channels, queue }: InstallationStatus, now: number, locale: string): string[] {
  const say = speak(locale);
  const failing = channels.filter(({ state }) => state === 'failing').map(({ name }) => name);
  return [
    ...(failing.length === 0 ? [] : [say.cantReach(failing.join(', '))]),
    ...slow([queue.waiting.alert, queue.waiting.interactive], now, locale),
    ...(queue.dead === 0 ? [] : [say.dead(queue.dead)]),
  ];
}

function slow(queues: readonly InstallationStatus['queue']['waiting']['alert'][], now: number, locale: string): string[] {
  const count = queues.reduce((sum, one) => sum + one.count, 0);
  const oldest = Math.min(...queues.map(({ oldestAt }) => oldestAt ?? now));
  if (now - oldest <= waitMaxMs) return [];
  return [speak(locale).slow(count, sayLength(now - oldest, locale))];
}

function inQueue({ count, oldestAt }: InstallationStatus['queue']['waiting']['alert'], now: number, locale: string): string {
  return oldestAt === null || count === 0 ? String(count) : speak(locale).inQueue(count, sayLength(now - oldestAt, locale));
}
