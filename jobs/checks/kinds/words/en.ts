import type { Values } from '../../kind.ts';

type Says = string | ((values: Values) => string);
/** Each code, with its words: all known by name, some from values. */
const failures = <K extends string>(by: Record<K, Says>): Readonly<Record<K, Says>> => by;

/** Why something isn't as it should be, in English: the measure of every other language. A reason follows its target's name, or "it": "refused the connection". */
export const en = {
  /** Codes of Node's net, dns, tls and http, and of OpenSSL's verification. */
  failures: failures({
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
    upgrade: 'answers in another protocol than HTTP',
    no_answer: 'closed the connection without an answer',
    half: 'broke off in the middle of its answer',
    redirect_nowhere: 'redirects without saying where to',
    redirect_no_address: 'redirects to what is no address',
    redirect_elsewhere: ({ protocol }) => `redirects to ${protocol} which is no web address`,
    redirects_often: ({ most }) => `redirects more than ${most} times`,
    status: ({ status }) => `answers with ${status}`,
    header_missing: ({ name }) => `answers without the header ${name}`,
    header_other: ({ name, words }) => `has another header ${name} than one with “${words}”`,
    packed: ({ coding }) => `packs its answer (${coding}), though it was asked not to`,
    phrase_missing: ({ phrase }) => `answers without the words “${phrase}”`,
    phrase_there: ({ phrase }) => `answers with the words “${phrase}”`,
    json_unreadable: 'answers with what is no JSON',
    json_missing: ({ path }) => `has nothing at ${path} of its answer`,
    json_other: ({ path }) => `has another value at ${path} of its answer than it should`,
    slow: ({ tookMs, withinMs }) => `took ${tookMs} ms, and should take no more than ${withinMs} ms`,
    certificate_ends: ({ days }) => `has a certificate that ends in ${days} days`,
    protocol: ({ protocol }) => `does not speak ${protocol}`,
    ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: 'speaks no protocol inside TLS that it was asked for',
    token: ({ why }) => `can’t be asked: there was no token for it (${why})`,
    proxy: ({ status }) => `can’t be reached through the proxy, which answers with ${status}`,
    inverted: 'answers, though it should not',
    address_not_allowed: ({ host, address }) =>
      `leads to ${address === host ? 'an address' : address}, which is not public, and I only reach out to public addresses`,
    secret_missing: ({ name }) => `can’t be looked at: there is no secret “${name}”`,
    secret_unfit: 'can’t be looked at: a secret for it is not of a form that I can use',
  }),
  unclear: {
    dns: (code: string) => `can’t be reached (${code})`,
    connect: (code: string) => `can’t be reached (${code})`,
    tls: (code: string) => `does not speak TLS as it should (${code})`,
    http: (code: string) => `does not speak HTTP as it should (${code})`,
    talk: (code: string) => `does not answer as it should (${code})`,
  },
  /** What asked for did answer: it is where it led that failed. */
  ledTo: (host: string, why: string) => `it redirects to ${host}, which ${why}`,
  late: {
    unresolved: (time: string) => `its name was not resolved within ${time}`,
    unconnected: (time: string) => `it took no connection within ${time}`,
    unanswered: (time: string) => `it did not answer within ${time}`,
    unfinished: (time: string) => `it did not finish its answer within ${time}`,
  },
};

export type Words = typeof en;
