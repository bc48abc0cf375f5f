import type { Drawn } from './drawn.ts';

/** Makes real elements of what is drawn. Text becomes text nodes, so nothing in a reply can become markup. */
export function mount(drawn: Drawn): Node {
  if (typeof drawn === 'string') return document.createTextNode(drawn);
  const element = document.createElement(drawn.tag);
  for (const [name, value] of Object.entries(drawn.attributes)) if (value !== '') element.setAttribute(name, value);
  element.append(...drawn.children.map(mount));
  return element;
}
