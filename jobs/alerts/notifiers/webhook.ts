import { createHmac } from 'node:crypto';
import type { Incident } from '../incident.ts';
import type { Notice, Notifier } from './notifier.ts';
import { addressOf, sent } from './sent.ts';

const api = { name: 'The webhook', code: 'webhook', setting: 'the notifier' };

/**
 * Any address, by POST. Without a template the body is the incident as JSON. `idempotency-key` is the same for each try. With a token it is signed:
 * `bellhop-signature: t=SECONDS,v1=HEX`, the HMAC-SHA256, with the token, of SECONDS, a dot and the body.
 */
export const webhook: Notifier = {
  kind: 'webhook',
  follows: ['acknowledged', 'closed'],
  shown: ({ to }) => addressOf(to)?.host ?? null,
  async send(notice, { to, token, template }, tools) {
    const { body, type } = template === undefined ? { body: JSON.stringify(valuesOf(notice)), type: 'application/json' } : filled(template, notice);
    const seconds = Math.floor(tools.now() / 1_000);
    const signed = token === undefined ? {} : { 'bellhop-signature': `t=${seconds},v1=${signatureOf(token, seconds, body)}` };
    await sent(new URL(to), { body, type, headers: { 'idempotency-key': notice.key, ...signed } }, api, tools);
  },
};

export const signatureOf = (token: string, seconds: number, body: string) => createHmac('sha256', token).update(`${seconds}.${body}`).digest('hex');

/** What a template may hold, by name. */
function valuesOf({ incident, text }: Notice) {
  const { id, key, what, why, level, tags, state, openedAt, closedAt, by }: Incident = incident;
  return {
    id,
    key,
    state,
    level,
    what,
    why,
    tags,
    text,
    openedAt: new Date(openedAt).toISOString(),
    ...(closedAt === undefined ? {} : { closedAt: new Date(closedAt).toISOString() }),
    ...(by === undefined ? {} : { by: by.name }),
  };
}

/** A template that is JSON stays JSON, whatever an incident says. */
function filled(template: string, notice: Notice): { body: string; type: string } {
  const values = new Map<string, unknown>(Object.entries(valuesOf(notice)));
  const isJson = isOfJson(template);
  const said = (name: string) => {
    const value = values.get(name);
    const text = value === undefined ? '' : Array.isArray(value) ? value.join(', ') : String(value);
    return isJson ? JSON.stringify(text).slice(1, -1) : text;
  };
  const body = template.replace(/\{(\w+)\}/g, (_, name: string) => said(name));
  return { body, type: isJson ? 'application/json' : 'text/plain; charset=utf-8' };
}

function isOfJson(template: string): boolean {
  try {
    JSON.parse(template);
    return true;
  } catch {
    return false;
  }
}
