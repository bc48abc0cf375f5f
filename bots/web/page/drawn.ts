/** What is drawn, as data: the page makes elements of it, the terminal lines. Text is always text, never markup. */
export type Drawn = string | DrawnElement;
export interface DrawnElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Drawn[];
}

/** An element. `attributes.class` names its look. */
export function h(tag: string, attributes: Readonly<Record<string, string>> | string, ...children: readonly Drawn[]): DrawnElement {
  return { tag, attributes: typeof attributes === 'string' ? (attributes === '' ? {} : { class: attributes }) : attributes, children };
}

/** A link, for web and mail addresses; of any other only the words are left. */
export function a(url: string, ...children: readonly Drawn[]): Drawn {
  if (!/^(https?:\/\/|mailto:)/i.test(url)) return h('span', '', ...children);
  return h('a', { href: url, rel: 'noreferrer', target: '_blank' }, ...children);
}

/** A button that presses the action whose token `render` was given: `@3`. */
export function press(token: string, label: string, look: string): DrawnElement {
  return h('button', { type: 'button', class: `press ${look}`.trim(), 'data-press': token }, label);
}

/** A picture stays where it is until somebody opens it: the page loads nothing from elsewhere. */
export function picture(url: string, alt: string): DrawnElement {
  return h('div', 'picture', h('span', 'picture-alt', alt), a(url, 'Open picture'));
}

/** A reply's chart, as the server draws it; where a platform draws its own, with a word about that. Without a place of it, what it is called. */
export function chart(src: string | undefined, title: string, own?: string): DrawnElement {
  if (src === undefined) return h('p', 'note', `Chart: ${title}`);
  return h('figure', 'chart', h('img', { src, alt: title, loading: 'lazy' }), ...(own === undefined ? [] : [h('figcaption', 'note', own)]));
}

/** A file that goes with a message; the page of this installation has it. */
export function attached(value: unknown): DrawnElement {
  const { name, url } = object(value);
  return h('p', 'file', '📎 ', words(url) === '' ? words(name) : a(words(url), words(name)));
}

/** A table with its head. */
export function grid(head: readonly Drawn[], rows: readonly (readonly Drawn[])[], isRight: (column: number) => boolean): DrawnElement {
  const cell = (tag: string) => (content: Drawn, column: number) => h(tag, isRight(column) ? 'right' : '', content);
  return h(
    'div',
    'scroll',
    h('table', '', h('thead', '', h('tr', '', ...head.map(cell('th')))), h('tbody', '', ...rows.map((row) => h('tr', '', ...row.map(cell('td')))))),
  );
}

/** Reading what a platform's message holds, which is JSON of any shape to this page. */
export const object = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === 'object' && value !== null ? { ...value } : {});
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const words = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What nobody has drawn yet is named, not left out. */
export function undrawn(type: unknown): DrawnElement {
  return h('p', 'undrawn', `(${words(type) || 'unknown'})`);
}
