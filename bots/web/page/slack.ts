import { a, attached, chart, type Drawn, grid, h, list, object, picture, press, undrawn, words } from './drawn.ts';
import { mrkdwn } from './inline.ts';

/** The emoji that `render` uses, by Slack's name. */
const emoji: Readonly<Record<string, string>> = { information_source: 'ℹ️', white_check_mark: '✅', warning: '⚠️', red_circle: '🔴' };

/** A message of Slack: its blocks. */
export function slack(message: unknown, chartAt?: string): Drawn[] {
  const { blocks, text, response_type, picture: uploaded, file } = object(message);
  if (file !== undefined) return [attached(file)];
  if (uploaded !== undefined) return [chart(chartAt, words(object(uploaded).title))];
  const drawn = list(blocks).flatMap((one) =>
    object(one).type === 'data_visualization' ? [chart(chartAt, words(object(one).title), 'Slack draws it in its own way')] : block(one),
  );
  return [
    ...(response_type === 'ephemeral' ? [h('p', 'note', 'Only visible to you')] : []),
    ...(drawn.length > 0 ? drawn : [h('p', '', words(text))]),
  ];
}

function block(value: unknown): Drawn[] {
  const { type, elements, fields, text, rows, column_settings, image_url, alt_text } = object(value);
  switch (type) {
    case 'rich_text':
      return list(elements).map(richPart);
    case 'section':
      return [
        ...(text === undefined ? [] : [h('p', '', ...composed(text))]),
        ...(fields === undefined ? [] : [h('div', 'columns', ...list(fields).map((field) => h('p', '', ...composed(field))))]),
      ];
    case 'header':
      return [h('h4', '', ...composed(text))];
    case 'context':
      return [h('p', 'note', ...list(elements).flatMap(composed))];
    case 'divider':
      return [h('hr', '')];
    case 'image':
      return [picture(words(image_url), words(alt_text))];
    case 'actions':
      return [h('div', 'buttons', ...list(elements).map(button))];
    case 'data_table':
    case 'table': {
      const [head = [], ...body] = list(rows).map((row) => list(row).map((cell) => words(object(cell).text)));
      return [grid(head, body, (column) => object(list(column_settings)[column]).align === 'right')];
    }
    default:
      return [undrawn(type)];
  }
}

function richPart(value: unknown): Drawn {
  const { type, elements } = object(value);
  const inner = list(elements).map(piece);
  if (type === 'rich_text_section') return h('p', '', ...inner);
  if (type === 'rich_text_preformatted') return h('pre', '', ...inner);
  if (type === 'rich_text_quote') return h('blockquote', '', ...inner);
  return undrawn(type);
}

function piece(value: unknown): Drawn {
  const { type, text, url, name, style } = object(value);
  if (type === 'emoji') return emoji[words(name)] ?? `:${words(name)}:`;
  if (type === 'link') return a(words(url), words(text) || words(url));
  const { bold, italic, code } = object(style);
  return code ? h('code', '', words(text)) : bold ? h('strong', '', words(text)) : italic ? h('em', '', words(text)) : words(text);
}

function composed(value: unknown): Drawn[] {
  const { type, text } = object(value);
  return type === 'mrkdwn' ? mrkdwn(words(text)) : [words(text)];
}

function button(value: unknown): Drawn {
  const { text, value: token, style } = object(value);
  return press(words(token), words(object(text).text), words(style));
}
