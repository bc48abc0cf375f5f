import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Authority, type StandInAlexa, startAlexa } from '../../test/platforms/alexa.ts';
import { rsaKeys } from '../../test/platforms/certificates.ts';
import { rootsOf, trustedChain } from './certificate.ts';

const dayMs = 86_400_000;
const hosts = ['echo-api.amazon.com'];
let alexa: StandInAlexa;
let ca: Authority;

beforeAll(async () => {
  alexa = await startAlexa();
  ca = alexa.authority;
});
afterAll(() => alexa.close());

const judged = (pem: string, { roots = [ca.pems.root], now = Date.now() } = {}) => trustedChain(pem, rootsOf(roots), now);
/** An intermediate of the stand-in's with something changed, and a leaf of it. */
const below = (changed: Partial<Parameters<Authority['certificate']>[0]>, leaf: Partial<Parameters<Authority['certificate']>[0]> = {}) =>
  ca.certificate({ ...ca.leaf, issuer: ca.intermediate, hosts, ...leaf }) +
  ca.certificate({ ...ca.intermediate, issuer: ca.root, ca: true, ...changed });

describe('a chain is trusted', () => {
  it('from the leaf over an intermediate to a root that is not sent along', () => {
    expect(judged(ca.pems.leaf + ca.pems.intermediate)).toMatchObject({ key: expect.anything() });
  });

  it('with the root sent along', () => {
    expect(judged(ca.pems.leaf + ca.pems.intermediate + ca.pems.root)).toHaveProperty('key');
  });

  it('with text between its certificates', () => {
    expect(judged(`Alexa\n${ca.pems.leaf}\r\nsubject=x\r\n${ca.pems.intermediate.replace(/\n/g, '\r\n')}`)).toHaveProperty('key');
  });

  it('straight from the root', () => {
    expect(judged(ca.certificate({ ...ca.leaf, issuer: ca.root, hosts }))).toHaveProperty('key');
  });

  it('among the system roots and ours', () => {
    expect(judged(ca.pems.leaf + ca.pems.intermediate, { roots: [...rootCertificates, ca.pems.root] })).toHaveProperty('key');
  });

  it('when the root is told as a cross-signed one by an authority nobody knows', () => {
    const stranger = { name: 'Stranger', key: rsaKeys() };
    const crossSigned = ca.certificate({ ...ca.root, issuer: stranger, ca: true });
    expect(judged(ca.pems.leaf + ca.pems.intermediate + crossSigned)).toHaveProperty('key');
  });

  it('until the first of its certificates ends', () => {
    const until = Math.floor(Date.now() / 1_000) * 1_000 + 60_000;
    expect(judged(below({ until }))).toMatchObject({ until });
  });
});

describe('a chain is refused', () => {
  const rows: readonly [string, () => ReturnType<typeof judged>, string][] = [
    ['without a certificate', () => judged('nothing here'), 'no certificate'],
    ['with bytes that are no certificate', () => judged('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'), 'not a certificate'],
    ['when the leaf is for another host', () => judged(below({}, { hosts: ['api.amazon.com'] })), 'not for echo-api.amazon.com'],
    ['when the name is only in the subject', () => judged(below({}, { hosts: [], name: 'echo-api.amazon.com' })), 'not for echo-api.amazon.com'],
    ['when the leaf is for all hosts', () => judged(below({}, { hosts: ['*.amazon.com'] })), 'not for echo-api.amazon.com'],
    ['when the leaf has expired', () => judged(below({}, { until: Date.now() - 1_000 })), 'expired'],
    ['when the leaf is not yet valid', () => judged(below({}, { from: Date.now() + 60_000 })), 'not yet valid'],
    ['when the intermediate has expired', () => judged(below({ until: Date.now() - 1_000 })), 'expired'],
    ['when the intermediate is not yet valid', () => judged(below({ from: Date.now() + 60_000 })), 'not yet valid'],
    ['when the intermediate is no authority', () => judged(below({ ca: false, keyUsage: false })), 'issued by one that is no authority'],
    ['when the key of the intermediate is not for certificates', () => judged(below({ ca: false })), 'not issued by the next one'],
    ['when its end is missing', () => judged(ca.pems.leaf), 'no trusted root'],
    ['in another order', () => judged(ca.pems.leaf + ca.pems.root + ca.pems.intermediate), 'not issued by the next one'],
    ['when the intermediate comes first', () => judged(ca.pems.intermediate + ca.pems.leaf), 'not for echo-api.amazon.com'],
    [
      'when its root is unknown',
      () => judged(ca.pems.leaf + ca.pems.intermediate + ca.pems.root, { roots: [...rootCertificates] }),
      'no trusted root',
    ],
    ['when it signed itself', () => judged(ca.certificate({ ...ca.leaf, hosts })), 'no trusted root'],
    ['when it is longer than any', () => judged(ca.pems.leaf.repeat(9)), 'more than 8 certificates'],
    [
      'when the root has expired',
      () => judged(ca.pems.leaf + ca.pems.intermediate, { roots: [ca.certificate({ ...ca.root, ca: true, until: Date.now() - 1_000 })] }),
      'the root is not valid',
    ],
    [
      'when the root is named like ours and has another key',
      () => judged(ca.pems.leaf + ca.pems.intermediate, { roots: [ca.certificate({ ...ca.root, key: ca.leaf.key, ca: true })] }),
      'no trusted root',
    ],
    [
      'when an honest leaf of another host issued it',
      () => {
        const site = { name: 'A site of anyone', key: ca.leaf.key };
        const forged = ca.certificate({ name: 'Forged', key: rsaKeys(), issuer: site, hosts });
        return judged(forged + ca.certificate({ ...site, issuer: ca.intermediate, hosts: ['example.com'], keyUsage: false }) + ca.pems.intermediate);
      },
      'issued by one that is no authority',
    ],
    [
      'when more authorities stand in it than one allows',
      () => {
        const second = { name: 'Second', key: ca.leaf.key };
        const leaf = ca.certificate({ ...ca.leaf, issuer: second, hosts });
        return judged(leaf + ca.certificate({ ...second, issuer: ca.intermediate, ca: true }) + ca.pems.intermediate);
      },
      'issued by one that is no authority',
    ],
  ];

  it.each(rows)('%s', (_, judge, why) => {
    expect(judge()).toEqual({ why });
  });

  it('a day after it was good', () => {
    expect(judged(ca.pems.leaf + ca.pems.intermediate, { now: Date.now() + 2 * dayMs })).toEqual({ why: 'expired' });
  });
});
