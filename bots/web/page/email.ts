import { attached, type Drawn, h, object, words } from './drawn.ts';

/** A mail: its subject, and its text as who reads no pages sees it. */
export function email(message: unknown): Drawn[] {
  const { subject, text, file } = object(message);
  return [h('div', 'card', h('h4', '', words(subject)), h('div', 'text', words(text)), ...(file === undefined ? [] : [attached(file)]))];
}
