/** The header fields of a message or of a part of one, names in lower case, each on one line. */
export class Headers {
  readonly #fields: readonly (readonly [name: string, value: string])[];

  constructor(fields: readonly (readonly [string, string])[]) {
    this.#fields = fields;
  }

  first(name: string): string | undefined {
    return this.#fields.find(([one]) => one === name)?.[1];
  }

  all(name: string): readonly string[] {
    return this.#fields.filter(([one]) => one === name).map(([, value]) => value);
  }

  /** Whether there is one whose name begins so. */
  hasAny(beginning: string): boolean {
    return this.#fields.some(([one]) => one.startsWith(beginning));
  }
}

export interface Message {
  readonly headers: Headers;
  readonly body: Buffer;
}

/** More of a head is not looked at, in bytes and in fields: mail servers take less. */
const headBytesMax = 131_072;
const fieldsMax = 1_000;

/** Head and body of a message (RFC 5322), whatever the bytes; what is no field is left out. */
export function messageOf(raw: Buffer): Message {
  const [end, from] = headEnd(raw);
  const head = raw.subarray(0, Math.min(end, headBytesMax)).toString();
  const fields = head
    .replace(/\r?\n[ \t]/g, ' ')
    .split(/\r?\n/, fieldsMax)
    .flatMap((line): (readonly [string, string])[] => {
      const at = line.indexOf(':');
      const name = line.slice(0, Math.max(0, at)).trimEnd().toLowerCase();
      return /^[!-9;-~]{1,80}$/.test(name) ? [[name, line.slice(at + 1).trim()]] : [];
    });
  return { headers: new Headers(fields), body: raw.subarray(from) };
}

/** Where the head ends and the body begins. */
function headEnd(raw: Buffer): readonly [number, number] {
  // A part may have no fields at all.
  if (raw[0] === 0x0a) return [0, 1];
  if (raw[0] === 0x0d && raw[1] === 0x0a) return [0, 2];
  const [wide, narrow] = [raw.indexOf('\r\n\r\n'), raw.indexOf('\n\n')];
  if (wide >= 0 && (narrow < 0 || wide < narrow)) return [wide, wide + 4];
  return narrow >= 0 ? [narrow, narrow + 2] : [raw.length, raw.length];
}
