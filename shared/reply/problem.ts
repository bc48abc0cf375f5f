import type { Chart } from './reply.ts';

type Check = (value: unknown) => string | null;
type Members = Readonly<Record<string, unknown>>;

/**
 * Which part of something isn't that of a reply, in words ("fields[0].value is a number"); null for a reply. Handlers of one's own run without a type check, and what a
 * channel can't show would be found out only when nobody can be told any more.
 */
export function problemOf(value: unknown): string | null {
  return whole(value);
}

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a thing is, as an author would say it. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'missing';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

const text: Check = (value) => (typeof value === 'string' ? null : `is ${kindOf(value)}`);
const count: Check = (value) => (Number.isInteger(value) && Number(value) >= 0 ? null : 'is no whole number from 0 on');
const flag: Check = (value) => (typeof value === 'boolean' ? null : `is ${kindOf(value)}`);

const often: Check = (value) => (value === 'each' ? null : flag(value));
const lasting: Check = (value) =>
  typeof value === 'number' && value > 0 ? null : `is ${typeof value === 'number' ? 'no length of time' : kindOf(value)}`;

const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    words.some((word) => word === value) ? null : `is none of ${words.join(', ')}`;

const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined ? null : check(value);

const listOf =
  (check: Check): Check =>
  (value) => {
    if (!Array.isArray(value)) return `is ${kindOf(value)}`;
    for (const [i, one] of value.entries()) {
      const problem = check(one);
      if (problem) return joined(`[${i}]`, problem);
    }
    return null;
  };

/** An object whose named members pass; others are left alone: later kinds of parts may stand there. */
const members =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (!isMembers(value)) return `is ${kindOf(value)}`;
    for (const [name, check] of Object.entries(checks)) {
      const problem = check(value[name]);
      if (problem) return joined(`.${name}`, problem);
    }
    return null;
  };

const args: Check = (value) => {
  if (!isMembers(value)) return `is ${kindOf(value)}`;
  return members(Object.fromEntries(Object.keys(value).map((name) => [name, text])))(value);
};

const span: Check = (value) => {
  if (typeof value === 'string') return null;
  if (!isMembers(value)) return `is ${kindOf(value)}`;
  if ('link' in value) return members({ link: text, url: text })(value);
  const mark = ['bold', 'italic', 'code'].find((name) => name in value);
  return mark === undefined ? 'is no text and no mark' : members({ [mark]: text })(value);
};

const marked: Check = (value) => (typeof value === 'string' ? null : listOf(span)(value));

const valueOrNull: Check = (value) => (value === null || Number.isFinite(value) ? null : `is ${value === undefined ? 'missing' : 'no number'}`);

const chartParts = members({
  kind: oneOf('line', 'bar', 'pie', 'doughnut'),
  title: text,
  labels: listOf(text),
  series: listOf(members({ name: text, values: listOf(valueOrNull) })),
  unit: maybe(text),
});

/** The bounds that the type tells in words. Its parts are checked by then. */
const chart: Check = (value) => {
  const problem = chartParts(value);
  return problem === null ? chartProblem(value as Chart) : problem;
};

function chartProblem({ kind, labels, series }: Chart): string | null {
  const part = kind === 'pie' || kind === 'doughnut';
  if (labels.length === 0 || labels.length > chartMost.labels) return `.labels has ${labels.length} of them, not 1–${chartMost.labels}`;
  const most = part ? 1 : chartMost.series;
  if (series.length === 0 || series.length > most) return `.series has ${series.length} of them, not ${most === 1 ? 'one' : `1–${most}`}`;
  if (labels.length * series.length > chartMost.values) return `has more than ${chartMost.values} values`;
  if (new Set(series.map(({ name }) => name)).size < series.length) return '.series has a name twice';
  for (const [i, { values }] of series.entries()) {
    if (values.length !== labels.length) return `.series[${i}].values has ${values.length} of them for ${labels.length} labels`;
    if (part && values.some((one) => one !== null && one < 0)) return `.series[${i}].values has a negative part of a whole`;
  }
  return null;
}

const chartMost = { labels: 400, series: 12, values: 2_000 } as const;

const content: Check = (value) => (typeof value === 'string' || value instanceof Uint8Array ? null : `is ${kindOf(value)}`);
const mediaType: Check = (value) =>
  typeof value === 'string' && /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(value) ? null : 'is no media type such as text/csv';

/** A file: its content, or the blob that has it. */
const file: Check = (value) => members({ name: text, mediaType, ...(isMembers(value) && 'content' in value ? { content } : { blob: text }) })(value);

const whole = members({
  text: marked,
  fields: maybe(listOf(members({ name: text, value: marked }))),
  table: maybe(members({ columns: listOf(members({ title: text, align: maybe(oneOf('left', 'right')) })), rows: listOf(listOf(text)) })),
  chart: maybe(chart),
  image: maybe(members({ url: text, alt: text })),
  file: maybe(file),
  actions: maybe(
    listOf(
      members({
        label: text,
        command: text,
        args,
        style: maybe(oneOf('primary', 'danger')),
        once: maybe(often),
        only: maybe(text),
        forMs: maybe(lasting),
      }),
    ),
  ),
  severity: maybe(oneOf('info', 'success', 'warning', 'error')),
  visibility: maybe(oneOf('here', 'private', 'thread')),
  speech: maybe(text),
  asks: maybe(flag),
  page: maybe(count),
  concerns: maybe(listOf(members({ channel: text, tenant: text }))),
  about: maybe(text),
});

/** `.fields`, `[0]`, `.value` and what is wrong there, one path. */
const joined = (at: string, problem: string) => (/^[.[]/.test(problem) ? `${at}${problem}` : `${at} ${problem}`);
