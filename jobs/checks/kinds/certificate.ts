import { z } from 'zod';
import { host, hostAndPort, port, sayHost } from './host.ts';
import { checkKind, common } from './make.ts';
import { certificateDays, trust } from './secure.ts';
import { startTls } from './starttls.ts';
import { open } from './tcp.ts';

const config = z.strictObject({
  host,
  port: port.optional(),
  starttls: startTls.optional(),
  trust: trust.optional(),
  certificateDays: certificateDays.optional().describe('Down when the certificate ends in fewer days; 14 unless said.'),
  ...common,
});
type Config = z.infer<typeof config>;

const daysUsual = 14;
const port443 = 443;

/** The certificate of a server: its days, its name, and the chain up to a root that we trust. */
export const tls = checkKind<Config>({
  kind: 'tls',
  config,
  target: ({ host, port = port443 }) => sayHost({ host, port }),
  read: (words) => hostAndPort(words, port443),
  async look({ certificateDays = daysUsual, port = port443, ...config }, attempt) {
    await open({ ...config, port, certificateDays, tls: true }, attempt);
    return attempt.certificate ? { values: { days: attempt.certificate.daysLeft } } : {};
  },
});
