import type { Channel } from '../../shared/channel/channel.ts';
import { SendFailed } from '../../shared/errors.ts';
import type { GraphApi } from './api.ts';
import { isFields, listOf } from './fields.ts';
import { subscribedFields } from './webhook.ts';

/** Asks Messenger whose each token is, and whether the Page tells the app what people write to it. `callback`: where it calls us. */
export function prober(pages: readonly GraphApi[], callback: string): NonNullable<Channel['probe']> {
  return async (signal) => {
    const found = await Promise.all(pages.map((api) => probed(api, callback, signal)));
    return found.find(({ ok }) => !ok) ?? { ok: true, detail: found.map(({ detail }) => detail).join(' ') };
  };
}

async function probed(api: GraphApi, callback: string, signal: AbortSignal): Promise<{ ok: boolean; detail: string; hint?: string }> {
  try {
    const { name, id } = await api.call('GET', 'me', { fields: 'id,name' }, signal);
    const who = `the Page ${typeof name === 'string' ? name.slice(0, 100) : id}`;
    const missing = await unsubscribed(api, signal);
    if (missing.length === 0) return { ok: true, detail: `${who}, which tells what people write and press.` };
    return {
      ok: false,
      detail: `${who} does not tell the Meta app: ${missing.join(', ')}.`,
      hint: `In the Meta app, under Messenger, Webhooks: the callback is ${callback}, and the Page is subscribed to ${subscribedFields.join(' and ')}.`,
    };
  } catch (cause) {
    if (!(cause instanceof SendFailed)) throw cause;
    return { ok: false, detail: cause.message, hint: cause.hint ?? 'Try again; if it stays, check MESSENGER_GRAPH_URL and the network.' };
  }
}

/** The fields that no app of this token is told. */
async function unsubscribed(api: GraphApi, signal: AbortSignal): Promise<string[]> {
  const { data } = await api.call('GET', 'me/subscribed_apps', {}, signal);
  const told = new Set(listOf(data).flatMap((app) => (isFields(app) ? listOf(app.subscribed_fields) : [])));
  return subscribedFields.filter((field) => !told.has(field));
}
