import { text } from 'node:stream/consumers';
import { setTimeout as passed } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';

/** What a secret says now. */
export interface SecretValue {
  readonly version: string;
  /** Undefined: it is bytes. */
  readonly text: string | undefined;
}

/** Asks for a secret by its ARN or name, until `abortSignal` ends it. Throws an Error of the name that the service gives to its refusal, or what kept it from being asked. */
export type AskSecret = (secretId: string, abortSignal: AbortSignal) => Promise<SecretValue>;

export interface AskSecretOptions {
  /** A ready client, whose credentials, connections and time-outs of one try hold here too. */
  readonly client: Pick<DynamoDBClient, 'config'>;
  /** The address of Secrets Manager in a region. */
  readonly endpoint: (region: string) => string;
  readonly random: () => number;
  /** All tries of one question. Default: 3. */
  readonly tries?: number;
}

const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.GetSecretValue' };

/** The longest wait before the second try, ms; before the third it is twice that. */
const waitMs = 100;

/**
 * Asks Secrets Manager by a signed POST (its API Reference, "GetSecretValue"; AWS's JSON 1.1 protocol), for the SDK's client is a thirtieth of a way in, for one question in
 * 5 minutes. What was throttled, failed inside the service or had no answer is tried again, as that client does.
 */
export function secretsManager({ client: { config }, endpoint, random, tries = 3 }: AskSecretOptions): AskSecret {
  const signer = new SignatureV4({ ...config, service: 'secretsmanager' });

  async function signed(secretId: string) {
    const { protocol, host, hostname, port, pathname } = new URL(endpoint(await config.region()));
    const app = await config.userAgentAppId();
    return signer.sign({
      method: 'POST',
      protocol,
      hostname,
      ...(port && { port: Number(port) }),
      path: pathname,
      headers: { host, ...headers, 'user-agent': app ? `bellhop app/${app}` : 'bellhop' },
      body: JSON.stringify({ SecretId: secretId }),
    });
  }

  return async (secretId, abortSignal) => {
    const request = await signed(secretId);
    for (let tried = 1; ; tried++) {
      try {
        const { response } = await config.requestHandler.handle(request, { abortSignal });
        return valueIn(response.statusCode, await text(response.body));
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

  constructor(status: number, name: string, message: string) {
    super(message);
    this.name = name;
    this.passes = status === 429 || status >= 500 || /Throttl|TooManyRequests|RequestLimit|RequestTimeout/.test(name);
  }
}

interface Answer {
  readonly VersionId?: string;
  readonly SecretString?: string;
  readonly __type?: string;
  readonly message?: string;
  readonly Message?: string;
}

function valueIn(status: number, body: string): SecretValue {
  const answer = parsed(body);
  if (status === 200 && answer) return { version: answer.VersionId ?? '', text: answer.SecretString };
  const name = answer?.__type?.replace(/^.*#|:.*$/g, '') ?? 'UnknownError';
  throw new Refused(status, name, answer?.message ?? answer?.Message ?? `Secrets Manager answered ${status}.`);
}

/** The parser's own message would quote the secret. */
function parsed(body: string): Answer | null {
  try {
    return JSON.parse(body) as Answer | null;
  } catch {
    return null;
  }
}
