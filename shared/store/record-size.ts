import { BellhopError } from '../errors.ts';

/** The most that a record may be: what is kept here can be kept in DynamoDB, whose items have 400 KB. */
const keyMax = 500;
const bytesMax = 300_000;

/** A record or its key is larger than a store takes. */
export class RecordTooLarge extends BellhopError {
  constructor(collection: string, what: string) {
    super('record_too_large', `A record of ${collection} is too large: ${what}.`, { hint: 'Keep the large part as a blob.' });
  }
}

/** A record's value as JSON. Throws RecordTooLarge when it, or its key, is too large, and TypeError for what JSON doesn't keep. */
export function jsonOf(collection: string, key: string, value: unknown): string {
  const json: string | undefined = JSON.stringify(value);
  if (json === undefined) throw new TypeError(`A record of ${collection} must be a value that JSON keeps.`);
  if (key.length === 0 || key.length > keyMax)
    throw new RecordTooLarge(collection, `its key has ${key.length} characters, 1 to ${keyMax} are allowed`);
  if (json.length > bytesMax || Buffer.byteLength(json) > bytesMax)
    throw new RecordTooLarge(collection, `${Buffer.byteLength(json)} bytes, ${bytesMax} are allowed`);
  return json;
}
