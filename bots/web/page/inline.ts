import { a, type Drawn, h } from './drawn.ts';

/** Teams' Markdown as `render` writes it: `**bold**`, `_italic_`, `` `code` ``, `[words](address)`, a backslash before a mark that is literal. One pass. */
export function markdown(text: string): Drawn[] {
  return scan(text, { bold: '**', italic: '_', code: '`', escapes: '\\', links: true });
}

/** Slack's mrkdwn: `*bold*`, `_italic_`, `` `code` ``, three escapes. */
export function mrkdwn(text: string): Drawn[] {
  return scan(text, { bold: '*', italic: '_', code: '`', links: false }).map((part) =>
    typeof part === 'string' ? unescaped(part) : unescapedElement(part),
  );
}

interface Marks {
  readonly bold: string;
  readonly italic: string;
  readonly code: string;
  readonly escapes?: string;
  readonly links: boolean;
}

function scan(text: string, marks: Marks): Drawn[] {
  const drawn: Drawn[] = [];
  let literal = '';
  const flush = () => {
    if (literal !== '') drawn.push(literal);
    literal = '';
  };
  for (let at = 0; at < text.length; ) {
    const found = tokenAt(text, at, marks);
    if (found) {
      flush();
      drawn.push(found.drawn);
      at = found.end;
    } else {
      if (marks.escapes !== undefined && text[at] === marks.escapes && isMark(text[at + 1])) at++;
      literal += text[at];
      at++;
    }
  }
  flush();
  return drawn;
}

function tokenAt(text: string, at: number, marks: Marks): { readonly drawn: Drawn; readonly end: number } | null {
  for (const [tag, mark] of [
    ['strong', marks.bold],
    ['em', marks.italic],
    ['code', marks.code],
  ] as const) {
    if (!text.startsWith(mark, at) || /\s/.test(text[at + mark.length] ?? ' ') || (mark === '_' && isWord(text[at - 1]))) continue;
    const end = closing(text, at + mark.length, mark, marks.escapes);
    if (end > at + mark.length) return { drawn: h(tag, '', ...unmarked(text.slice(at + mark.length, end), marks)), end: end + mark.length };
  }
  if (!marks.links || text[at] !== '[') return null;
  const middle = closing(text, at + 1, '](', marks.escapes);
  const end = middle < 0 ? -1 : text.indexOf(')', middle);
  if (end < 0) return null;
  return { drawn: a(text.slice(middle + 2, end), ...unmarked(text.slice(at + 1, middle), marks)), end: end + 1 };
}

/** Where the mark stands again, not escaped; -1 when it doesn't. Looks a bounded way ahead, so that the whole scan stays linear. */
function closing(text: string, from: number, mark: string, escapes: string | undefined): number {
  const last = Math.min(text.length, from + 4_000);
  for (let at = from; at < last; at++) {
    if (escapes !== undefined && text[at] === escapes && isMark(text[at + 1])) at++;
    else if (text.startsWith(mark, at)) return at;
  }
  return -1;
}

function unmarked(text: string, { escapes }: Marks): Drawn[] {
  return [escapes === undefined ? text : text.replace(/\\([!-/:-@[-`{-~])/g, '$1')];
}

/** Only punctuation can be a mark; a backslash before anything else is one. */
const isMark = (c: string | undefined) => c !== undefined && /[!-/:-@[-`{-~]/.test(c);
/** An underline inside a word is one. */
const isWord = (c: string | undefined) => c !== undefined && /[\p{L}\p{N}]/u.test(c);

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** `&amp;` and its two siblings as they are read. */
export function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (entity) => entities[entity] ?? entity);
}

function unescapedElement(part: Exclude<Drawn, string>): Drawn {
  return { ...part, children: part.children.map((child) => (typeof child === 'string' ? unescaped(child) : child)) };
}
