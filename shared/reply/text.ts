/**
 * Text with simple marks, as data. A plain string is literal: no channel reads marks, mentions or links in it.
 * `marked` makes the rest, and keeps what is put in literal too, so a parameter can't inject anything.
 */
export type Span =
  | string
  | { readonly bold: string }
  | { readonly italic: string }
  | { readonly code: string }
  | { readonly link: string; readonly url: string };
export type Text = string | readonly Span[];

const mark = /\*([^*\n]+)\*|_([^_\n]+)_|`([^`\n]+)`/g;

/**
 * marked`*${site}* is up, see _docs_ and \`code\`` — marks are read in the template alone; a value between two marks takes them on, literally.
 */
export function marked(strings: TemplateStringsArray, ...values: readonly (string | number | Span)[]): readonly Span[] {
  // Values stand in as private-use characters while marks are read, so nothing inside a value is ever parsed.
  const template = strings.reduce((text, part, i) => text + (i === 0 ? '' : String.fromCharCode(0xe000 + i - 1)) + part, '');
  const fill = (text: string) => text.replace(/[\ue000-\uf8ff]/g, (c) => plain([asSpan(values[c.charCodeAt(0) - 0xe000])]));
  const spans: Span[] = [];
  const literal = (text: string) => {
    for (const part of text.split(/([\ue000-\uf8ff])/)) {
      if (part === '') continue;
      const value = /^[\ue000-\uf8ff]$/.test(part) ? values[part.charCodeAt(0) - 0xe000] : part;
      spans.push(asSpan(value));
    }
  };
  let at = 0;
  for (const match of template.matchAll(mark)) {
    literal(template.slice(at, match.index));
    if (match[1] !== undefined) spans.push({ bold: fill(match[1]) });
    else if (match[2] !== undefined) spans.push({ italic: fill(match[2]) });
    else spans.push({ code: fill(match[3] ?? '') });
    at = match.index + match[0].length;
  }
  literal(template.slice(at));
  return spans;
}

function asSpan(value: string | number | Span | undefined): Span {
  return typeof value === 'object' ? value : String(value ?? '');
}

/** A link; `url` must be http(s) or mailto, else only its text is kept. */
export function link(text: string, url: string): Span {
  return /^(https?:\/\/|mailto:)/i.test(url) ? { link: text, url } : text;
}

/** The spans of any text. */
export function spansOf(text: Text): readonly Span[] {
  return typeof text === 'string' ? [text] : text;
}

/** The words alone; a link whose text differs from its address shows both. */
export function plain(text: Text): string {
  return spansOf(text)
    .map((span) => {
      if (typeof span === 'string') return span;
      if ('bold' in span) return span.bold;
      if ('italic' in span) return span.italic;
      if ('code' in span) return span.code;
      return span.link === span.url ? span.url : `${span.link} (${span.url})`;
    })
    .join('');
}

/**
 * Cuts a string into parts of at most `max` UTF-16 units at a natural place: a blank line, a line, a sentence, a word, else between characters
 * (never inside a surrogate pair). `join(parts)` loses only the white space at the cuts.
 */
export function split(text: string, max: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const cut = naturalCut(rest, max);
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).replace(/^\s+/, '');
  }
  if (rest !== '' || parts.length === 0) parts.push(rest);
  return parts.filter((part, i) => part !== '' || i === 0);
}

function naturalCut(text: string, max: number): number {
  const window = text.slice(0, max + 1);
  for (const [separator, keep] of [
    ['\n\n', 0],
    ['\n', 0],
    ['. ', 1],
    [' ', 0],
  ] as const) {
    const at = window.lastIndexOf(separator, max - keep);
    if (at > max / 2) return at + keep;
  }
  const code = text.charCodeAt(max - 1);
  return code >= 0xd800 && code <= 0xdbff && max > 1 ? max - 1 : max;
}

/** At most `max` units, the last one an ellipsis when something was cut. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = Math.max(0, max - 1);
  const code = text.charCodeAt(cut - 1);
  return `${text.slice(0, code >= 0xd800 && code <= 0xdbff ? cut - 1 : cut)}…`;
}
