import type { Headers } from './mime/headers.ts';

/** More of a verdict is not read. */
const resultMax = 4_000;

/**
 * Whether a message is from whom it says: by what our own mail server found out and wrote into `Authentication-Results` under its name `authserv` (RFC 8601). Such fields under other names are
 * anybody's; under this one the server takes away what came from outside (RFC 8601, section 5). DMARC decides where there is a verdict of it; else a signature (DKIM) or a sender (SPF) of the
 * same domain.
 */
export function isAuthentic(headers: Headers, address: string, authserv: string): boolean {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const results = headers.all('authentication-results').flatMap((value) => resultsOf(value.slice(0, resultMax), authserv));
  const dmarc = results.filter(({ method }) => method === 'dmarc');
  if (dmarc.length > 0) return dmarc.every(({ result, props }) => result === 'pass' && isOf(domain, props['header.from'] ?? domain));
  return results.some(({ method, result, props }) => {
    if (result !== 'pass') return false;
    if (method === 'dkim') return isOf(domain, domainIn(props['header.d'] ?? props['header.i']));
    return method === 'spf' && isOf(domain, domainIn(props['smtp.mailfrom'] ?? props['smtp.from']));
  });
}

interface Result {
  readonly method: string;
  readonly result: string;
  readonly props: Readonly<Record<string, string>>;
}

/** `mx.example.com; dmarc=pass (p=none) header.from=example.com; spf=fail smtp.mailfrom=a@b`; none under another name than `authserv`. */
function resultsOf(value: string, authserv: string): Result[] {
  const [id = '', ...rest] = withoutComments(value).split(';');
  if (id.trim().split(/\s/, 1)[0]?.toLowerCase() !== authserv) return [];
  return rest.flatMap((one): Result[] => {
    const [first = '', ...others] = one.trim().split(/\s+/);
    const [method = '', result = ''] = first.toLowerCase().split('=');
    const props = Object.fromEntries(
      others.map((each) => {
        const at = each.indexOf('=');
        return [
          each.slice(0, Math.max(0, at)).toLowerCase(),
          each
            .slice(at + 1)
            .toLowerCase()
            .replaceAll('"', ''),
        ];
      }),
    );
    return [{ method: method.split('/', 1)[0] ?? '', result, props }];
  });
}

/** Comments may stand anywhere, also within each other. */
function withoutComments(value: string): string {
  let [text, depth] = ['', 0];
  for (const c of value) {
    if (c === '(') depth++;
    else if (c === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) text += c;
  }
  return text;
}

/** `a@b` or `@b` or `b` → `b`. */
const domainIn = (value = '') => value.slice(value.lastIndexOf('@') + 1);

/** Whether what is vouched for is the domain, or one above it. Not one below: whoever has a part of a domain need not speak for it. */
const isOf = (domain: string, other: string) => other.includes('.') && (domain === other || domain.endsWith(`.${other}`));
