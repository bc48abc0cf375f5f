import type { Message } from '../topics.ts';

/**
 * A message on its way: JSON in SNS's and SQS's body, the attributes in it too, for a queue's reader sees them there alone. `body` is the message's own, or `blob` the
 * key under which it lies, as JSON.
 */
export interface Envelope {
  readonly v: 1;
  readonly id: string;
  /** When it was published, ms since 1970. */
  readonly at: number;
  readonly attributes: Message['attributes'];
  readonly body?: unknown;
  readonly blob?: string;
}

/** SNS: 256 KiB for a message and its attributes. */
const bytesMax = 256 * 1_024;

/** Puts an envelope around a body that is JSON already, or around the key of where it lies. */
export function enveloped({ id, attributes }: Message, at: number, body: { readonly json: string } | { readonly blob: string }): string {
  const head = JSON.stringify({ v: 1, id, at, attributes } satisfies Envelope).slice(0, -1);
  const rest = 'json' in body ? `"body":${body.json}` : `"blob":${JSON.stringify(body.blob)}`;
  // SQS refuses these two, which JSON leaves as they are; they stand only inside of JSON's strings.
  return `${head},${rest}}`.replace(/[\ufffe\uffff]/g, (character) => (character === '\ufffe' ? '\\ufffe' : '\\uffff'));
}

/** Whether SNS takes it as it is. */
export function fits(envelope: string, attributes: Message['attributes']): boolean {
  const ofAttributes = Object.entries(attributes).reduce((sum, [name, value]) => sum + name.length + 'String'.length + Buffer.byteLength(value), 0);
  return Buffer.byteLength(envelope) + ofAttributes <= bytesMax;
}

/** Reads one; null when it is none of ours. */
export function readEnvelope(text: string): Envelope | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    // Put into the queue by somebody else.
    return null;
  }
  const isOurs =
    typeof read === 'object' &&
    read !== null &&
    'v' in read &&
    read.v === 1 &&
    'id' in read &&
    typeof read.id === 'string' &&
    'at' in read &&
    typeof read.at === 'number' &&
    'attributes' in read &&
    typeof read.attributes === 'object' &&
    ('body' in read || ('blob' in read && typeof read.blob === 'string'));
  return isOurs ? (read as Envelope) : null;
}
