/** What mail programs write above what they quote, each a line of its own. */
const quotes: readonly RegExp[] = [
  /^>/,
  /^(on|am|le|el|il) .{1,300}(wrote|schrieb|écrit|escribió|scritto)\b.{0,200}:$/i,
  /^-{2,}\s?(original message|ursprüngliche nachricht|message d'origine|forwarded message|weitergeleitete nachricht)\s?-{2,}$/i,
  /^_{20,}$/,
  // The signature (RFC 3676, 4.3).
  /^-- ?$/,
  /^(sent from my |von meinem .{1,30} gesendet|gesendet von |get outlook for )/i,
];
/** Such a line may be broken in two. */
const quoteBegins = /^(on|am) .{1,300}$/i;
const quoteEnds = /\b(wrote|schrieb)\b.{0,200}:$/i;
/** Outlook writes the head of what it quotes. */
const headBegins = /^\*?(from|von):\*? /i;
const headGoesOn = /^\*?(sent|gesendet|date|datum|to|an|subject|betreff):\*? /i;

/** What is asked stands at the beginning: more is not looked at, characters. */
const textMax = 20_000;

/** What is new in the text of a message: without what it quotes, and its signature. */
export function newPart(text: string): string {
  const lines = text
    .slice(0, textMax)
    .split(/\r\n|\r|\n/)
    .map((line) => line.trimEnd());
  const end = lines.findIndex((line, at) => {
    const next = lines[at + 1] ?? '';
    if (quotes.some((quote) => quote.test(line.slice(0, 600)))) return true;
    if (quoteBegins.test(line.slice(0, 400)) && quoteEnds.test(next.slice(0, 400))) return true;
    return headBegins.test(line) && lines.slice(at + 1, at + 4).some((one) => headGoesOn.test(one));
  });
  return (end < 0 ? lines : lines.slice(0, end)).join('\n').trim();
}

const greeting = /^(hi|hello|hey|dear|hallo|moin|servus|liebe[rs]?|guten (tag|morgen|abend)|good (morning|evening))\b[^\n]{0,40}[,!.]?$/i;

/** What a message asks for: the first paragraph of what is new, as one line, past a greeting; else its subject. */
export function asked(text: string, subject: string): string {
  const paragraphs = newPart(text)
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '');
  const [first = '', second] = paragraphs;
  const words = second !== undefined && greeting.test(first) ? second : first;
  return words === '' ? plainSubject(subject) : words;
}

/** A subject without what answering and passing on put before it. */
export const plainSubject = (subject: string): string => subject.replace(/^(\s{0,5}(re|aw|antw|fwd?|wg|sv|tr)(\[\d{1,3}\])?:)+/i, '').trim();
