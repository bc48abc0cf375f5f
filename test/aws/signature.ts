import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { access } from './listening.ts';

/**
 * Whether a request without a query is signed by `access`, for that service: AWS Signature Version 4 (IAM User Guide, "Create a signed AWS API request"), by other hands than the
 * SDK's. That its host and all of AWS's own headers are signed counts too. Of when it doesn't ask: a stage of the tests has its own time.
 */
export function isSigned(service: string, { method, url = '', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>, body: string): boolean {
  const time = String(headers['x-amz-date']);
  const scope = `${time.slice(0, 8)}/${access.region}/${service}/aws4_request`;
  const [, credential, names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=(\S+), SignedHeaders=(\S+), Signature=(\S+)$/.exec(headers.authorization ?? '') ?? [];
  const signed = names.split(';');
  const wanted = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
  if (credential !== `${access.credentials.accessKeyId}/${scope}` || !wanted.every((name) => signed.includes(name))) return false;
  const lines = signed.map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}\n`).join('');
  const path = url.split('/').map(encodeURIComponent).join('/');
  const request = [method, path, '', lines, names, sha256(body)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>((key, part) => hmac(key, part), `AWS4${access.credentials.secretAccessKey}`);
  return signature === Buffer.from(hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha256(request)].join('\n'))).toString('hex');
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
