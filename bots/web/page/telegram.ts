import { a, attached, chart, type Drawn, grid, h, list, object, picture, press, words } from './drawn.ts';

/** A message of Telegram: text with entities, or a photo with its caption, and the keyboard below. */
export function telegram(message: unknown, chartAt?: string): Drawn[] {
  const { payload, privately } = object(message);
  const { text, entities, rich_message: rich, photo, document, caption, caption_entities, reply_markup } = object(payload);
  const body = photo === undefined && document === undefined ? marked(words(text), list(entities)) : marked(words(caption), list(caption_entities));
  const keyboard = list(object(reply_markup).inline_keyboard);
  return [
    h(
      'div',
      'bubble',
      ...(words(privately) === '' ? [] : [h('p', 'note', words(privately).trim())]),
      ...(photo === undefined ? [] : [typeof photo === 'string' ? picture(photo, 'Photo') : chart(chartAt, 'Photo')]),
      ...(document === undefined ? [] : [attached(document)]),
      ...list(object(rich).blocks).map(block),
      ...(body.length === 0 ? [] : [h('div', 'text', ...body)]),
    ),
    ...(keyboard.length === 0 ? [] : [h('div', 'keyboard', ...keyboard.map((row) => h('div', 'row', ...list(row).map(button))))]),
  ];
}

const tags: Readonly<Record<string, string>> = { bold: 'strong', italic: 'em', code: 'code', pre: 'pre' };

/** Entities don't overlap in what `render` makes; offsets are UTF-16 units, as in JavaScript. */
function marked(text: string, entities: readonly unknown[]): Drawn[] {
  const drawn: Drawn[] = [];
  let at = 0;
  for (const entity of entities) {
    const { type, offset, length, url } = object(entity);
    const [start, end] = [Number(offset), Number(offset) + Number(length)];
    if (!(start >= at && end > start)) continue;
    if (start > at) drawn.push(text.slice(at, start));
    const inner = text.slice(start, end);
    drawn.push(type === 'text_link' ? a(words(url), inner) : h(tags[words(type)] ?? 'span', '', inner));
    at = end;
  }
  if (at < text.length) drawn.push(text.slice(at));
  return drawn;
}

/** A block of a rich message: a line, or a table. */
function block(value: unknown): Drawn {
  const { type, text, cells } = object(value);
  if (type !== 'table') return h('div', 'text', ...list(text).map(piece));
  const [head = [], ...rows] = list(cells).map((row) => list(row).map((cell) => words(object(cell).text)));
  return grid(head, rows, (column) => object(list(list(cells)[0])[column]).align === 'right');
}

function piece(value: unknown): Drawn {
  const { type, text, url } = object(value);
  if (typeof value === 'string') return value;
  return type === 'url' ? a(words(url), words(text)) : h(tags[words(type)] ?? 'span', '', words(text));
}

function button(value: unknown): Drawn {
  const { text, callback_data, style } = object(value);
  return press(words(callback_data), words(text), words(style));
}
