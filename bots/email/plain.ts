import { speak } from '../../shared/channel/words/speak.ts';
import { speakBeside } from '../../shared/reply/beside/words/speak.ts';
import { chartTable } from '../../shared/reply/chart.ts';
import { areNumbered } from '../../shared/reply/choice.ts';
import { fileIn, fileLine, fileWords } from '../../shared/reply/file.ts';
import { linesOf } from '../../shared/reply/lines.ts';
import type { Reply } from '../../shared/reply/reply.ts';
import { plain } from '../../shared/reply/text.ts';
import { isAttached } from './attached.ts';
import { labelOf } from './offered.ts';

/** Characters of a table's cell in a text. */
const cellMax = 200;

/** A reply as a text, for who reads mail so. */
export function textFor(reply: Reply, locale: string): string {
  const { text, fields = [], table, chart, image, actions = [] } = reply;
  const file = fileIn(reply);
  const labels = actions.map(labelOf);
  const numbers = areNumbered(actions.map(({ label }) => label));
  const blocks = [
    plain(text).trim(),
    fields.map(({ name, value }) => `${name}: ${plain(value)}`).join('\n'),
    table && table.columns.length > 0 ? linesOf(table, cellMax) : '',
    chart ? `${chart.title}\n${linesOf(chartTable(chart, locale), cellMax)}` : '',
    image ? `${image.alt}\n${image.url}` : '',
    file ? (isAttached(file) ? `${speakBeside(locale).attached}: ${fileWords(file)}` : fileLine(file)) : '',
    labels.length === 0 ? '' : [speak(locale).answerWith, ...labels.map((label, i) => (numbers ? `  ${i + 1}  ${label}` : `  ${label}`))].join('\n'),
  ];
  const body = blocks
    .filter((block) => block.trim() !== '')
    .join('\n\n')
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, ' ');
  return /[^\s\p{C}]/u.test(body) ? body : '…';
}
