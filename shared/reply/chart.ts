import type { Chart, Table } from './reply.ts';
import { speak } from './words/speak.ts';

/** So many numbers a person takes in one by one; of more they are told where it begins and ends, the lowest and the highest. */
const saidMost = 12;

/** Whether a chart shows the parts of a whole. */
export const isWhole = ({ kind }: Pick<Chart, 'kind'>) => kind === 'pie' || kind === 'doughnut';

/** How a chart's numbers are written: in the locale's way, with the unit behind them. */
export function numbersOf({ unit = '' }: Pick<Chart, 'unit'>, locale: string): (value: number | null) => string {
  const format = numberFormat(locale);
  return (value) => (value === null ? '–' : `${format.format(value)}${unit === '' ? '' : `\u00a0${unit}`}`);
}

/** A number format of a locale; of one that this machine doesn't know, that of English. */
export function numberFormat(locale: string): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  } catch {
    return new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
  }
}

/** All numbers of a chart as a table, a row a label: what stands where it can't be seen. Of a whole each part has its share too. */
export function chartTable(chart: Chart, locale: string): Table {
  const { labels, series, unit } = chart;
  const print = numbersOf({}, locale);
  const head = (name: string) => (unit === undefined || unit === '' ? name : `${name} (${unit})`);
  const [whole] = isWhole(chart) ? series : [];
  const shares = whole ? sharesOf(whole.values) : undefined;
  return {
    columns: [
      { title: '' },
      ...series.map(({ name }) => ({ title: head(name), align: 'right' as const })),
      ...(shares ? [{ title: '%', align: 'right' as const }] : []),
    ],
    rows: labels.map((label, i) => [label, ...series.map(({ values }) => print(values[i] ?? null)), ...(shares ? [shares[i] ?? ''] : [])]),
  };
}

/** Each part's share of all, in whole percents. */
export function sharesOf(values: readonly (number | null)[]): string[] {
  const all = values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  return values.map((value) => (all > 0 ? String(Math.round(((value ?? 0) / all) * 100)) : '–'));
}

/** A chart as somebody would tell it who sees it: its alternative text, and what a voice says of it. Says every number where they are few. */
export function chartWords(chart: Chart, locale: string): string {
  const { kind, title, series } = chart;
  const about = series.map((one) => {
    const words = seriesWords(chart, one.values, locale);
    return series.length > 1 ? `${one.name}: ${words}` : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  });
  return [`${speak(locale)[kind]}: ${title}.`, ...about.map((words) => `${words}.`)].join(' ');
}

function seriesWords(chart: Chart, values: readonly (number | null)[], locale: string): string {
  const { labels, series } = chart;
  const print = numbersOf(chart, locale);
  const say = speak(locale);
  const known = values.flatMap((value, i) => (value === null ? [] : [{ value, label: labels[i] ?? '' }]));
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return say.noValues;
  if (isWhole(chart)) {
    const shares = sharesOf(values);
    const parts = labels.map((label, i) => ({ label, value: values[i] ?? 0, share: shares[i] })).sort((a, b) => b.value - a.value);
    const said = parts.slice(0, saidMost).map(({ label, value, share }) => say.share(`${label} ${print(value)}`, share ?? ''));
    return [...said, ...(parts.length > saidMost ? [say.smaller(parts.length - saidMost)] : [])].join('; ');
  }
  if (values.length * series.length <= saidMost) return known.map(({ label, value }) => `${label} ${print(value)}`).join(', ');
  const lowest = known.reduce((least, one) => (one.value < least.value ? one : least));
  const highest = known.reduce((most, one) => (one.value > most.value ? one : most));
  const at = ({ value, label }: { readonly value: number; readonly label: string }) => `${print(value)} (${label})`;
  return `${chart.kind === 'line' ? say.ends(at(first), at(last)) : say.values(known.length)}; ${say.range(at(lowest), at(highest))}`;
}

/**
 * Whether all of its words have letters in the font that pictures are drawn with: Latin, Greek, Cyrillic and signs. Of a chart that hasn't, people are shown the numbers.
 */
export const isDrawable = ({ title, labels, series, unit = '' }: Chart): boolean =>
  hasLetters([title, ...labels, ...series.map(({ name }) => name), unit]);

/** The same of a table. */
export const isDrawableTable = ({ columns, rows }: Table): boolean => hasLetters([...columns.map(({ title }) => title), ...rows.flat()]);

function hasLetters(all: readonly string[]): boolean {
  return all.every(
    (words) => /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]*$/u.test(words) && !pictorial.test(words),
  );
}

const pictorial = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|[\u3000-\u33ff\ufe30-\ufe4f\uff00-\uffef]/u;

/** What a chart without a title is called. */
export const nameless = (locale: string): string => speak(locale).chart;
