import { expect, it } from 'vitest';
import { failureOf } from './failure.ts';
import { why } from './say.ts';

const dns = (code: string) => why(failureOf(Object.assign(new Error(`getaddrinfo ${code}`), { code }), 'dns'), 'en');

it('of a name that is not found says both causes: the name, and this machine', () => {
  expect(dns('ENOTFOUND')).toBe('has a name that DNS does not know (a typo, or this machine is offline)');
  expect(dns('EAI_AGAIN')).toBe('could not be looked up, for DNS did not answer (perhaps this machine is offline)');
});

it.each([
  [12, 'has a certificate that ends in 12 days', 'das Zertifikat endet in 12 Tagen'],
  [1, 'has a certificate that ends tomorrow', 'das Zertifikat endet morgen'],
  [-2, 'has a certificate that ended 2 days ago', 'das Zertifikat endete vorgestern'],
])('says when a certificate ends, %i days from now', (days, en, de) => {
  expect(why({ code: 'certificate_ends', values: { days } }, 'en')).toBe(en);
  expect(why({ code: 'certificate_ends', values: { days } }, 'de-AT')).toBe(de);
});

it('says what a status means', () => {
  expect(why({ code: 'status', values: { status: 503 } }, 'en')).toBe('answers with 503: it is overloaded or being worked on');
  expect(why({ code: 'status', values: { status: 404 } }, 'de')).toBe('die Antwort ist 404, an dieser Adresse ist nichts');
  expect(why({ code: 'status', values: { status: 299 } }, 'en')).toBe('answers with 299');
});

it('says of a code that it does not know which it is, and in which phase', () => {
  expect(why({ code: 'ESOMETHING', values: { phase: 'tls' } }, 'en')).toBe('does not speak TLS as it should (ESOMETHING)');
  expect(why({ code: 'constructor' }, 'en')).toBe('does not answer as it should (constructor)');
  expect(why({}, 'de')).toBe('die Antwort ist nicht, wie sie sein soll (unknown)');
});
