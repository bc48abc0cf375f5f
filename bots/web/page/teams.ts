import { attached, chart, type Drawn, grid, h, list, object, picture, press, undrawn, words } from './drawn.ts';
import { markdown, unescaped } from './inline.ts';

/** A message of Teams: its text, or the Adaptive Card it carries. */
export function teams(message: unknown, chartAt?: string): Drawn[] {
  const { activity, private: isPrivate, picture: drawn, file } = object(message);
  const { text, textFormat, attachments } = object(activity);
  return [
    ...(isPrivate ? [h('p', 'note', 'Sent to you alone')] : []),
    ...(words(text) === '' ? [] : [h('p', '', ...(textFormat === 'markdown' ? markdown(unescaped(words(text))) : [words(text)]))]),
    ...(file === undefined ? [] : [attached(file)]),
    ...(drawn === undefined ? [] : [chart(chartAt, 'Picture')]),
    ...list(attachments).map((attachment) =>
      h('div', 'card', ...list(object(object(attachment).content).body).flatMap((one) => element(one, chartAt))),
    ),
  ];
}

function element(value: unknown, chartAt?: string): Drawn[] {
  const { type, text, inlines, items, facts, rows, columns, url, altText, actions, style, weight, isSubtle, spacing, title } = object(value);
  if (words(type).startsWith('Chart.')) return [chart(chartAt, words(title), 'Teams draws it in its own way')];
  switch (type) {
    case 'TextBlock':
      return [h('p', [weight === 'Bolder' ? 'bold' : '', isSubtle ? 'note' : ''].join(' ').trim(), ...markdown(words(text)))];
    case 'RichTextBlock':
      return [h('p', spacing === 'None' ? 'close' : '', ...list(inlines).map(run))];
    case 'Container':
      return [h('div', `container ${words(style)}`.trim(), ...list(items).flatMap((item) => element(item, chartAt)))];
    case 'ColumnSet':
      return [
        h('div', 'columns', ...list(columns).map((column) => h('div', '', ...list(object(column).items).flatMap((item) => element(item, chartAt))))),
      ];
    case 'FactSet':
      return [h('dl', '', ...list(facts).flatMap(fact))];
    case 'Table': {
      const [head = [], ...body] = list(rows).map((row) => list(object(row).cells).map(cell));
      return [grid(head, body, (column) => isRight(list(object(list(rows)[0]).cells)[column]))];
    }
    case 'Image':
      return [picture(words(url), words(altText))];
    case 'ActionSet':
      return [h('div', 'buttons', ...list(actions).map(action))];
    case 'Input.Text':
    case 'Input.Number':
    case 'Input.Date':
    case 'Input.Time':
    case 'Input.ChoiceSet':
    case 'Input.Toggle':
      return [input(object(value))];
    default:
      return [undrawn(type)];
  }
}

/** An input as it would stand there; it is answered in words here, as anywhere. */
function input({ type, label, title, placeholder, value, choices }: Readonly<Record<string, unknown>>): Drawn {
  const options = list(choices).map((choice) => words(object(choice).title));
  const inside =
    words(value) ||
    (typeof value === 'number' ? String(value) : '') ||
    options.join(' / ') ||
    words(placeholder) ||
    words(type).replace('Input.', '').toLowerCase();
  return h('p', '', h('span', 'bold', words(label) || words(title)), ' ', h('span', 'note', `[${inside}]`));
}

function run(value: unknown): Drawn {
  if (typeof value === 'string') return value;
  const { text, weight, italic, fontType } = object(value);
  if (weight === 'Bolder') return h('strong', '', words(text));
  if (fontType === 'Monospace') return h('code', '', words(text));
  return italic ? h('em', '', words(text)) : words(text);
}

function fact(value: unknown): Drawn[] {
  const { title, value: shown } = object(value);
  return [h('dt', '', ...markdown(words(title))), h('dd', '', ...markdown(words(shown)))];
}

function cell(value: unknown): Drawn {
  const lines = list(object(value).items).map((item) => list(object(item).inlines).map(run));
  return h('span', '', ...lines.flatMap((line, i) => (i === 0 ? line : [h('br', ''), ...line])));
}

function isRight(value: unknown): boolean {
  return list(object(value).items).some((item) => object(item).horizontalAlignment === 'Right');
}

function action(value: unknown): Drawn {
  const { title, data, style } = object(value);
  const look = style === 'destructive' ? 'danger' : style === 'positive' ? 'primary' : '';
  const token = words(object(data).bellhop);
  return token === '' ? h('span', 'note', `[${words(title)}]`) : press(token, words(title), look);
}
