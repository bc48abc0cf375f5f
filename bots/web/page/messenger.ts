import { attached, chart, type Drawn, h, list, object, picture, press, undrawn, words } from './drawn.ts';

/** A message of Messenger: a text with quick replies under it, a picture, a text with buttons, or cards side by side. */
export function messenger(message: unknown, chartAt?: string): Drawn[] {
  const { columns } = object(object(object(message).picture).chart);
  if (columns !== undefined) return [h('div', 'bubble', h('p', 'note', 'Table, drawn as a picture'))];
  if (object(message).picture !== undefined) return [h('div', 'bubble', chart(chartAt, 'Picture'))];
  if (object(message).file !== undefined) return [h('div', 'bubble', attached(object(message).file))];
  const { text, quick_replies, attachment } = object(object(message).message);
  if (attachment === undefined) {
    const quick = list(quick_replies);
    return [h('div', 'bubble', h('div', 'text', words(text))), ...(quick.length === 0 ? [] : [h('div', 'quick', ...quick.map(button))])];
  }
  const { type, payload } = object(attachment);
  const { template_type, url, text: above, buttons, elements } = object(payload);
  if (type === 'image') return [h('div', 'bubble', picture(words(url), 'Picture'))];
  if (template_type === 'button') return [h('div', 'bubble', h('div', 'text', words(above)), h('div', 'stacked', ...list(buttons).map(button)))];
  if (template_type === 'generic') return [h('div', 'cards', ...list(elements).map(card))];
  return [undrawn(type)];
}

function card(value: unknown): Drawn {
  const { title, buttons } = object(value);
  return h('div', 'bubble', h('div', 'text', words(title)), h('div', 'stacked', ...list(buttons).map(button)));
}

function button(value: unknown): Drawn {
  const { title, payload } = object(value);
  return press(words(payload), words(title), '');
}
