import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certificatePlace, certificateUrl } from './certificate-url.ts';

const place = certificatePlace('https://s3.amazonaws.com/echo.api/');
const normalised = (raw: string) => (place ? certificateUrl(raw, place) : 'no place');
const cert = 'https://s3.amazonaws.com/echo.api/echo-api-cert.pem';

describe("a certificate's address", () => {
  it.each([
    ['as Amazon sends it', cert],
    ['with its port', 'https://s3.amazonaws.com:443/echo.api/echo-api-cert.pem'],
    ['with dots that lead back in', 'https://s3.amazonaws.com/echo.api/../echo.api/echo-api-cert.pem'],
    ['with a dot', 'https://s3.amazonaws.com/echo.api/./echo-api-cert.pem'],
    ['with scheme and host in any case', 'HTTPS://S3.AmazonAWS.com/echo.api/echo-api-cert.pem'],
    ['with doubled slashes', 'https://s3.amazonaws.com//echo.api//echo-api-cert.pem'],
    ['with a fragment', `${cert}#x`],
  ])('is taken %s, and fetched in one form', (_, raw) => {
    expect(normalised(raw)).toBe(cert);
  });

  it.each([
    ['http', 'http://s3.amazonaws.com/echo.api/echo-api-cert.pem'],
    ['another host', 'https://notamazon.com/echo.api/echo-api-cert.pem'],
    ['a longer host', 'https://s3.amazonaws.com.evil.com/echo.api/echo-api-cert.pem'],
    ['a host below', 'https://x.s3.amazonaws.com/echo.api/echo-api-cert.pem'],
    ['a host with a last dot', 'https://s3.amazonaws.com./echo.api/echo-api-cert.pem'],
    ['another folder', 'https://s3.amazonaws.com/EcHo.aPi/echo-api-cert.pem'],
    ['a longer folder', 'https://s3.amazonaws.com/echo.api.evil/echo-api-cert.pem'],
    ['the folder itself', 'https://s3.amazonaws.com/echo.api/'],
    ['another port', 'https://s3.amazonaws.com:563/echo.api/echo-api-cert.pem'],
    ['dots that lead out', 'https://s3.amazonaws.com/echo.api/../evil/echo-api-cert.pem'],
    ['dots over doubled slashes', 'https://s3.amazonaws.com/echo.api//../../evil/echo-api-cert.pem'],
    ['encoded dots', 'https://s3.amazonaws.com/echo.api/%2e%2e/evil/echo-api-cert.pem'],
    ['half encoded dots', 'https://s3.amazonaws.com/echo.api/.%2E/evil/echo-api-cert.pem'],
    ['an encoded slash', 'https://s3.amazonaws.com/echo.api/..%2fevil/echo-api-cert.pem'],
    ['twice encoded dots', 'https://s3.amazonaws.com/echo.api/%252e%252e/evil/echo-api-cert.pem'],
    ['a backslash in the path', 'https://s3.amazonaws.com/echo.api/..\\evil\\echo-api-cert.pem'],
    ['a backslash as a slash', 'https:\\\\s3.amazonaws.com\\echo.api\\echo-api-cert.pem'],
    ['a backslash in the host', 'https://evil.com\\@s3.amazonaws.com/echo.api/echo-api-cert.pem'],
    ['a user', 'https://s3.amazonaws.com@evil.com/echo.api/echo-api-cert.pem'],
    ['a user before the right host', 'https://me:pass@s3.amazonaws.com/echo.api/echo-api-cert.pem'],
    ['a query', `${cert}?response-content-type=text/plain`],
    ['an empty query', `${cert}?`],
    ['a tab', 'https://s3.amazonaws.com/echo.api/\techo-api-cert.pem'],
    ['a leading space', ` ${cert}`],
    ['a line end', `${cert}\n`],
    ['a dot of another script', 'https://s3。amazonaws.com/echo.api/echo-api-cert.pem'],
    ['no scheme', '//s3.amazonaws.com/echo.api/echo-api-cert.pem'],
    ['one slash', 'https:/s3.amazonaws.com/echo.api/echo-api-cert.pem'],
    ['three slashes', 'https:///s3.amazonaws.com/echo.api/echo-api-cert.pem'],
    ['a file', 'file:///echo.api/echo-api-cert.pem'],
    ['nothing', ''],
    ['a thousand characters', `${cert}${'x'.repeat(1_000)}`],
  ])('is refused with %s', (_, raw) => {
    expect(normalised(raw)).toBeNull();
  });

  it('is inside the place, whatever is asked for', () => {
    const part = fc.constantFrom(
      'https://s3.amazonaws.com',
      '/',
      '//',
      'echo.api',
      '..',
      '.',
      '%2e',
      '\\',
      '@',
      '?',
      '#',
      ':443',
      'evil',
      'cert.pem',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const url = normalised(`https://s3.amazonaws.com/echo.api/${parts.join('')}`);
        if (url !== null) expect(url).toMatch(/^https:\/\/s3\.amazonaws\.com\/echo\.api\/[^%\\@?#]+$/);
        if (url !== null) expect(new URL(url).href).toBe(url);
      }),
    );
  });
});

describe('the setting', () => {
  it.each(['http://127.0.0.1:9000/echo.api/', 'http://localhost:9000/certs', 'http://[::1]:9000/', 'https://certs.example.com/alexa/'])(
    'may be %s',
    (setting) => {
      expect(certificatePlace(setting)).not.toBeNull();
    },
  );

  it.each([
    'http://s3.amazonaws.com/echo.api/',
    'http://127.0.0.1.evil.com/',
    'ftp://localhost/',
    'https://me@host/',
    'https://host/?a',
    'echo.api',
    '',
  ])('may not be "%s"', (setting) => {
    expect(certificatePlace(setting)).toBeNull();
  });

  it('allows loopback by http only because it names it, and only at its port', () => {
    const local = certificatePlace('http://127.0.0.1:9000/echo.api');
    expect(local && certificateUrl('http://127.0.0.1:9000/echo.api/cert.pem', local)).toBe('http://127.0.0.1:9000/echo.api/cert.pem');
    expect(local && certificateUrl('http://127.0.0.1:9001/echo.api/cert.pem', local)).toBeNull();
    expect(local && certificateUrl('http://127.0.0.1:9000/echo.apis/cert.pem', local)).toBeNull();
    expect(normalised('http://127.0.0.1:9000/echo.api/cert.pem')).toBeNull();
  });

  it('may name one file', () => {
    const file = certificatePlace('http://127.0.0.1:9000/cert.pem');
    expect(file && certificateUrl('http://127.0.0.1:9000/cert.pem', file)).toBe('http://127.0.0.1:9000/cert.pem');
    expect(file && certificateUrl('http://127.0.0.1:9000/other.pem', file)).toBeNull();
  });
});
