import { createHash } from 'node:crypto';
import type { Attempt } from '../attempt.ts';
import { Failure } from '../failure.ts';
import { revealed } from '../secret.ts';
import type { HttpConfig } from './config.ts';
import { plainHeaders, visit } from './visit.ts';

type Auth = NonNullable<HttpConfig['auth']>;
type OAuth2 = Extract<Auth, { oauth2: unknown }>['oauth2'];

/** The value of the header `authorization`. Throws Failure. */
export async function authorization(auth: Auth, attempt: Attempt): Promise<string> {
  if ('basic' in auth) return basic(auth.basic.user, await revealed(auth.basic.password, attempt));
  if ('bearer' in auth) return `Bearer ${await revealed(auth.bearer, attempt)}`;
  return `Bearer ${await tokenOf(auth.oauth2, attempt)}`;
}

export const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** Tokens that are still good, by what they were given for: the secret's own value is in that, so that nobody gets one by the name of somebody else's. */
const tokens = new Map<string, { readonly token: string; readonly until: number }>();
const tokensMax = 1_000;
/** A token is used no longer than so long before its end, ms. */
const marginMs = 30_000;
/** How long a token without an end is used, ms. */
const usualMs = 300_000;

/** Client credentials (RFC 6749, 4.4), the client named by Basic (2.3.1). */
async function tokenOf(asked: OAuth2, attempt: Attempt): Promise<string> {
  const clientSecret = await revealed(asked.clientSecret, attempt);
  const by = keyOf(asked, clientSecret);
  const known = tokens.get(by);
  if (known && known.until > attempt.tools.now()) return known.token;
  const { tokenUrl, client, scope, audience } = asked;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    ...(scope === undefined ? {} : { scope }),
    ...(audience === undefined ? {} : { audience }),
  });
  const headers = [
    ...plainHeaders,
    'content-type',
    'application/x-www-form-urlencoded',
    'authorization',
    basic(encodeURIComponent(client), encodeURIComponent(clientSecret)),
  ];
  const question = { method: 'POST', headers, body: form.toString(), reads: true, follows: false, trust: { ca: attempt.tools.ca } };
  const answer = await visit(new URL(tokenUrl), question, attempt).catch((error) => {
    throw error instanceof Failure ? new Failure('token', { why: error.code }, { cause: error }) : error;
  });
  const { token, livesMs } = read(answer.body);
  if (answer.status !== 200 || token === undefined) throw new Failure('token', { why: answer.status });
  attempt.anew();
  if (tokens.size >= tokensMax) tokens.clear();
  tokens.set(by, { token, until: attempt.tools.now() + livesMs - marginMs });
  return token;
}

/** A token that was not taken is asked for anew by the next look. */
export async function forgetToken(auth: Auth | undefined, attempt: Attempt): Promise<void> {
  if (auth && 'oauth2' in auth) tokens.delete(keyOf(auth.oauth2, await revealed(auth.oauth2.clientSecret, attempt)));
}

const keyOf = ({ tokenUrl, client, scope, audience }: OAuth2, clientSecret: string) =>
  createHash('sha256')
    .update(JSON.stringify([tokenUrl, client, scope, audience, clientSecret]))
    .digest('base64');

function read(body: string): { token?: string; livesMs: number } {
  try {
    const { access_token: token, expires_in: lives }: Record<string, unknown> = JSON.parse(body) ?? {};
    const seconds = Number(lives);
    return { ...(typeof token === 'string' ? { token } : {}), livesMs: seconds > 0 ? seconds * 1_000 : usualMs };
  } catch {
    return { livesMs: 0 };
  }
}
