import { randomBytes } from 'node:crypto';
import type { ChannelKept, HttpAnswer, HttpRequest, Received } from '../../shared/channel/channel.ts';
import type { Clock } from '../../shared/clock.ts';
import { BellhopError, StorageFailed } from '../../shared/errors.ts';
import { collection, VersionConflict } from '../../shared/store/store.ts';
import { installPage } from './install-page.ts';
import { stateMs, statesOf } from './install-state.ts';
import type { Installs } from './installs.ts';
import { access } from './oauth.ts';
import { askedScopes } from './probe.ts';
import { installPath } from './receive.ts';
import type { SlackOAuth } from './settings.ts';

/** The states that somebody came back with: each counts once. */
const usedStates = collection<{ readonly endsAt: number }>('used_states', { expiresAt: ({ endsAt }) => endsAt });

/** A page is to say what went wrong before whoever serves it gives up, ms. */
const exchangeMs = 7_000;

export interface InstallerParts {
  readonly oauth: SlackOAuth;
  readonly installs: Installs;
  readonly store: ChannelKept['store'];
  readonly clock: Clock;
  readonly apiUrl: string;
  /** Where people begin, and where Slack sends them back. */
  readonly installUrl: string;
  readonly callbackUrl: string;
}

/**
 * `/slack/install` sends a person to Slack's question, and `/slack/oauth` takes them back: the workspace's token is then kept in place of the one before (Slack: Installing with OAuth). Answers
 * each with a page; never throws.
 */
export function installer(parts: InstallerParts): (request: HttpRequest) => Promise<Received> {
  const { oauth, installs, store, clock, apiUrl, installUrl, callbackUrl } = parts;
  const states = statesOf(oauth.clientSecret);
  const isSecure = installUrl.startsWith('https:');
  // The prefix keeps other hosts of a domain from setting it; a browser takes it by https alone.
  const cookieName = `${isSecure ? '__Host-' : ''}bellhop_slack_install`;
  const cookieFor = (value: string) =>
    `${cookieName}=${value}; Path=/; Max-Age=${stateMs / 1_000}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;

  /** A browser keeps its cookie, so that two tabs don't end each other. */
  function begin({ headers }: HttpRequest): HttpAnswer {
    const cookie = cookieIn(headers.cookie, cookieName) ?? randomBytes(32).toString('base64url');
    const location = new URL('/oauth/v2/authorize', apiUrl);
    location.search = new URLSearchParams({
      client_id: oauth.clientId,
      scope: askedScopes.join(','),
      redirect_uri: callbackUrl,
      state: states.make(cookie, clock.now()),
    }).toString();
    return { status: 302, headers: { ...quiet, location: location.href, 'set-cookie': cookieFor(cookie) } };
  }

  async function finish({ query, headers }: HttpRequest): Promise<HttpAnswer> {
    const said = new URLSearchParams(query);
    const state = states.read(said.get('state') ?? '', cookieIn(headers.cookie, cookieName), clock.now());
    if (!state || !(await isFirst(state))) return expired;
    const code = said.get('code');
    if (said.has('error') || !code) return denied;
    const install = await access(oauth, apiUrl, { code, redirect_uri: callbackUrl }, clock.now(), AbortSignal.timeout(exchangeMs));
    await installs.keep(install);
    return installed(install.name);
  }

  async function isFirst({ id, endsAt }: { readonly id: string; readonly endsAt: number }): Promise<boolean> {
    try {
      await store.put(usedStates, id, { endsAt }, { expect: 0 });
      return true;
    } catch (cause) {
      if (cause instanceof VersionConflict) return false;
      throw cause;
    }
  }

  const page = (status: number, title: string, text: string, extra: { readonly tone: 'good' | 'bad'; readonly again?: string }): HttpAnswer => ({
    status,
    headers: { ...quiet, ...installPage.headers },
    body: installPage.body({ title, text, tone: extra.tone, ...(extra.again ? { link: { to: installUrl, label: extra.again } } : {}) }),
  });
  const installed = (name: string) =>
    page(200, `Bellhop is in ${name}`, 'Write “help” to it under Apps, or invite it to a channel with /invite @bellhop. You can close this page.', {
      tone: 'good',
    });
  const denied = page(200, 'Nothing was installed', 'Slack says that the request was declined. Nothing was changed.', {
    tone: 'bad',
    again: 'Try again',
  });
  const expired = page(
    400,
    'This link is no longer good',
    'It was opened in another browser, used before, or is older than ten minutes. Nothing was changed.',
    { tone: 'bad', again: 'Begin anew' },
  );
  const failed = (cause: BellhopError): HttpAnswer => {
    const why =
      cause instanceof StorageFailed ? 'It could not be kept.' : [cause.message.replace('refused the message', 'refused it'), cause.hint].join(' ');
    return page(cause.retryable ? 503 : 502, 'That did not work', `${why} Nothing was changed.`, { tone: 'bad', again: 'Try again' });
  };

  return async (request) => {
    try {
      return { kind: 'nothing', ack: request.path.startsWith(installPath) ? begin(request) : await finish(request) };
    } catch (cause) {
      if (!(cause instanceof BellhopError)) throw cause;
      return { kind: 'refused', reason: cause.code, ack: failed(cause) };
    }
  };
}

/** A page with a state in its address is nobody else's to keep or to be told of. */
const quiet = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };

function cookieIn(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined;
}
