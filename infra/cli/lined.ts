import { type Drawn, object } from '../../bots/web/page/drawn.ts';

const blocks: ReadonlySet<string> = new Set(['p', 'div', 'pre', 'table', 'tr', 'h4', 'hr', 'dl', 'dt', 'blockquote', 'section', 'thead', 'tbody']);

/** What is drawn, as lines; its buttons are numbered, and `presses` has what each number presses. */
export function lined(drawn: readonly Drawn[]): { readonly text: string; readonly presses: readonly string[] } {
  const presses: string[] = [];
  const text = drawn.map(lines).join('\n');
  return { text: text.replace(/\n{2,}/g, '\n').replace(/^\n+|\n+$/g, ''), presses };

  function lines(one: Drawn): string {
    if (typeof one === 'string') return one.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
    const press = object(one.attributes)['data-press'];
    const inner = one.children.map(lines).join('');
    if (typeof press === 'string') {
      presses.push(press);
      return ` [${presses.length} ${inner}]`;
    }
    if (one.tag === 'dt') return `\n${inner}: `;
    if (one.tag === 'td' || one.tag === 'th') return `${inner}  `;
    if (one.tag === 'a') return inner === one.attributes.href ? inner : `${inner} (${one.attributes.href})`;
    return blocks.has(one.tag) ? `\n${inner}\n` : inner;
  }
}
