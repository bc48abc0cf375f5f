import type { Reply } from '../../shared/reply/reply.ts';
import { plain, shorten } from '../../shared/reply/text.ts';
import { alexaLimits, jsonBytes, shares } from './limits.ts';
import { clean } from './words.ts';

/** What the Alexa app and a screen show: Standard with an image, else Simple. */
export type Card = {
  readonly title: string;
  readonly text: string;
  readonly imageUrl?: string;
};

const titles = { info: 'Bellhop', success: 'Bellhop', warning: 'Bellhop: warning', error: 'Bellhop: problem' } as const;

/** All of a reply, as plain lines: text, fields, table, and what the picture shows. Cut with an ellipsis where it is longer than a card. */
export function card(reply: Reply): Card {
  const imageUrl = usableImage(reply);
  const lines = [
    plain(reply.text),
    ...(reply.fields ?? []).map(({ name, value }) => `${name}: ${plain(value)}`),
    ...(reply.table ? [reply.table.columns.map(({ title }) => title), ...reply.table.rows].map((row) => row.join(' · ')) : []),
    ...(reply.image && !imageUrl ? [`${reply.image.alt} (${reply.image.url})`] : []),
  ];
  const title = titles[reply.severity ?? 'info'];
  const text = fitted(clean(lines.join('\n')).trim() || 'Done.', alexaLimits.cardChars - title.length - 2 * (imageUrl?.length ?? 0));
  return { title, text, ...(imageUrl === undefined ? {} : { imageUrl }) };
}

/** Alexa loads images over https alone; their addresses count twice against the card, as small and as large image. */
export function usableImage({ image }: Reply): string | undefined {
  if (!image || image.url.length > alexaLimits.imageUrlChars || !URL.canParse(image.url)) return undefined;
  const url = new URL(image.url);
  return url.protocol === 'https:' && jsonBytes(url.href) <= alexaLimits.imageUrlChars ? url.href : undefined;
}

function fitted(text: string, charsMax: number): string {
  let cut = shorten(text, charsMax);
  const bytesMax = shares.cardBytes - 2 * alexaLimits.imageUrlChars;
  for (let bytes = jsonBytes(cut); bytes > bytesMax; bytes = jsonBytes(cut)) cut = shorten(cut, Math.floor((cut.length * bytesMax) / bytes) - 1);
  return cut;
}
