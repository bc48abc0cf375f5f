/** Where mail programs put what is answered below what is new. */
const quoted = /<blockquote|<div[^>]{0,200}(?:class="?gmail_quote|id="?(?:appendonsend|divRplyFwdMsg|mail-editor-reference-message-container))/;
/** Elements whose text nobody sees. */
const unseen: ReadonlySet<string> = new Set(['head', 'style', 'script', 'title', 'template']);
const breaks: ReadonlySet<string> = new Set('br p div tr li ul ol table h1 h2 h3 h4 h5 h6 hr section article'.split(' '));

/** The words of a page that a mail program wrote, without what it quotes. Linear in its length; what is no page is text. */
export function textOfHtml(page: string): string {
  // Of the same length, unlike toLowerCase.
  const lower = page.replace(/[A-Z]/g, (c) => c.toLowerCase());
  const quotedAt = lower.search(quoted);
  const end = quotedAt < 0 ? page.length : quotedAt;
  let text = '';
  for (let at = 0; at < end; ) {
    const open = lower.indexOf('<', at);
    if (open < 0 || open >= end) return tidied(text + spaced(page.slice(at, end)));
    text += spaced(page.slice(at, open));
    const name = /^\/?([a-z][a-z0-9]{0,20})/.exec(lower.slice(open + 1, open + 24))?.[1] ?? '';
    const close = lower.indexOf('>', open);
    if (close < 0) break;
    if (breaks.has(name)) text += '\n';
    if (name === 'td' || name === 'th') text += ' ';
    at = close + 1;
    if (!unseen.has(name) || lower[open + 1] === '/') continue;
    const over = lower.indexOf(`</${name}`, at);
    if (over < 0) break;
    at = over;
  }
  return tidied(text);
}

/** In a page white space is one space. */
const spaced = (text: string) => entities(text.replace(/\s+/g, ' '));

const tidied = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  euro: '€',
};

function entities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return named[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code > 0 && code < 0x110000 && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '';
  });
}
