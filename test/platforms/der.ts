/** A DER value, ready to stand in another: enough of ASN.1 (X.690) to write a certificate. */
export function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body]);
}

export const sequence = (...items: readonly Buffer[]) => der(0x30, ...items);
export const setOf = (...items: readonly Buffer[]) => der(0x31, ...items);
export const nothing = der(0x05);
export const boolean = (value: boolean) => der(0x01, Buffer.from([value ? 0xff : 0]));
export const octets = (inner: Buffer) => der(0x04, inner);
export const utf8 = (text: string) => der(0x0c, Buffer.from(text));
/** All bits used, unless `unused` of the last byte aren't. */
export const bits = (bytes: Buffer, unused = 0) => der(0x03, Buffer.from([unused]), bytes);
/** `[n]`, explicit. */
export const explicit = (n: number, inner: Buffer) => der(0xa0 | n, inner);

/** A non-negative integer. */
export function integer(value: number | Buffer): Buffer {
  let bytes =
    typeof value === 'number'
      ? Buffer.from(value.toString(16).padStart(value.toString(16).length + (value.toString(16).length % 2), '0'), 'hex')
      : value;
  while (bytes.length > 1 && bytes[0] === 0 && (bytes[1] ?? 0) < 0x80) bytes = bytes.subarray(1);
  return der(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** An object identifier from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const base128 = (n: number): number[] => {
    const out = [n & 0x7f];
    for (let high = Math.floor(n / 128); high > 0; high = Math.floor(high / 128)) out.unshift((high & 0x7f) | 0x80);
    return out;
  };
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** RFC 5280, 4.1.2.5: UTCTime through 2049, GeneralizedTime after. `ms` since 1970, cut to the second. */
export function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '');
  return new Date(ms).getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits));
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}
