import { chartWords } from '../../shared/reply/chart.ts';
import type { Reply, Table } from '../../shared/reply/reply.ts';
import { split } from '../../shared/reply/text.ts';
import { type Tongue, words } from './aloud.ts';
import { speak } from './words/speak.ts';

/** What is spoken of a reply, plain; `whole` is false when more stands in the card. */
export interface Spoken {
  readonly text: string;
  readonly whole: boolean;
}

/** About half a minute: nobody remembers more of what is read to them. */
const spokenMax = 600;
const rowsMax = 3;
const cellsMax = 4;

/** The short summary a voice gives: `speech`, else the text; then fields, the first rows of a table and what a chart shows, as sentences. Ends at a sentence. */
export function spoken(reply: Reply, tongue: Tongue): Spoken {
  const first = words(reply.speech ?? reply.text, tongue);
  const details =
    reply.speech === undefined ? [...fieldSentences(reply, tongue), ...tableSentences(reply.table, tongue), ...chartSentences(reply, tongue)] : [];
  const sentences = [...sentencesOf(first), ...details].filter(isSaid);
  if (sentences.length === 0) return { text: speak(tongue.locale).done, whole: true };
  let text = '';
  for (const sentence of sentences) {
    const ended = /[.!?…]['")]*$/.test(sentence) ? sentence : `${sentence}.`;
    const next = text === '' ? ended : `${text} ${ended}`;
    if (next.length > spokenMax) return { text: text || `${split(ended, spokenMax - 1)[0]}…`, whole: false };
    text = next;
  }
  return { text, whole: reply.speech !== undefined || (reply.table?.rows.length ?? 0) <= rowsMax };
}

/** Plain words as SSML: within `speak`, escaped. */
export function ssml(plain: string): string {
  return `<speak>${plain.replace(/[&<>]/g, (c) => `&${entities[c]};`)}</speak>`;
}

const entities: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt' };

/** Whether anything is heard of it: not of a dash where nothing stands. */
const isSaid = (text: string) => /[\p{L}\p{N}]/u.test(text);

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?…]) (?=\S)/);
}

/** "Took (ms)" and "40" are said "Took 40 milliseconds": a unit is told with its number. */
function unitSaid(title: string, value: string): readonly [title: string, value: string] {
  const [, name = '', unit = ''] = /^(.+?) ?\(([^()]{1,10})\)$/.exec(title) ?? [];
  return unit !== '' && /^-?\d[\d.,]*$/.test(value) ? [name, `${value} ${unit}`] : [title, value];
}

function fieldSentences({ fields = [] }: Reply, tongue: Tongue): string[] {
  return fields.map(({ name, value }) => {
    const [title, amount] = typeof value === 'string' ? unitSaid(name, value) : [name, value];
    const said = words(amount, tongue);
    return isSaid(said) ? `${words(title, tongue)}: ${said}` : '';
  });
}

/** What somebody would tell who sees it: not which kind of chart it is. */
function chartSentences({ chart }: Reply, tongue: Tongue): string[] {
  return chart
    ? sentencesOf(
        words(
          chartWords(chart, tongue.locale)
            .replace(/^[^:]*: /, '')
            .replaceAll('\u00a0', ' '),
          tongue,
        ),
      )
    : [];
}

function tableSentences(table: Table | undefined, tongue: Tongue): string[] {
  if (!table || table.rows.length === 0) return [];
  const said = table.rows.slice(0, rowsMax).map((row) =>
    row
      .slice(0, cellsMax)
      .map((cell, i) => {
        const [title, value] = unitSaid(table.columns[i]?.title ?? '', cell);
        const said = words(value, tongue);
        return isSaid(said) ? [i === 0 ? '' : words(title, tongue), said].filter((part) => part !== '').join(' ') : '';
      })
      .filter((cell) => cell !== '')
      .join(', '),
  );
  const more = table.rows.length - rowsMax;
  return [...said, ...(more > 0 ? [speak(tongue.locale).andMore(more)] : [])];
}
