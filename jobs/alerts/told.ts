import { createHash } from 'node:crypto';
import { shorten } from '../../shared/reply/text.ts';

/** What another program tells of one incident. */
export interface Told {
  /** The same when it is told again. */
  readonly delivery: string;
  readonly key: string;
  readonly state: 'open' | 'update' | 'close';
  readonly what: string;
  readonly why: string;
  readonly level: 'warning' | 'error';
  readonly tags: readonly string[];
  /** ms since 1970. */
  readonly at: number;
}

/** Why a body tells nothing. */
export interface Misread {
  readonly message: string;
}

/** In one request, at most. */
const alertsMax = 1_000;
const whatMax = 200;
const whyMax = 500;
const tagsMax = 10;
/** Labels whose values are the tags that routes know an alert by. */
const tagLabels = ['severity', 'team', 'service', 'job', 'env', 'environment', 'namespace', 'cluster'];

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const textIn = (fields: Fields, ...names: string[]) =>
  names.map((name) => fields[name]).find((one) => typeof one === 'string' && one.trim() !== '') as string | undefined;
const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** What a body tells: Alertmanager's JSON (version 4, which Grafana sends too), or one incident as an object. Why not, where it is neither. */
export function alertsIn(body: string, idempotencyKey: string | undefined, now: number): readonly Told[] | Misread {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { message: 'The body is no JSON.' };
  }
  if (!isFields(value)) return { message: 'The body is no object.' };
  if (!Array.isArray(value.alerts)) return generic(value, idempotencyKey, now);
  if (value.alerts.length > alertsMax) return { message: `The body has more than ${alertsMax} alerts.` };
  const alerts = value.alerts.map((alert) => (isFields(alert) ? alertmanagers(alert, now) : null));
  return alerts.some((one) => one === null) ? { message: 'An alert has no status or no labels.' } : alerts.flatMap((one) => one ?? []);
}

function alertmanagers(alert: Fields, now: number): Told | null {
  const { status, labels, annotations = {}, startsAt, endsAt } = alert;
  if (!isFields(labels) || !isFields(annotations) || (status !== 'firing' && status !== 'resolved')) return null;
  const name = textIn(labels, 'alertname') ?? 'alert';
  const of = textIn(labels, 'instance', 'service', 'job');
  // Of versions without one, and of other programs: what it says of itself.
  const fingerprint = textIn(alert, 'fingerprint') ?? hash(JSON.stringify(Object.entries(labels).sort()));
  return {
    delivery: `${fingerprint}:${String(startsAt)}:${status}`,
    key: fingerprint,
    state: status === 'firing' ? 'open' : 'close',
    what: shorten(of === undefined ? name : `${name} (${of})`, whatMax),
    why: shorten(textIn(annotations, 'summary', 'description', 'message') ?? name, whyMax),
    level: levelOf(labels.severity),
    tags: tagsOf(tagLabels.map((label) => labels[label])),
    at: instantOf(status === 'firing' ? startsAt : endsAt, now),
  };
}

function generic(fields: Fields, idempotencyKey: string | undefined, now: number): readonly Told[] | Misread {
  const what = textIn(fields, 'what', 'title', 'summary', 'name', 'text', 'message');
  if (what === undefined) return { message: 'It says not what is wrong.' };
  const said = textIn(fields, 'state', 'status')?.toLowerCase() ?? 'open';
  const state = /^(close|closed|resolved|ok|up)$/.test(said) ? 'close' : said === 'update' ? 'update' : 'open';
  const { tags } = fields;
  return [
    {
      delivery: idempotencyKey === undefined ? `${now}:${hash(JSON.stringify(fields))}` : `key:${hash(idempotencyKey)}`,
      key: hash(textIn(fields, 'key', 'id') ?? what),
      state,
      what: shorten(what, whatMax),
      why: shorten(textIn(fields, 'why', 'description', 'message', 'details') ?? what, whyMax),
      level: levelOf(fields.level ?? fields.severity),
      tags: tagsOf(Array.isArray(tags) ? tags : typeof tags === 'string' ? tags.split(/[\s,]+/) : []),
      at: now,
    },
  ];
}

const levelOf = (said: unknown) => (typeof said === 'string' && /^(warn|info|notice|low|none)/i.test(said) ? 'warning' : 'error');

const tagsOf = (values: readonly unknown[]) =>
  values
    .filter((value): value is string => typeof value === 'string' && value.trim() !== '')
    .map((value) =>
      value
        .trim()
        .replace(/[\s,]+/g, '_')
        .slice(0, 60),
    )
    .slice(0, tagsMax);

/** An instant that lies within the last year; else now: the zero of other programs' times, and what a wrong clock says. */
function instantOf(said: unknown, now: number): number {
  const at = typeof said === 'string' ? Date.parse(said) : Number.NaN;
  return at > now - 365 * 86_400_000 && at <= now ? at : now;
}
