import { url as urlKind } from '../../../../shared/command/kinds/url.ts';
import type { Finding } from '../../kind.ts';
import type { Attempt } from '../attempt.ts';
import { Failure } from '../failure.ts';
import { checkKind } from '../make.ts';
import { revealed, type Secret } from '../secret.ts';
import { trusted } from '../secure.ts';
import type { Trust } from '../tls.ts';
import { authorization, forgetToken } from './auth.ts';
import { type HttpConfig, httpConfig } from './config.ts';
import { judge, reads } from './expect.ts';
import { throughProxy } from './proxy.ts';
import { plainHeaders, visit } from './visit.ts';

/** A web page or an API: one request, redirects followed, and what the answer must be. */
export const http = checkKind<HttpConfig>({
  kind: 'http',
  config: httpConfig,
  target: ({ url }) => url,
  read(words) {
    const read = urlKind().parse(words, { saidAt: 0, timeZone: 'UTC', locale: 'en' });
    return read.ok ? { url: read.value } : null;
  },
  look,
});

const nothing: NonNullable<HttpConfig['expect']> = {};

async function look(config: HttpConfig, attempt: Attempt): Promise<Partial<Finding>> {
  const { method = 'GET', body, expect = nothing, proxy } = config;
  const question = {
    method,
    headers: config.headers || config.auth ? await headersOf(config, attempt) : plainHeaders,
    ...(body === undefined ? {} : { body }),
    reads: reads(expect),
    trust: await trustOf(config, attempt),
    follows: config.redirects !== 'stay',
    ...(proxy ? { dials: throughProxy(proxy) } : {}),
    ...(expect.protocol === undefined ? {} : { protocol: expect.protocol }),
  };
  const answer = await visit(new URL(config.url), question, attempt);
  attempt.status = answer.status;
  if (answer.status === 401) await forgetToken(config.auth, attempt);
  judge(answer, expect, attempt);
  return {};
}

async function headersOf({ headers = {}, auth }: HttpConfig, attempt: Attempt): Promise<readonly string[]> {
  const given = Object.entries<string | Secret>(headers);
  const names = new Set(given.map(([name]) => name.toLowerCase()));
  const usual = plainHeaders.flatMap((name, i) => (i % 2 === 0 && !names.has(name) ? [name, plainHeaders[i + 1] ?? ''] : []));
  const own = await Promise.all(given.map(async ([name, value]) => [name, await revealed(value, attempt)]));
  const all = [...usual, ...own.flat(), ...(auth ? ['authorization', await authorization(auth, attempt)] : [])];
  // A secret may hold anything; a header may not (RFC 9110, 5.5).
  if (all.some((text) => /[^\t\x20-\x7e\x80-\xff]/.test(text))) throw new Failure('secret_unfit');
  return all;
}

async function trustOf({ client, trust }: HttpConfig, attempt: Attempt): Promise<Trust> {
  const trusts = trusted(trust, attempt);
  if (!client) return trusts;
  const [certificate, key] = await Promise.all([revealed(client.certificate, attempt), revealed(client.key, attempt)]);
  return { ...trusts, certificate, key };
}
