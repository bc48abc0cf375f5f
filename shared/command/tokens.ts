/** A word of a command line, or several in quotes. */
export interface Token {
  /** As it stands, quotes and name included. */
  readonly raw: string;
  /** Without quotes, and without the name before it. */
  readonly value: string;
  /** `site` of `site:x`, `site:"x y"` and `--site=x`. */
  readonly name?: string;
  readonly quoted: boolean;
  /** The white space before it. */
  readonly gap: string;
}

/** What closes each opening quote. */
const closing: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '””“"', '„': '“”"', '‘': '’', '‚': '‘’', '«': '»', '»': '«', '”': '”' };

/**
 * Cuts a line into words. A quote opens at a word's beginning (or after its name) and closes before white space or the end; one that never closes is a character like
 * any other, and so is the apostrophe of "don't". Linear.
 */
export function tokensOf(line: string): Token[] {
  const tokens: Token[] = [];
  const hopeless = new Set<string>();
  let at = 0;
  while (at < line.length) {
    const gapFrom = at;
    while (at < line.length && isSpace(line, at)) at++;
    if (at >= line.length) break;
    const gap = line.slice(gapFrom, at);
    const name = /^(?:--)?([a-zA-Z][\w]{0,40})[:=]/.exec(line.slice(at, at + 48));
    const dashed = line.startsWith('--', at);
    const named = name && (dashed || name[0].endsWith(':')) ? name : null;
    const from = at + (named ? named[0].length : 0);
    const close = closeOf(line, from, hopeless);
    let end = close === null ? from : close + 1;
    while (end < line.length && !isSpace(line, end)) end++;
    const value = close === null ? line.slice(from, end) : line.slice(from + 1, close);
    tokens.push({ raw: line.slice(at, end), value, quoted: close !== null, gap, ...(named?.[1] === undefined ? {} : { name: named[1] }) });
    at = end;
  }
  return tokens;
}

/** Where the quote that opens at `from` closes, or null. A kind of quote that once didn't close never does further on. */
function closeOf(line: string, from: number, hopeless: Set<string>): number | null {
  const open = line[from] ?? '';
  const closers = closing[open];
  if (closers === undefined || hopeless.has(open)) return null;
  for (let i = from + 1; i < line.length; i++) {
    if (closers.includes(line[i] ?? '') && (i + 1 === line.length || isSpace(line, i + 1)) && i > from + 1) return i;
  }
  hopeless.add(open);
  return null;
}

const isSpace = (line: string, at: number) => line.charCodeAt(at) <= 32 || line.charCodeAt(at) === 0xa0;
