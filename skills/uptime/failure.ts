/** Why there was no answer: `code` for programs, the message as a sentence's end for people ("refused the connection"). */
export class Failure extends Error {
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** What may well be plain HTTP, asked for with https://. */
export const withoutTls: ReadonlySet<string> = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']);

/** Codes of Node's net, dns, tls and http, and of OpenSSL's verification, in words. */
const words: Readonly<Record<string, string>> = {
  ENOTFOUND: 'has a name that DNS does not know (a typo, or this machine is offline)',
  ENODATA: 'has a name without an address in DNS',
  EAI_AGAIN: 'could not be looked up, for DNS did not answer (perhaps this machine is offline)',
  ETIMEOUT: 'could not be looked up, for DNS did not answer (perhaps this machine is offline)',
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection without an answer',
  EPIPE: 'closed the connection without an answer',
  ETIMEDOUT: 'took no connection in time',
  EHOSTUNREACH: 'can’t be reached from here',
  ENETUNREACH: 'can’t be reached from here',
  CERT_HAS_EXPIRED: 'has a certificate that has ended',
  CERT_NOT_YET_VALID: 'has a certificate that isn’t valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a certificate that it signed itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate from an issuer nobody trusts',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'sends an incomplete certificate chain',
  UNABLE_TO_GET_ISSUER_CERT: 'sends an incomplete certificate chain',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'has a certificate from an issuer nobody trusts',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'speaks no TLS at that port',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'speaks no TLS at that port',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'speaks only TLS versions that are too old to trust',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'speaks only TLS versions that are too old to trust',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: 'shares no way of encrypting with me',
  ERR_SSL_TLSV1_UNRECOGNIZED_NAME: 'does not know itself by that name',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'wants a certificate of ours',
  HPE_HEADER_OVERFLOW: 'sends headers that are too large',
};

/** An error of a phase, put in words. */
export function failureOf(error: unknown, phase: 'dns' | 'connect' | 'tls' | 'http'): Failure {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  const known = Object.hasOwn(words, code) ? words[code] : undefined;
  if (known !== undefined) return new Failure(code, known, error);
  if (phase === 'tls') return new Failure(code, `does not speak TLS as it should (${code})`, error);
  if (phase === 'http') return new Failure(code, `does not speak HTTP as it should (${code})`, error);
  return new Failure(code, `can’t be reached (${code})`, error);
}
