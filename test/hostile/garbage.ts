import type { Running } from '../process.ts';
import { hostileBodies } from './bodies.ts';
import { type Door, type Headers, post } from './doors.ts';
import { head, raw } from './wire.ts';

/** One way to be a nuisance; answers what came back for it. */
type Nuisance = (origin: string, door: Door, n: number) => Promise<readonly number[]>;

const status = (answered: Promise<{ readonly status: number }>) => answered.then((one) => [one.status]);
const stranger: Headers = {
  'x-slack-signature': `v0=${'0'.repeat(64)}`,
  'x-slack-request-timestamp': '1',
  'x-telegram-bot-api-secret-token': 'another',
  authorization: 'Bearer a.b.c',
  'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
  'x-twilio-signature': 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=',
  'x-forwarded-for': '203.0.113.9',
};

const nuisances: readonly Nuisance[] = [
  // Not signed, each time with other words in it.
  (origin, door, n) => status(post(origin, door, door.good(`garbage ${n}`, n), { ...stranger, 'x-n': String(n) })),
  // Signed nonsense.
  (origin, door, n) => status(post(origin, door, hostileBodies[n % hostileBodies.length]?.body ?? Buffer.alloc(0))),
  // Too long, and half of it at that.
  (origin, door) =>
    raw(origin, `${head(door, Buffer.alloc(0), 'Transfer-Encoding: chunked')}8000\r\n${'x'.repeat(32_768)}\r\n`, { half: true }).then(
      ({ statuses }) => statuses,
    ),
  // No HTTP at all.
  (origin, _, n) => raw(origin, Buffer.from(`${'\x16\x03\x01'.repeat((n % 50) + 1)}\r\n\r\n`, 'latin1')).then(({ statuses }) => statuses),
  // Routes that aren't there, each of its own name.
  async (origin, _, n) => [(await fetch(`${origin}/nowhere/${n}`)).status],
  // A method that isn't taken.
  async (origin, door) => [(await fetch(`${origin}${door.path}`, { method: 'DELETE' })).status],
];

/** How often each status came back; 0: the connection was closed without one. */
export type Tally = ReadonlyMap<number, number>;

/** Sends this much garbage to every door, `connections` at once. */
export async function garbage(
  origin: string,
  doors: readonly Door[],
  { count, connections, from }: { count: number; connections: number; from: number },
): Promise<Tally> {
  const tally = new Map<number, number>();
  let next = from;
  const one = async () => {
    while (next < from + count) {
      const n = next++;
      const nuisance = nuisances[n % nuisances.length];
      const door = doors[Math.floor(n / nuisances.length) % doors.length];
      if (!nuisance || !door) return;
      const [answered = 0] = await nuisance(origin, door, n);
      tally.set(answered, (tally.get(answered) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  return tally;
}

/** Memory of a server that `collects`, as it tells itself, bytes: `live` is what its heap and its buffers hold once garbage is collected. */
export async function memoryOf({ url, child }: Running): Promise<{ readonly resident: number; readonly live: number }> {
  // What the first collection lets go of (buffers, weak references) the second finds gone.
  for (let turn = 0; turn < 2; turn++) {
    child.kill('SIGUSR2');
    await (await fetch(`${url}/healthz`)).text();
  }
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const figure = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1]);
  return { resident: figure('process_resident_memory_bytes'), live: figure('nodejs_heap_size_used_bytes') + figure('nodejs_external_memory_bytes') };
}
