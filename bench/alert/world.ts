import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answers } from '../process/answers.ts';
import { percentile } from '../statistics.ts';

export interface Told {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Sites that answered so that they are down, and whose alert never came. */
  readonly lost: number;
  /** Alerts of a site beyond the first. */
  readonly repeated: number;
}

const site = /\/site\/(\d+)/;
/** When each site first answered that it is down, and when the platform first had its alert; ms. */
const failedAt = new Map<number, number>();
const toldAt = new Map<number, number>();
let looks = 0;
let repeated = 0;
let isDown = false;
let messages = 0;

/** The sites that are watched, and Telegram's API, which hears of them: both in one process, so that one clock measures. */
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '';
  if (request.method === 'GET' && site.test(path)) {
    looks += 1;
    const which = Number(site.exec(path)?.[1]);
    if (isDown && !failedAt.has(which)) failedAt.set(which, performance.now());
    response.writeHead(isDown ? 503 : 200).end();
    return;
  }
  let body = '';
  for await (const chunk of request) body += chunk;
  const at = performance.now();
  const which = Number(site.exec(body)?.[1] ?? Number.NaN);
  if (path.endsWith('/sendMessage') && failedAt.has(which)) {
    if (toldAt.has(which)) repeated += 1;
    else toldAt.set(which, at);
  }
  const me = { id: 1, is_bot: true, first_name: 'Bellhop', username: 'bellhop_bot' };
  const result = path.endsWith('/getMe') ? me : path.endsWith('/sendMessage') ? { message_id: ++messages, date: 0, chat: { id: 1 } } : true;
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, result }));
}

answers({
  async open(): Promise<number> {
    const server = createServer((request, response) => void serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  },
  looks: () => looks,
  /** From now on every site is down. */
  fail() {
    isDown = true;
  },
  told(): Told {
    const took = [...toldAt].map(([which, at]) => at - (failedAt.get(which) ?? 0));
    const [p50 = Number.NaN, p99 = Number.NaN, max = Number.NaN] = took.length === 0 ? [] : [50, 99, 100].map((percent) => percentile(took, percent));
    return { p50, p99, max, lost: failedAt.size - toldAt.size, repeated };
  },
});
