import { smsLimits } from './limits.ts';

/** The GSM 7-bit default alphabet (3GPP TS 23.038), and what of its extension counts two units. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extended = new Set('^{}\\[~]|€');

export interface Segments {
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly count: number;
}

/** How a text is sent: in GSM-7, or as a whole in UCS-2 when one character isn't in that; and in how many segments. No character is cut in two. */
export function segmentsOf(text: string): Segments {
  const characters = [...text];
  const encoding = characters.every((c) => gsmUnits(c) > 0) ? 'GSM-7' : 'UCS-2';
  const { alone, each } = encoding === 'GSM-7' ? smsLimits.gsm : smsLimits.ucs2;
  const sizes = characters.map((c) => (encoding === 'GSM-7' ? gsmUnits(c) : c.length));
  if (sizes.reduce((sum, size) => sum + size, 0) <= alone) return { encoding, count: 1 };
  let [count, used] = [1, 0];
  for (const size of sizes) {
    if (used + size > each) [count, used] = [count + 1, 0];
    used += size;
  }
  return { encoding, count };
}

/** How much of a text, in UTF-16 units, surely fits into so many segments beside `reserved` units: in the encoding that holds more of it. */
export function fitting(text: string, segments: number, reserved: number): number {
  // The last unit of a segment is lost where a character of two would have to be cut.
  const room = (each: number) => segments * each - (segments - 1) - reserved;
  const gsm = longest(text, room(smsLimits.gsm.each), gsmUnits);
  const ucs2 = longest(text, room(smsLimits.ucs2.each), (c) => c.length);
  return Math.max(gsm, ucs2);
}

/** The longest beginning of at most `room` units; a character without a size ends it. */
function longest(text: string, room: number, sizeOf: (character: string) => number): number {
  let [at, used] = [0, 0];
  for (const c of text) {
    const size = sizeOf(c);
    if (size === 0 || used + size > room) break;
    used += size;
    at += c.length;
  }
  return at;
}

/** Units of a character in GSM-7; 0: it isn't in it. */
const gsmUnits = (character: string) => (basic.has(character) ? 1 : extended.has(character) ? 2 : 0);
