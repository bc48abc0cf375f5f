import type { Action } from '../../shared/reply/action.ts';
import { chartTable, nameless } from '../../shared/reply/chart.ts';
import type { Chart, Field, Image, Reply, Severity, Table } from '../../shared/reply/reply.ts';
import { plain, shorten, type Text } from '../../shared/reply/text.ts';
import { formElements, formTitle } from './form.ts';
import { sizes } from './limits.ts';
import { isBlank, literal } from './literal.ts';
import { markdown } from './markdown.ts';
import { jsonLength, pack } from './pack.ts';
import { type Element, elementMax, paragraphs, richText } from './paragraphs.ts';

/** A table may have more characters of JSON than other elements, as its rows are wide. */
const tableMax = 28_000;

/** The elements that show a reply, each small enough for a card of its own. `chart`: those of its chart. */
export function elementsOf(reply: Reply, token: (actionIndex: number) => string, chart: readonly Element[], locale: string): Element[] {
  return [
    ...(reply.form ? formTitle(reply.form) : []),
    ...styled(paragraphs(reply.text), reply.severity),
    ...facts([...(reply.fields ?? []), ...Object.entries(reply.form?.given ?? {}).map(([name, value]) => ({ name, value }))]),
    ...(reply.table ? table(reply.table) : []),
    ...chart,
    ...(reply.image ? image(reply.image) : []),
    ...(reply.form ? formElements(reply.form, locale) : []),
    ...buttons(reply.actions ?? [], token),
  ];
}

const styles = { info: 'accent', success: 'good', warning: 'warning', error: 'attention' } as const;

function styled(elements: readonly Element[], severity: Severity | undefined): Element[] {
  if (!severity) return [...elements];
  return pack(elements, elementMax).map((items) => ({ type: 'Container', style: styles[severity], items }));
}

/** Fields as facts; one too long for a grid is a paragraph under its name. */
function facts(fields: readonly Field[]): Element[] {
  const elements: Element[] = [];
  let waiting: { title: string; value: string }[] = [];
  const flush = () => {
    elements.push(...pack(waiting, elementMax).map((group) => ({ type: 'FactSet', facts: group })));
    waiting = [];
  };
  for (const { name, value } of fields) {
    const fact = factOf(name, value);
    if (plain(value).length <= sizes.cell && jsonLength(fact) <= 4 * sizes.cell) {
      waiting.push(fact);
      continue;
    }
    flush();
    elements.push(...paragraphs([{ bold: shorten(name, sizes.summary) }]), ...paragraphs(value));
  }
  flush();
  return elements;
}

function factOf(name: string, value: Text) {
  const shown = (text: Text) => {
    const words = markdown(text, 'card');
    return isBlank(words) ? '–' : words;
  };
  return { title: shown(shorten(name, sizes.summary)), value: shown(value) };
}

/** The numbers of a chart under its title. */
export function chartNumbers(chart: Chart, locale: string): Element[] {
  return [...paragraphs([{ bold: chart.title.trim() || nameless(locale) }]), ...table(chartTable(chart, locale))];
}

/** A table, its head over each part of it; one with too many columns to be read is a list of facts for each row. */
function table({ columns, rows }: Table): Element[] {
  if (columns.length === 0) return [];
  if (columns.length > sizes.columns) {
    return rows.flatMap((row) =>
      facts(columns.map(({ title }, i) => ({ name: title, value: row[i] ?? '' }))).map((element) => ({ ...element, separator: true })),
    );
  }
  const cell = (text: string, i: number, marks: object = {}): Element => {
    const align = columns[i]?.align === 'right' ? { horizontalAlignment: 'Right' } : {};
    return { type: 'TableCell', items: richText([shorten(text, sizes.cell)], marks).map((block) => ({ ...block, ...align })) };
  };
  const head: Element = { type: 'TableRow', cells: columns.map(({ title }, i) => cell(shorten(title, sizes.summary), i, { weight: 'Bolder' })) };
  const body = rows.map((row): Element => ({ type: 'TableRow', cells: columns.map((_, i) => cell(row[i] ?? '', i)) }));
  const groups = body.length === 0 ? [[]] : pack(body, tableMax);
  return groups.map((group) => ({
    type: 'Table',
    columns: columns.map(() => ({ width: 1 })),
    rows: [head, ...group],
    firstRowAsHeader: true,
    showGridLines: true,
  }));
}

/** Teams shows images at https addresses alone; any other is a link. */
function image({ url, alt }: Image): Element[] {
  if (url.length <= sizes.url && /^https:\/\//i.test(url) && URL.canParse(url)) {
    return [{ type: 'Image', url: new URL(url).href, altText: shorten(literal(alt), sizes.summary), size: 'Auto' }];
  }
  return paragraphs([{ link: alt || url, url }]);
}

/**
 * Buttons are `Action.Submit`: every client has it, and a press comes as a message with an id of its own. `Action.Execute` would come as an invoke, which Teams sends again under another
 * id when the answer is late, so one press could run twice; presses of it are taken all the same.
 */
function buttons(actions: readonly Action[], token: (actionIndex: number) => string): Element[] {
  const all = actions.map(({ label, style }, i): Element => {
    const words = literal(shorten(label, sizes.label)).replaceAll('\n', ' ');
    return {
      type: 'Action.Submit',
      title: isBlank(words) ? '…' : words,
      ...(style ? { style: style === 'danger' ? 'destructive' : 'positive' } : {}),
      data: { bellhop: token(i) },
    };
  });
  const sets: Element[] = [];
  for (let i = 0; i < all.length; i += sizes.actionsPerSet) sets.push({ type: 'ActionSet', actions: all.slice(i, i + sizes.actionsPerSet) });
  return sets;
}
