import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Listening, listening } from './listening.ts';
import { moto } from './moto.ts';
import { isSigned } from './signature.ts';

/** What a service refuses, by the name that its documentation has. */
export class AwsError extends Error {
  readonly status: number;

  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

export type Operation = (input: Record<string, unknown>) => object;

export interface JsonService extends Listening {
  /** The next calls of an operation end so, as often as said, in place of being carried out. */
  fail(operation: string, failure: AwsError, times?: number): void;
  /** How often each operation was asked for. */
  readonly asked: ReadonlyMap<string, number>;
}

/**
 * A service of AWS's JSON 1.1 protocol: the operation stands behind the last dot of `X-Amz-Target`, input and output are JSON, an error is a status and `__type`. What is
 * none of `operations` is refused as the service refuses what it doesn't know, and what is not signed for `service` (its name in a signature's scope) too. In the second world moto carries them out, and this one counts and fails alone.
 */
export async function jsonService(service: string, operations: Readonly<Record<string, Operation>>): Promise<JsonService> {
  const failures: { readonly operation: string; readonly failure: AwsError; left: number }[] = [];
  const asked = new Map<string, number>();

  async function carryOut(operation: string, body: string, request: IncomingMessage): Promise<readonly [status: number, output: object]> {
    asked.set(operation, (asked.get(operation) ?? 0) + 1);
    if (!isSigned(service, request, body))
      throw new AwsError('InvalidSignatureException', 'The request signature we calculated does not match.', 403);
    const failing = failures.find((one) => one.operation === operation && one.left > 0);
    if (failing) {
      failing.left--;
      throw failing.failure;
    }
    if (moto) return passedOn(moto, request.headers, body);
    const work = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
    if (!work) throw new AwsError('UnknownOperationException', '');
    return [200, work(body === '' ? {} : (JSON.parse(body) as Record<string, unknown>))];
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const [status, output] = await carryOut(operation, Buffer.concat(pieces).toString(), request).catch((cause: unknown) => {
      if (!(cause instanceof AwsError)) throw cause;
      return [cause.status, { __type: cause.name, message: cause.message, Message: cause.message }] as const;
    });
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(output));
  }

  const served = await listening(createServer((request, response) => void answer(request, response)));
  return { ...served, asked, fail: (operation, failure, times = 1) => void failures.push({ operation, failure, left: times }) };
}

async function passedOn(endpoint: string, headers: IncomingMessage['headers'], body: string): Promise<readonly [number, object]> {
  const given = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': String(headers['x-amz-target']) };
  const answer = await fetch(endpoint, { method: 'POST', headers: { ...given, authorization: headers.authorization ?? '' }, body });
  return [answer.status, (await answer.json()) as object];
}

/** A text that must be there. */
export function textOf(input: Record<string, unknown>, name: string): string {
  const value = input[name];
  if (typeof value !== 'string' || value === '')
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must not be null`,
    );
  return value;
}
