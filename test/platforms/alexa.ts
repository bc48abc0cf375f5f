import { type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { responseFaults } from './alexa-check.ts';
import { alexaRequests } from './alexa-requests.ts';
import { type CertificateOptions, certificate, type KeyPair, rsaKeys } from './certificates.ts';

const dayMs = 86_400_000;
export const standInSkillId = 'amzn1.ask.skill.00000000-0000-4000-8000-00000000be11';

/** A request as Alexa signs it. */
export interface SignedRequest {
  readonly method: 'POST';
  readonly path: '/alexa';
  readonly query: '';
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

export interface SignOptions {
  /** File name below `env.ALEXA_CERT_URL`, as `serve` knows it. */
  readonly file?: string;
  readonly key?: KeyObject;
}

/** What the certificate host answers for a file: a chain in PEM, or anything at all. */
export type Served = string | ((request: IncomingMessage, response: ServerResponse) => void);

/** Alexa on loopback. */
export interface StandInAlexa extends ReturnType<typeof alexaRequests> {
  /** Where certificates are served, ends with `/`. */
  readonly url: string;
  /** Settings that point Bellhop to it. */
  readonly env: { readonly ALEXA_SKILL_ID: string; readonly ALEXA_CERT_URL: string; readonly ALEXA_CA_FILE: string };
  /** Signs a body (an object as JSON, or bytes as they are). */
  request(body: object | Buffer, options?: SignOptions): SignedRequest;
  /** Sends it to Bellhop's address (its origin) and checks the answer; throws where Alexa would refuse it. */
  send(origin: string, body: object): Promise<{ readonly status: number; readonly body: string; readonly speech: string; readonly open: boolean }>;
  /** What Alexa would refuse in a response; empty when nothing. */
  check(body: string, requestType?: string): string[];
  readonly authority: Authority;
  /** Serves something else under a file name; answers its address. */
  serve(file: string, content: Served): string;
  /** How often each file was fetched. */
  readonly fetched: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** The keys and names that certificates of the stand-in are made of. */
export interface Authority {
  readonly root: { readonly name: string; readonly key: KeyPair };
  readonly intermediate: { readonly name: string; readonly key: KeyPair };
  readonly leaf: { readonly name: string; readonly key: KeyPair };
  /** A certificate, valid from yesterday until tomorrow unless it says otherwise. */
  certificate(options: Omit<CertificateOptions, 'from' | 'until'> & { readonly from?: number; readonly until?: number }): string;
  /** The three of the usual chain, PEM. */
  readonly pems: { readonly root: string; readonly intermediate: string; readonly leaf: string };
}

/** Starts it: makes its own root, intermediate and leaf, and serves the chain. `now`: the clock of certificates and requests. */
export async function startAlexa({ now = Date.now, skillId = standInSkillId }: { now?: () => number; skillId?: string } = {}): Promise<StandInAlexa> {
  const authority = authorityAt(now);
  const files = new Map<string, Served>([['chain.pem', authority.pems.leaf + authority.pems.intermediate]]);
  const fetched = new Map<string, number>();
  const server = createServer((request, response) => {
    const file = (request.url ?? '').replace('/echo.api/', '');
    fetched.set(file, (fetched.get(file) ?? 0) + 1);
    const content = files.get(file);
    if (typeof content === 'function') content(request, response);
    else response.writeHead(content === undefined ? 404 : 200, { 'content-type': 'application/x-pem-file' }).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/echo.api/`;
  const folder = mkdtempSync(join(tmpdir(), 'alexa-'));
  const caFile = join(folder, 'root.pem');
  writeFileSync(caFile, authority.pems.root);

  const request = (body: object | Buffer, { file = 'chain.pem', key = authority.leaf.key.privateKey }: SignOptions = {}): SignedRequest => {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
    return {
      method: 'POST',
      path: '/alexa',
      query: '',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        signaturecertchainurl: url + file,
        signature: sign('sha1', bytes, key).toString('base64'),
        'signature-256': sign('sha256', bytes, key).toString('base64'),
      },
      body: bytes,
    };
  };
  return {
    ...alexaRequests(skillId, now),
    url,
    env: { ALEXA_SKILL_ID: skillId, ALEXA_CERT_URL: url, ALEXA_CA_FILE: caFile },
    authority,
    fetched,
    request,
    check: (body, requestType = 'IntentRequest') => responseFaults(body, requestType),
    serve(file, content) {
      files.set(file, content);
      return url + file;
    },
    async send(origin, body) {
      const { headers, body: bytes } = request(body);
      const answer = await fetch(`${origin}/alexa`, { method: 'POST', headers, body: new Uint8Array(bytes), signal: AbortSignal.timeout(8_000) });
      const text = await answer.text();
      if (answer.status !== 200) return { status: answer.status, body: text, speech: '', open: false };
      const faults = responseFaults(text, typeIn(body));
      if (faults.length > 0) throw new Error(`Alexa would refuse the response: ${faults.join('; ')}.`);
      return { status: 200, body: text, ...heard(text) };
    },
    async close() {
      rmSync(folder, { recursive: true, force: true });
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function authorityAt(now: () => number): Authority {
  const root = { name: 'Stand-in Root', key: rsaKeys() };
  const intermediate = { name: 'Stand-in Intermediate', key: rsaKeys() };
  const leaf = { name: 'Stand-in Alexa', key: rsaKeys() };
  const made: Authority['certificate'] = (options) => certificate({ from: now() - dayMs, until: now() + dayMs, ...options });
  return {
    root,
    intermediate,
    leaf,
    certificate: made,
    pems: {
      root: made({ ...root, ca: true }),
      intermediate: made({ ...intermediate, issuer: root, ca: true, pathLength: 0 }),
      leaf: made({ ...leaf, issuer: intermediate, hosts: ['echo-api.amazon.com'] }),
    },
  };
}

const typeIn = (body: object) =>
  'request' in body && typeof body.request === 'object' && body.request && 'type' in body.request ? String(body.request.type) : '';

/** What the person hears, as words, and whether Alexa listens on. */
function heard(body: string): { speech: string; open: boolean } {
  const { response } = JSON.parse(body) as { response: { outputSpeech?: { ssml: string }; shouldEndSession?: boolean } };
  const speech = (response.outputSpeech?.ssml ?? '')
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
  return { speech, open: response.shouldEndSession === false };
}
