import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { createSecureContext } from 'node:tls';
import { http } from '../../jobs/checks/kinds/http/http.ts';
import { allowList } from '../../shared/net/allow.ts';
import { answers, cpuUs } from '../process/answers.ts';

/** Looks at a page again and again, each time over a connection of its own, by one of: the floor, the kind; plain or secure. */
const ca = readFileSync(new URL('../../test/fixtures/tls-certificate.pem', import.meta.url), 'utf8');
/** Looks under way at once. */
const lanes = 16;

export interface Looking {
  readonly by: 'floor' | 'kind';
  readonly secure: boolean;
  readonly port: number;
  readonly count: number;
}

answers({
  /** CPU of a look, µs. */
  async look({ by, secure, port, count }: Looking) {
    const once = by === 'floor' ? floor(secure, port) : kind(secure, port);
    let left = count;
    const lane = async () => {
      while (left-- > 0) await once();
    };
    const before = cpuUs();
    await Promise.all(Array.from({ length: lanes }, lane));
    return (cpuUs() - before) / count;
  },
});

/** Bare node:http, a fresh connection each; by TLS it checks the certificate, with roots that were read once, as the kind does. */
function floor(secure: boolean, port: number): () => Promise<void> {
  const open = secure ? secureRequest : request;
  const options = {
    host: '127.0.0.1',
    port,
    path: '/',
    agent: false,
    ...(secure ? { secureContext: createSecureContext({ ca }), servername: 'good.test' } : {}),
  };
  return () =>
    new Promise((resolve, reject) => {
      const sent = open(options, (answer) => {
        answer.on('data', () => {});
        answer.on('end', resolve);
      });
      sent.on('error', reject);
      sent.end();
    });
}

function kind(secure: boolean, port: number): () => Promise<void> {
  const config = { url: `${secure ? 'https' : 'http'}://good.test:${port}/` };
  const tools = {
    timeoutMs: 10_000,
    allow: allowList('127.0.0.0/8'),
    resolve: async () => [{ address: '127.0.0.1', family: 4 as const }],
    secret: async () => null,
    now: () => Date.now(),
    ca,
  };
  return async () => {
    const finding = await http.run(config, tools);
    if (!finding.up) throw new Error(JSON.stringify(finding));
  };
}
