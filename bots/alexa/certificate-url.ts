/** Where certificates may come from: an origin, and a folder (or one file) of it. */
export interface CertificatePlace {
  readonly origin: string;
  readonly path: string;
}

/** Reads ALEXA_CERT_URL. Answers null for what is neither https nor http on loopback, or names a user, a query or an encoded character. */
export function certificatePlace(setting: string): CertificatePlace | null {
  const url = normalised(setting);
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))) return null;
  return { origin: url.origin, path: url.pathname };
}

/**
 * The address to fetch a signing certificate from, normalised, or null when it isn't one of Amazon's: scheme, host (any case) and port of `place`, and after `.`, `..`
 * and doubled slashes are resolved a path in its folder (in that case). What is compared is what is fetched, so nothing can be read in two ways.
 * Amazon: "Host a Custom Skill as a Web Service", checking the URL of the signature's certificate.
 */
export function certificateUrl(raw: string, place: CertificatePlace): string | null {
  const url = normalised(raw);
  if (url?.origin !== place.origin) return null;
  const folder = place.path.endsWith('/') ? place.path : `${place.path}/`;
  const inside = url.pathname === place.path ? !place.path.endsWith('/') : url.pathname.startsWith(folder);
  return inside ? url.origin + url.pathname : null;
}

const charsMax = 1_000;
/** Scheme, two slashes, then visible ASCII without what one program reads as a separator and another as a character: `\`, `%`, `@`, `?`. */
const unambiguous = /^https?:\/\/[^/\\%@?#\x00-\x20\x7f-\uffff][^\\%@?\x00-\x20\x7f-\uffff]*$/i;

function normalised(raw: string): URL | null {
  if (raw.length > charsMax || !unambiguous.test(raw) || !URL.canParse(raw)) return null;
  const url = new URL(raw);
  if (url.pathname.includes('//')) url.pathname = url.pathname.replace(/\/{2,}/g, '/');
  return url;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
