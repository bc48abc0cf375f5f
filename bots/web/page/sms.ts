import { type Drawn, h, object, words } from './drawn.ts';

/** A text message, and what it costs: in how many segments it is sent. */
export function sms(message: unknown): Drawn[] {
  const { body, encoding, count } = object(message);
  const segments = typeof count === 'number' ? `${count} ${count === 1 ? 'segment' : 'segments'}, ${words(encoding)}` : '';
  return [h('div', 'bubble', h('div', 'text', words(body))), h('p', 'note', segments)];
}
