import { z } from 'zod';
import type { Attempt } from './attempt.ts';
import { dial } from './dial.ts';
import { host, hostAndPort, port, sayHost } from './host.ts';
import { checkKind, common } from './make.ts';
import { certificateDays, trust, trusted } from './secure.ts';
import { beforeTls, startTls } from './starttls.ts';
import { checkDays, handshake } from './tls.ts';
import { Wire } from './wire.ts';

const config = z
  .strictObject({
    host,
    port,
    tls: z.boolean().optional().describe('TLS from the first byte on.'),
    starttls: startTls.optional(),
    trust: trust.optional(),
    certificateDays: certificateDays.optional(),
    send: z.string().min(1).max(4_096).optional().describe('What is sent once the connection stands; \\r\\n where it is a line.'),
    expect: z.string().min(1).max(1_000).optional().describe('Words that must come.'),
    ...common,
  })
  .refine(({ tls, starttls }) => tls !== true || starttls === undefined, { path: ['starttls'], error: 'Write tls or starttls, not both.' })
  .refine(({ tls, starttls, certificateDays }) => certificateDays === undefined || tls === true || starttls !== undefined, {
    path: ['certificateDays'],
    error: 'There is a certificate only with tls or starttls.',
  });
type Config = z.infer<typeof config>;

/** A port that takes connections, and what it says. */
export const tcp = checkKind<Config>({
  kind: 'tcp',
  config,
  target: sayHost,
  read: hostAndPort,
  async look(config, attempt) {
    const socket = await open(config, attempt);
    if (config.send === undefined && config.expect === undefined) return {};
    const wire = new Wire(socket, attempt);
    if (config.send !== undefined) wire.write(config.send);
    if (config.expect !== undefined) await wire.until(config.expect);
    return {};
  },
});

export type Opened = Pick<Config, 'host' | 'port' | 'tls' | 'starttls' | 'trust' | 'certificateDays'>;

/** An open connection, inside TLS where that is asked for. Throws Failure, or Refusal. */
export async function open({ host, port, tls, starttls, ...given }: Opened, attempt: Attempt) {
  const socket = await dial(host, port, attempt);
  if (!tls && starttls === undefined) return socket;
  const bare = starttls === undefined ? socket : await beforeTls(starttls, host, socket, attempt);
  const secure = await handshake(bare, host, trusted(given.trust, attempt), attempt);
  checkDays(given.certificateDays, attempt);
  return secure;
}
