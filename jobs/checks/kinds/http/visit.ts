import type { Attempt } from '../attempt.ts';
import { bareHost, dial } from '../dial.ts';
import { Failure } from '../failure.ts';
import { handshake, type Trust } from '../tls.ts';
import { type Answer, ask, type Question } from './ask.ts';

/** Redirects that are followed. */
export const hopsMax = 5;

export interface Visit extends Question {
  readonly trust?: Trust;
  /** Left out: each is followed. False: the first answer counts, whatever it is. */
  readonly follows?: boolean;
  /** Where each redirect led is added. */
  readonly redirects?: string[];
  /** Opens the way to a host instead of a connection straight to it: a proxy's. */
  readonly dials?: typeof dial;
  /** What must be spoken inside TLS; left out: HTTP/1.1, if the server says so or nothing. */
  readonly protocol?: 'http/1.1' | 'h2';
}

const http11 = ['http/1.1'];

/** Real DNS, TCP, TLS and HTTP, redirects followed; each hop is resolved, checked and then connected to by the address that was checked. Throws Failure, and Refusal. */
export async function visit(url: URL, options: Visit, attempt: Attempt): Promise<Answer> {
  const { redirects = [], follows = true } = options;
  let [next, question] = [url, options];
  for (;;) {
    const answer = await hop(next, question, attempt).catch((error) => {
      throw redirects.length > 0 && error instanceof Failure ? error.ledTo(next.host) : error;
    });
    if (!follows || !isRedirect(answer.status)) return answer;
    const target = targetOf(answer, next);
    if (redirects.length === hopsMax) throw new Failure('redirects_often', { most: hopsMax });
    // Never sent, and not for everyone to read.
    target.username = '';
    target.password = '';
    redirects.push(target.href);
    question = onward(question, answer.status, target.origin === next.origin);
    next = target;
    attempt.anew();
  }
}

/** One request to one address, redirects not followed. */
async function hop(url: URL, { trust = {}, dials = dial, protocol, ...question }: Visit, attempt: Attempt): Promise<Answer> {
  const host = bareHost(url.hostname);
  const secure = url.protocol === 'https:';
  const socket = await dials(host, url.port === '' ? (secure ? 443 : 80) : Number(url.port), attempt);
  if (!secure) return ask(url, socket, question, attempt);
  const stream = await handshake(socket, host, { protocols: protocol === undefined ? http11 : [protocol], ...trust }, attempt);
  if (protocol !== undefined && stream.alpnProtocol !== protocol) throw new Failure('protocol', { protocol });
  return protocol === 'h2' ? (await import('./ask-h2.ts')).askHttp2(url, stream, question, attempt) : ask(url, stream, question, attempt);
}

function targetOf(answer: Answer, from: URL): URL {
  const location = answer.header('location');
  if (location === undefined) throw new Failure('redirect_nowhere');
  const target = URL.parse(location, from);
  if (!target) throw new Failure('redirect_no_address');
  if (target.protocol !== 'http:' && target.protocol !== 'https:') throw new Failure('redirect_elsewhere', { protocol: target.protocol });
  return target;
}

/** What is asked of where a redirect leads: as browsers do it, and nothing that is meant for one origin goes to another (Fetch, HTTP-redirect fetch). */
function onward(asked: Visit, status: number, sameOrigin: boolean): Visit {
  const { body, trust, ...rest } = asked;
  const kept = status === 307 || status === 308;
  return {
    ...rest,
    method: kept || asked.method === 'HEAD' ? asked.method : 'GET',
    headers: sameOrigin ? asked.headers : plainHeaders,
    ...(kept && sameOrigin ? { body } : {}),
    ...(trust === undefined ? {} : { trust: sameOrigin ? trust : { ca: trust.ca, any: trust.any } }),
  };
}

/** What each visit says of itself. */
export const plainHeaders: readonly string[] = ['user-agent', 'Bellhop (uptime check)', 'accept', '*/*', 'accept-encoding', 'identity'];

const isRedirect = (status: number) => status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
