import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Keys } from '../platforms/keys.ts';
import { slackRequest } from '../platforms/slack.ts';
import { type Connection, connection } from './connection.ts';

/** A Slack that asks and hears: it sends commands and notes when the reply to each is there. */
export interface Talk {
  /** Base of its API, for SLACK_API_URL. */
  readonly apiUrl: string;
  /** Sends `count` new commands, at most `perSecond` (0: as fast as they are acknowledged), and waits until all are answered or `patienceMs` have passed since the last was sent. */
  talk(port: number, count: number, perSecond: number, patienceMs: number): Promise<Told>;
  close(): void;
}

/** What came of a talk. */
export interface Told {
  readonly sent: number;
  readonly acknowledged: number;
  /** Acknowledged and never answered. */
  readonly lost: number;
  /** Replies beyond the first. */
  readonly repeated: number;
  /**
   * From when a command was to be sent to its reply being at the API, ms, of each answered one: where there is a pace, a command that has to wait for a
   * connection because others are slow waits on the server's account.
   */
  readonly tookMs: Float64Array;
  /** From the first command to the last reply. */
  readonly allMs: number;
}

const connections = 32;

/** Opens the platform's side on loopback. Replies go to each command's own response_url, so that each is known by its address. */
export async function openTalk(keys: Keys, text: string): Promise<Talk> {
  let sent = 0;
  const sentAt = new Map<number, number>();
  let heard: (index: number) => void = () => {};
  const api = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    request.resume();
    request.on('end', () => {
      const index = Number(/^\/commands\/T0BENCH01\/(\d+)\//.exec(request.url ?? '')?.[1] ?? Number.NaN);
      if (!Number.isNaN(index)) heard(index);
      response.setHeader('content-type', 'application/json');
      response.end('{"ok":true,"team_id":"T0BENCH01","user_id":"U0BENCH00","bot_id":"B0BENCH00","ts":"1.1"}');
    });
  });
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;

  async function talk(port: number, count: number, perSecond: number, patienceMs: number): Promise<Told> {
    const first = sent;
    sent += count;
    const took: number[] = [];
    const answered = new Set<number>();
    const acknowledged = new Set<number>();
    let [repeated, lastAt] = [0, 0];
    let wake: () => void = () => {};
    heard = (index) => {
      if (index < first) return;
      lastAt = performance.now();
      if (answered.has(index)) repeated++;
      else took.push(lastAt - (sentAt.get(index) ?? lastAt));
      answered.add(index);
      if (answered.size === count) wake();
    };
    const prepare = (index: number) =>
      slackRequest(keys, index, { text, responseUrl: `${origin}/commands/T0BENCH01/${index}/bench`, channel: index });
    const startedAt = performance.now();
    await send(port, first, first + count, perSecond, prepare, {
      sending: (index, at) => sentAt.set(index, at),
      acknowledged: (index) => acknowledged.add(index),
    });
    if (answered.size < count) await Promise.race([new Promise<void>((resolve) => (wake = resolve)), pause(patienceMs)]);
    heard = () => {};
    sentAt.clear();
    const lost = [...acknowledged].filter((index) => !answered.has(index)).length;
    return { sent: count, acknowledged: acknowledged.size, lost, repeated, tookMs: Float64Array.from(took), allMs: lastAt - startedAt };
  }

  return { apiUrl: `${origin}/api/`, talk, close: () => void api.close() };
}

interface Heard {
  /** `at`: when it was to be sent. */
  sending(index: number, at: number): void;
  acknowledged(index: number): void;
}

/** Sends the commands from `first` to `end`: a closed loop over all connections, each waiting for its turn where there is a pace. */
async function send(port: number, first: number, end: number, perSecond: number, prepare: (index: number) => Buffer, hear: Heard): Promise<void> {
  const open = await Promise.all(Array.from({ length: connections }, () => connection(port)));
  const startedAt = performance.now();
  let next = first;
  await Promise.all(
    open.map(async (one) => {
      for (let index = next++; index < end; index = next++) {
        const request = prepare(index);
        const waitMs = perSecond > 0 ? startedAt + ((index - first) * 1_000) / perSecond - performance.now() : 0;
        await pause(waitMs);
        // A timer that fires late is the generator's own; a turn that came too late is not.
        hear.sending(index, performance.now() + Math.min(0, waitMs));
        if ((await sendOn(one, request)) === 200) hear.acknowledged(index);
      }
    }),
  );
  for (const one of open) one.close();
}

function sendOn(one: Connection, request: Buffer): Promise<number> {
  return new Promise((resolve) => one.send(request, resolve));
}

function pause(ms: number): Promise<void> {
  return ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve();
}
