/** Says whether a service URL is one we may send to, and in which form it is compared. Null: we may not. */
export type ServiceUrls = (url: string) => string | null;

/** The most service URLs remembered, and characters of one; Teams has one a region, some with the tenant in their path. */
const rememberedMax = 256;
const lengthMax = 500;

/**
 * Allows the service URLs at these origins, compared by scheme, host and port. Plain http is for loopback only, and only when that origin is named.
 * The form for comparing has its host in lower case and no slash at its end. Throws for an origin that isn't one.
 */
export function serviceUrls(origins: readonly string[]): ServiceUrls {
  const allowed = new Set(origins.map(originOf));
  const known = new Map<string, string | null>();
  return (url) => {
    if (url.length > lengthMax) return null;
    const before = known.get(url);
    if (before !== undefined) return before;
    const form = normal(url, allowed);
    if (known.size >= rememberedMax) known.clear();
    known.set(url, form);
    return form;
  };
}

/** The origin of an address we may talk to: https, or http on loopback. Throws a TypeError that says what is wrong. */
export function originOf(address: string): string {
  const url = URL.parse(address);
  if (!url) throw new TypeError(`"${address}" is no address`);
  if (url.username || url.password) throw new TypeError(`"${url.origin}" must have no user name in it`);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url.origin;
  throw new TypeError(`"${address}" must begin with https:// (http:// is for loopback only)`);
}

/** Whether a URL's host name means this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}

function normal(address: string, allowed: ReadonlySet<string>): string | null {
  const url = URL.parse(address);
  if (!url || !allowed.has(url.origin) || url.username || url.password || url.search || url.hash) return null;
  return url.href.replace(/\/$/, '');
}
