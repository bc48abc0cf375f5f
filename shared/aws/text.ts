/**
 * Text as a key of the table has it. DynamoDB's strings are UTF-8: a half of a surrogate pair would become another character, and two keys one. So halves are written as
 * U+0001 and a character; U+0000 and U+0001 too, which leaves U+0001 U+0001 free as an end that sorts before all that may follow. All other text is written as it is,
 * and the order by UTF-8 bytes stays that of the text.
 */
export function escaped(text: string): string {
  return plain(text) ? text : text.replace(special, (found) => mark + String.fromCharCode(substitute(found.charCodeAt(0))));
}

/** The text again. */
export function unescaped(text: string): string {
  return text.includes(mark) ? text.replace(escapes, (_, found: string) => String.fromCharCode(original(found.charCodeAt(0)))) : text;
}

/** Ends a part of a key: no escaped text has it, and it sorts before all that could stand in its place. */
export const end = '\u0001\u0001';

const mark = '\u0001';
const special = /[\u0000\u0001]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const escapes = /\u0001([^\u0001])/g;
const firstHalf = 0xd800;

const plain = (text: string) => text.isWellFormed() && !text.includes('\u0000') && !text.includes(mark);

/** U+0000 and U+0001 in this order after the end's own; the halves from the space on, most of which take two bytes. */
const substitute = (code: number) => (code < firstHalf ? code + 2 : code - firstHalf + 0x20);
const original = (code: number) => (code < 0x20 ? code - 2 : code - 0x20 + firstHalf);
