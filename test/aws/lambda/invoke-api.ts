import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Listening, listening } from '../listening.ts';
import { isSigned } from '../signature.ts';
import { type LambdaFunction, TooManyRequests } from './function.ts';

export interface InvokeApi extends Listening {
  /** Resolves when all that was invoked without waiting has ended. */
  settled(): Promise<void>;
}

/** How an event that nobody waits for goes on, to be changed at will. */
export interface AsyncMood {
  /** Whether this one is run twice: Lambda says at least once. */
  twice: () => boolean;
}

/** The longest that an event waits for a free run, ms: the stack's `maxEventAge`. */
const eventAgeMaxMs = 60_000;
const againMs = 100;

/**
 * Lambda's Invoke, which the real client drives too: RequestResponse, Event and DryRun, signed. An event that fails is not repeated (the stack says so), one that finds no free run waits for one
 * up to a minute. It has no versions, aliases or destinations.
 */
export async function invokeApi(functions: ReadonlyMap<string, LambdaFunction>, mood: AsyncMood = { twice: () => false }): Promise<InvokeApi> {
  const underWay = new Set<Promise<unknown>>();
  const served = await listening(createServer((request, response) => void answer(request, response)));
  return {
    ...served,
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const [, name = ''] = /^\/2015-03-31\/functions\/([^/]+)\/invocations/.exec(request.url ?? '') ?? [];
    const to = functions.get(decodeURIComponent(name).split(':').at(-1) ?? '');
    if (!to) return refuse(response, 404, 'ResourceNotFoundException', `Function not found: ${name}`);
    const body = Buffer.concat(pieces).toString();
    if (!isSigned('lambda', request, body))
      return refuse(response, 403, 'InvalidSignatureException', 'The request signature we calculated does not match.');
    const event = eventOf(body);
    if (event === undefined) return refuse(response, 400, 'InvalidRequestContentException', 'Could not parse request body into json');
    switch (request.headers['x-amz-invocation-type'] ?? 'RequestResponse') {
      case 'DryRun':
        response.writeHead(204).end();
        return;
      case 'Event': {
        for (let times = mood.twice() ? 2 : 1; times > 0; times--) {
          const run = inTime(to, event.value).finally(() => underWay.delete(run));
          underWay.add(run);
        }
        response.writeHead(202).end();
        return;
      }
      default:
        return respond(to, event.value, response);
    }
  }
}

async function respond(to: LambdaFunction, event: unknown, response: ServerResponse): Promise<void> {
  try {
    const ended = await to.invoke(event);
    const failed = 'error' in ended;
    response.writeHead(200, { 'content-type': 'application/json', ...(failed ? { 'x-amz-function-error': 'Unhandled' } : {}) });
    response.end(failed ? JSON.stringify(ended.error) : ended.payload);
  } catch (cause) {
    if (!(cause instanceof TooManyRequests)) throw cause;
    refuse(response, 429, 'TooManyRequestsException', cause.message);
  }
}

async function inTime(to: LambdaFunction, event: unknown): Promise<void> {
  const end = performance.now() + eventAgeMaxMs;
  do {
    try {
      await to.invoke(event);
      return;
    } catch (cause) {
      if (!(cause instanceof TooManyRequests)) throw cause;
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  } while (performance.now() < end);
}

function eventOf(body: string): { readonly value: unknown } | undefined {
  try {
    return { value: body === '' ? {} : (JSON.parse(body) as unknown) };
  } catch {
    return undefined;
  }
}

function refuse(response: ServerResponse, status: number, name: string, Message: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': name }).end(JSON.stringify({ Message, message: Message }));
}
