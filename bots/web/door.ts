import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Who may use the pages: this machine, and whoever came by the printed link. */
export interface Door {
  /** Why a request is refused, or null. Pages in foreign tabs can't post, and can't pose as this machine by a name of their own that leads here. */
  refuses(request: { readonly method: string; readonly headers: IncomingHttpHeaders }): 'signed_out' | 'foreign_origin' | null;
  /** Whether it carries the cookie or the bearer token, wherever it comes from. */
  isSignedIn(headers: IncomingHttpHeaders): boolean;
  /** Whether it was sent to this machine by its own name, with no proxy between: Host names it, and nothing forwarded it. */
  isDirect(headers: IncomingHttpHeaders): boolean;
  /** What programs of this machine's own user send as `authorization: Bearer …`. */
  readonly bearer: string;
  /** The path of the link to sign in, token included. */
  readonly link: string;
  /** The Set-Cookie for the one who came by the link; null for a token that isn't ours. */
  cookieFor(token: string, isHttps: boolean): string | null;
}

/** Headers that a proxy adds: who sends one is not on this machine, whatever Host says. */
const forwarding = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via', 'cf-connecting-ip'];
const cookieName = 'bellhop_session';
const cookieLifeS = 30 * 86_400;

/** Opens the door with the installation's key. `host`: the address listened at. */
export function openDoor(key: string, host: string): Door {
  const tokenOf = (use: string) => createHmac('sha256', key).update(`bellhop/web/${use}`).digest('base64url');
  const [linkToken, session] = [tokenOf('link'), tokenOf('session')];
  const localOnly = isLoopback(host);

  const isSignedIn = (headers: IncomingHttpHeaders) =>
    same(cookieIn(headers.cookie), session) || same(/^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1], session);

  const isDirect = (headers: IncomingHttpHeaders) => isLoopback(hostOf(headers.host)) && !forwarding.some((name) => headers[name] !== undefined);

  return {
    isDirect,
    refuses({ method, headers }) {
      if (method !== 'GET' && method !== 'HEAD' && isForeign(headers)) return 'foreign_origin';
      return (localOnly && isDirect(headers)) || isSignedIn(headers) ? null : 'signed_out';
    },
    isSignedIn,
    bearer: session,
    link: `/login?token=${linkToken}`,
    cookieFor: (token, isHttps) =>
      same(token, linkToken) ? `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${cookieLifeS}${isHttps ? '; Secure' : ''}` : null,
  };
}

/** Whether a name or address always means this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function hostOf(header: string | undefined): string {
  return (header ?? '').replace(/:\d+$/, '').toLowerCase();
}

/** A page of another origin sent it. Browsers always tell the origin of a POST; programs that aren't browsers don't. */
function isForeign({ origin, host, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  if (origin !== undefined) return !URL.canParse(origin) || new URL(origin).host !== (host ?? '').toLowerCase();
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

function cookieIn(header: string | undefined): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === cookieName) return value;
  }
  return undefined;
}

function same(given: string | undefined, wanted: string): boolean {
  const [left, right] = [Buffer.from(given ?? ''), Buffer.from(wanted)];
  return left.length === right.length && timingSafeEqual(left, right);
}
