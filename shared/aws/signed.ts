import { text } from 'node:stream/consumers';
import { setTimeout as passed } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';

export interface Post {
  readonly path: string;
  /** In small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends it, until `abortSignal` ends it, and answers the body. Throws an Error of the name that the service gives to its refusal, or what kept it from being asked. */
export type SignedPosts = (post: Post, abortSignal: AbortSignal) => Promise<string>;

export interface SignedOptions {
  /** A ready client, whose credentials, connections and time-outs of one try hold here too. */
  readonly client: Pick<DynamoDBClient, 'config'>;
  /** Its name in a signature: `secretsmanager`. */
  readonly service: string;
  /** The service's address in a region. */
  readonly endpoint: (region: string) => string;
  readonly random: () => number;
  /** All tries of one post. Default: 3. */
  readonly tries?: number;
}

/** The longest wait before the second try, ms; before the third it is twice that. */
const waitMs = 100;

/**
 * Single calls of a service whose client of the SDK would be much for them, in what must be small: the same signature, over the connections of a client that is there anyway.
 * What was throttled, failed inside the service or had no answer is tried again, as the SDK does.
 */
export function signedPosts({ client: { config }, service, endpoint, random, tries = 3 }: SignedOptions): SignedPosts {
  const signer = new SignatureV4({ ...config, service });

  async function signed({ path, headers, body }: Post) {
    const { protocol, host, hostname, port, pathname } = new URL(endpoint(await config.region()));
    const app = await config.userAgentAppId();
    return signer.sign({
      method: 'POST',
      protocol,
      hostname,
      ...(port && { port: Number(port) }),
      path: pathname.replace(/\/$/, '') + path,
      headers: { host, 'user-agent': app ? `bellhop app/${app}` : 'bellhop', ...headers },
      body,
    });
  }

  return async (post, abortSignal) => {
    const request = await signed(post);
    for (let tried = 1; ; tried++) {
      try {
        const { response } = await config.requestHandler.handle(request, { abortSignal });
        const body = await text(response.body);
        if (response.statusCode < 300) return body;
        throw new Refused(response.statusCode, response.headers['x-amzn-errortype'], body);
      } catch (cause) {
        if (tried >= tries || abortSignal.aborted || (cause instanceof Refused && !cause.passes)) throw cause;
        await passed(random() * waitMs * 2 ** (tried - 1), undefined, { signal: abortSignal });
      }
    }
  };
}

class Refused extends Error {
  /** Whether another try may meet something else. */
  readonly passes: boolean;

  /** Its name stands in a header or in the body, by the service: bare, behind a namespace, or with an address after it. */
  constructor(status: number, named: string | undefined, body: string) {
    const { __type, message, Message } = fieldsOf(body);
    super(message ?? Message ?? `The service answered ${status}.`);
    this.name = (named ?? __type ?? 'UnknownError').replace(/^.*#|:.*$/g, '');
    this.passes = status === 429 || status >= 500 || /Throttl|TooManyRequests|RequestLimit|RequestTimeout/.test(this.name);
  }
}

function fieldsOf(body: string): { readonly __type?: string; readonly message?: string; readonly Message?: string } {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
}
