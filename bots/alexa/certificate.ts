import { type KeyObject, X509Certificate } from 'node:crypto';
import { pathLength } from './path-length.ts';

/** A chain that holds: the key that signs requests, and while which instants (ms since 1970) every certificate of the chain is valid. */
export interface Trusted {
  readonly key: KeyObject;
  readonly from: number;
  readonly until: number;
}

/** Why a chain doesn't hold: words for the log. */
export interface Distrusted {
  readonly why: string;
}

/** What Alexa's leaf certificate is for. Amazon: "Host a Custom Skill as a Web Service": the SANs must hold this name. */
const signer = 'echo-api.amazon.com';
const chainMax = 8;
const keyBitsMin = 2_048;
const blocks = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/**
 * Checks a chain in PEM, leaf first: the leaf is for Alexa's signer, each certificate was issued by the next, each of these is an authority that may have as many below
 * it, all are valid now, and a root ends it. Certificates after the first one that a root issued aren't needed, and not looked at.
 */
export function trustedChain(pem: string, roots: Roots, now: number): Trusted | Distrusted {
  const chain: X509Certificate[] = [];
  for (const block of pem.match(blocks) ?? []) {
    if (chain.length === chainMax) return { why: `more than ${chainMax} certificates` };
    const certificate = parsed(block);
    if (!certificate) return { why: 'not a certificate' };
    chain.push(certificate);
  }
  const leaf = chain[0];
  if (!leaf) return { why: 'no certificate' };
  if (leaf.checkHost(signer, { subject: 'never', wildcards: false }) === undefined) return { why: `not for ${signer}` };
  const key = leaf.publicKey;
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < keyBitsMin) return { why: 'not an RSA key of 2,048 bits' };

  let from = -Infinity;
  let until = Infinity;
  const holdsNow = (certificate: X509Certificate) => {
    from = Math.max(from, certificate.validFromDate.getTime());
    until = Math.min(until, certificate.validToDate.getTime());
    return from <= now && now <= until;
  };
  for (const [below, certificate] of chain.entries()) {
    if (!holdsNow(certificate)) return { why: now < from ? 'not yet valid' : 'expired' };
    // `below` counts the leaf too, which no path length does.
    if (below > 0 && (!certificate.ca || pathLength(certificate.raw) < below - 1)) return { why: 'issued by one that is no authority' };
    const root = roots.issuerOf(certificate);
    if (root) return holdsNow(root) && pathLength(root.raw) >= below ? { key, from, until } : { why: 'the root is not valid' };
    const next = chain[below + 1];
    if (!next) return { why: 'no trusted root' };
    if (!issued(next, certificate)) return { why: 'not issued by the next one' };
  }
  return { why: 'no trusted root' };
}

/** Certificates that are trusted by themselves. */
export interface Roots {
  /** The root that signed it, or that it is. */
  issuerOf(certificate: X509Certificate): X509Certificate | undefined;
}

/** Makes roots of PEM; they are read when first asked for. Those that can't be read are left out. */
export function rootsOf(pems: readonly string[]): Roots {
  let bySubject: Map<string, X509Certificate[]> | undefined;
  const index = () => {
    const map = new Map<string, X509Certificate[]>();
    for (const root of pems.map(parsed)) if (root) map.set(root.subject, [...(map.get(root.subject) ?? []), root]);
    return map;
  };
  return {
    issuerOf(certificate) {
      bySubject ??= index();
      const itself = bySubject.get(certificate.subject)?.find((root) => root.raw.equals(certificate.raw));
      return itself ?? bySubject.get(certificate.issuer)?.find((root) => root.ca && issued(root, certificate));
    },
  };
}

function issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function parsed(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined; // Outside bytes: what can't be read isn't trusted, and the caller says so.
  }
}
