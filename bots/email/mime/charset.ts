/** Bytes in a charset as text; in UTF-8 for one that nobody knows. Never throws. */
export function decoded(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** Quoted-printable as bytes (RFC 2045, 6.7); what is none stands as it is. `_` is a space in a header's word. */
export function quotedPrintable(text: string, isWord = false): Buffer {
  const joined = isWord ? text.replaceAll('_', ' ') : text.replace(/=[ \t]{0,10}\r?\n/g, '');
  const bytes = Buffer.allocUnsafe(joined.length);
  let to = 0;
  for (let at = 0; at < joined.length; at++) {
    const hex = joined[at] === '=' ? /^[0-9A-Fa-f]{2}$/.exec(joined.slice(at + 1, at + 3))?.[0] : undefined;
    bytes[to++] = hex === undefined ? joined.charCodeAt(at) : Number.parseInt(hex, 16);
    if (hex !== undefined) at += 2;
  }
  return bytes.subarray(0, to);
}

const encodedWord = /=\?([A-Za-z0-9_-]{1,40})(?:\*[A-Za-z-]{1,40})?\?([BbQq])\?([^?\s]{0,2000})\?=/g;

/** A header's value with its encoded words read (RFC 2047), on one line. */
export function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+(?==\?)/g, '?=')
    .replace(encodedWord, (_, charset: string, how: string, text: string) =>
      decoded(how.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : quotedPrintable(text, true), charset),
    )
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim();
}
