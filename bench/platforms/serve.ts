import { createPublicKey } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Keys } from './keys.ts';

/** What platforms serve to bots, on loopback. */
export interface Platforms {
  /** Where the keys of Teams are described. */
  readonly openIdUrl: string;
  /** Base of an API that answers everything with a plain yes. */
  readonly apiUrl: string;
  close(): void;
}

/** Starts it in this process. */
export async function servePlatforms({ teams }: Keys): Promise<Platforms> {
  const jwk = { ...createPublicKey(teams.publicKey).export({ format: 'jwk' }), kid: teams.kid, use: 'sig', endorsements: ['msteams'] };
  const answers: Record<string, (origin: string) => object> = {
    '/openid': (origin) => ({ issuer: 'https://api.botframework.com', jwks_uri: `${origin}/keys`, id_token_signing_alg_values_supported: ['RS256'] }),
    '/keys': () => ({ keys: [jwk] }),
  };
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answers[request.url ?? '']?.(origin) ?? { ok: true, ts: '1.1' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { openIdUrl: `${origin}/openid`, apiUrl: `${origin}/api/`, close: () => void server.close() };
}
