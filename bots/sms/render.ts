import type { Message, RenderContext } from '../../shared/channel/channel.ts';
import type { Words } from '../../shared/channel/words/en.ts';
import { speak } from '../../shared/channel/words/speak.ts';
import type { Action } from '../../shared/reply/action.ts';
import { speakBeside } from '../../shared/reply/beside/words/speak.ts';
import { chartWords } from '../../shared/reply/chart.ts';
import { areNumbered } from '../../shared/reply/choice.ts';
import { fileIn, fileLine } from '../../shared/reply/file.ts';
import { linesOf } from '../../shared/reply/lines.ts';
import type { Reply } from '../../shared/reply/reply.ts';
import { plain, shorten } from '../../shared/reply/text.ts';
import { smsLimits } from './limits.ts';
import { pagesOf } from './pages.ts';
import { plainer } from './plainer.ts';
import { type Segments, segmentsOf } from './segments.ts';

/** What `render` makes: a text, and what it costs. */
export type SmsMessage = Message & Segments & { readonly body: string };

/** What `render` made comes back through the store. */
export const asSmsMessage = (message: Message) => message as SmsMessage;

/**
 * Reply → one message of at most four segments. Words stand without marks, a link beside its address, fields and tables as lines, a chart told in words, a picture as its alternative text and address, a file as a link that ends; an
 * action is a number, or its words, to answer with. What is longer is told in parts: who answers MORE gets the next (`Reply.page`). Every conversation is private, and has no threads.
 */
export function render(reply: Reply, { locale, timeZone }: Pick<RenderContext, 'locale' | 'timeZone'>): SmsMessage[] {
  const { page = 0 } = reply;
  const say = speak(locale);
  const body = pagesOf(bodyOf(reply, locale, timeZone), say)[page] ?? say.thatWasAll;
  return [{ body, ...segmentsOf(body) }];
}

function bodyOf(reply: Reply, locale: string, timeZone: string): string {
  const { text, fields = [], table, chart, severity, image, actions = [] } = reply;
  const file = fileIn(reply);
  const sign = severity === 'warning' || severity === 'error' ? '! ' : '';
  const blocks = [
    `${sign}${plain(text).trim()}`,
    fields.map(({ name, value }) => `${name}: ${plain(value)}`).join('\n'),
    table && table.columns.length > 0 ? linesOf(table, smsLimits.cell) : '',
    chart ? chartWords(chart, locale) : '',
    image ? `${image.alt.trim()} ${image.url}`.trim() : '',
    file ? `${fileLine(file)} (${speakBeside(locale).until} ${dayOf(file.endsAt, locale, timeZone)})` : '',
    offered(actions, speak(locale)),
  ];
  const body = plainer(blocks.filter((block) => block.trim() !== '').join('\n'))
    .toWellFormed()
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, ' ')
    .replace(/\n{2,}/g, '\n')
    .trim();
  return /[^\s\p{C}]/u.test(body) ? body : '...';
}

const dayOf = (at: number, locale: string, timeZone: string) =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone }).format(at);

/** What can be answered: "Answer 1: Forget it", and for several a line each. */
function offered(actions: readonly Action[], say: Words): string {
  const labels = actions.map(({ label, command }) => shorten(label.toWellFormed().replace(/\s+/g, ' ').trim() || command, smsLimits.label));
  const [only, second] = labels;
  if (only === undefined) return '';
  if (!areNumbered(actions.map(({ label }) => label))) return `${say.answer} ${labels.join(' / ')}`;
  return second === undefined ? `${say.answer} 1: ${only}` : [say.answer, ...labels.map((label, i) => `${i + 1} ${label}`)].join('\n');
}
