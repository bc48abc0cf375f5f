import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, randomUUID, sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bits, boolean, der, explicit, integer, nothing, octets, oid, sequence, setOf, time, utf8 } from './der.ts';

/** What a certificate says. Times in ms since 1970. */
export interface CertificateOptions {
  readonly name: string;
  readonly key: KeyPair;
  /** Who signs it; left out: it signs itself. */
  readonly issuer?: { readonly name: string; readonly key: KeyPair };
  readonly from: number;
  readonly until: number;
  /** DNS names it is for. */
  readonly hosts?: readonly string[];
  readonly ca?: boolean;
  /** How many more authorities may stand between this one and a leaf. */
  readonly pathLength?: number;
  /** False leaves the key usage out, so that basic constraints alone tell an authority from a leaf. */
  readonly keyUsage?: boolean;
}

export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const made: KeyPair[] = [];
/** More than one test needs. */
const madeMax = 16;
let asked = 0;

/** Where they are kept for the next process: to make one takes as long as a hundred checks with it. */
const folder = join(import.meta.dirname, '../../node_modules/.cache/bellhop-test-keys');

/** A key pair of RSA with 2,048 bits, another than the fifteen before it. They come round. */
export function rsaKeys(): KeyPair {
  const n = asked++ % madeMax;
  made[n] ??= keptKeys(join(folder, `${n}.pem`));
  return made[n];
}

function keptKeys(file: string): KeyPair {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    mkdirSync(folder, { recursive: true });
    // Written aside: processes side by side read a whole one, whoever was last.
    const aside = `${file}.${randomUUID()}`;
    writeFileSync(aside, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    renameSync(aside, file);
  }
  const privateKey = createPrivateKey(readFileSync(file));
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/** An X.509 version 3 certificate, signed with RSA and SHA-256, in PEM. */
export function certificate(options: CertificateOptions): string {
  const issuer = options.issuer ?? { name: options.name, key: options.key };
  const algorithm = sequence(oid('1.2.840.113549.1.1.11'), nothing);
  const content = sequence(
    explicit(0, integer(2)),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    commonName(issuer.name),
    sequence(time(options.from), time(options.until)),
    commonName(options.name),
    options.key.publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions(options))),
  );
  const whole = sequence(content, algorithm, bits(sign('sha256', content, issuer.key.privateKey)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function commonName(name: string): Buffer {
  return sequence(setOf(sequence(oid('2.5.4.3'), utf8(name))));
}

/** Basic constraints and key usage are critical, as RFC 5280 asks of an authority; the DNS names aren't. */
function extensions({ ca = false, pathLength, hosts = [], keyUsage = true }: CertificateOptions): Buffer[] {
  const constraints = ca ? sequence(boolean(true), ...(pathLength === undefined ? [] : [integer(pathLength)])) : sequence();
  // keyCertSign and cRLSign for an authority, digitalSignature for a leaf: bits 5, 6 and 0.
  const usage = ca ? bits(Buffer.from([0x06]), 1) : bits(Buffer.from([0x80]), 7);
  const names = hosts.map((host) => der(0x82, Buffer.from(host)));
  return [
    sequence(oid('2.5.29.19'), boolean(true), octets(constraints)),
    ...(keyUsage ? [sequence(oid('2.5.29.15'), boolean(true), octets(usage))] : []),
    ...(names.length ? [sequence(oid('2.5.29.17'), octets(sequence(...names)))] : []),
  ];
}
