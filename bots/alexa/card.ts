import { chartTable } from '../../shared/reply/chart.ts';
import { fileIn } from '../../shared/reply/file.ts';
import type { Reply, Table } from '../../shared/reply/reply.ts';
import { plain, shorten } from '../../shared/reply/text.ts';
import { clean } from './aloud.ts';
import { alexaLimits, jsonBytes, shares } from './limits.ts';
import type { Offer } from './offers.ts';
import { speak } from './words/speak.ts';

/** What the Alexa app and a screen show: Standard with an image, else Simple. */
export type Card = {
  readonly title: string;
  readonly text: string;
  readonly imageUrl?: string;
};

/** All of a reply, as plain lines: text, fields, table, a chart's numbers, what the picture shows, and what may be said. Cut with an ellipsis where it is longer than a card. */
export function card(reply: Reply, offers: readonly Offer[], locale: string): Card {
  const say = speak(locale);
  const imageUrl = usableImage(reply);
  const file = fileIn(reply);
  const lines = [
    plain(reply.text),
    ...(reply.fields ?? []).map(({ name, value }) => `${name}: ${plain(value)}`),
    ...(reply.table ? tableLines(reply.table) : []),
    ...(reply.chart ? [reply.chart.title, ...tableLines(chartTable(reply.chart, locale))] : []),
    ...(reply.image && !imageUrl ? [`${reply.image.alt} (${reply.image.url})`] : []),
    ...(file ? [`${file.name}: ${file.url}`] : []),
    ...(offers.length > 0 ? [`${say.canSay}: ${offers.map(([said]) => said).join(' · ')}`] : []),
  ];
  const grave = { info: '', success: '', warning: `: ${say.warning}`, error: `: ${say.problem}` }[reply.severity ?? 'info'];
  const title = `Bellhop${grave}`;
  // An image's address counts twice: as the small and as the large one.
  const pictures = imageUrl === undefined ? { chars: 0, bytes: 0 } : { chars: 2 * imageUrl.length, bytes: 2 * jsonBytes(imageUrl) };
  const most = { chars: alexaLimits.cardChars - title.length - pictures.chars, bytes: shares.cardBytes - pictures.bytes };
  const text = fitted(clean(lines.join('\n')).trim() || say.done, most);
  return { title, text, ...(imageUrl === undefined ? {} : { imageUrl }) };
}

const tableLines = ({ columns, rows }: Table) =>
  [columns.map(({ title }) => title), ...rows].map((row) => row.filter((cell) => cell !== '').join(' · ')).filter((line) => line !== '');

/** Alexa loads images over https alone. */
export function usableImage({ image }: Reply): string | undefined {
  if (!image || image.url.length > alexaLimits.imageUrlChars || !URL.canParse(image.url)) return undefined;
  const url = new URL(image.url);
  return url.protocol === 'https:' && jsonBytes(url.href) <= alexaLimits.imageUrlChars ? url.href : undefined;
}

function fitted(text: string, most: { readonly chars: number; readonly bytes: number }): string {
  let cut = shorten(text, most.chars);
  for (let bytes = jsonBytes(cut); bytes > most.bytes; bytes = jsonBytes(cut)) cut = shorten(cut, Math.floor((cut.length * most.bytes) / bytes) - 1);
  return cut;
}
