import type { Message, SendOptions, Sent } from '../../shared/channel/channel.ts';
import type { Place } from '../../shared/channel/inbound.ts';
import type { Clock } from '../../shared/clock.ts';
import { withDeadline } from '../../shared/deadline.ts';
import { SendFailed } from '../../shared/errors.ts';
import { bearer } from './bearer.ts';
import { type Connector, connectors } from './connector.ts';
import { sending } from './limits.ts';
import type { TeamsMessage } from './render.ts';
import { serviceUrls as allowServiceUrls } from './serviceUrl.ts';
import type { TeamsSettings } from './settings.ts';

export interface SendTools {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly deadlineMs?: number;
}

/** Sends by the Bot Connector to where the place's conversation reference says. Throws SendFailed. */
export function teamsSend(settings: TeamsSettings, { clock, fetch, deadlineMs = sending.deadlineMs }: SendTools) {
  // A token has half the time of the call it is for, so that what is late is the token and not the message.
  const connectorFor = connectors({ bearer: bearer({ ...settings, clock, fetch, deadlineMs: Math.ceil(deadlineMs / 2) }), clock, fetch });
  const allowed = allowServiceUrls(settings.serviceUrls);
  /** Direct conversations that we opened, by tenant and person. */
  const direct = new Map<string, string>();

  return async (message: Message, place: Place, options: Pick<SendOptions, 'signal' | 'edit'>): Promise<Sent> => {
    const serviceUrl = allowed(place.via?.serviceUrl ?? '');
    if (serviceUrl === null) {
      throw new SendFailed('teams_service_url', `Teams' service URL ${place.via?.serviceUrl ?? '(none)'} is not allowed.`, {
        hint: 'If it is Microsoft’s, add its origin to TEAMS_SERVICE_URLS.',
      });
    }
    const connector = await connectorFor(serviceUrl);
    return withDeadline(deadlineMs, options.signal, (signal) => sendBy(connector, serviceUrl, message, place, options.edit, signal));
  };

  async function sendBy(
    connector: Connector,
    serviceUrl: string,
    message: Message,
    place: Place,
    edit: string | undefined,
    signal: AbortSignal,
  ): Promise<Sent> {
    // Our own `render` made it, and JSON kept it.
    const { activity, private: toPerson, thread } = message as TeamsMessage;
    const whole = (conversation: string, what: TeamsMessage['activity'] = activity) => ({
      ...what,
      channelId: 'msteams',
      serviceUrl,
      from: { id: place.via?.botId ?? `28:${settings.appId}`, name: '' },
      conversation: { id: conversation, name: '', ...kindOf(conversation, place) },
    });
    const deliver = async (conversation: string): Promise<Sent> => {
      const id = await put(connector, conversation, whole(conversation), {
        signal,
        ...(edit ? { edit } : {}),
        ...replyTarget(place, thread),
      });
      return id ? { message: id } : {};
    };
    if (!toPerson) return deliver(conversationOf(place, thread));
    try {
      return await deliver(await directConversation(connector, place, signal));
    } catch (error) {
      if (!(error instanceof SendFailed) || error.code !== 'teams_forbidden') throw error;
      const here = conversationOf(place);
      const id = await connector.send(here, whole(here, cannotWriteToYou), signal);
      return id ? { message: id } : {};
    }
  }

  async function directConversation(connector: Connector, place: Place, signal: AbortSignal): Promise<string> {
    const user = place.via?.userId ?? place.user ?? '';
    const known = direct.get(`${place.tenant}/${user}`);
    if (known) return known;
    const id = await connector.create(
      {
        isGroup: false,
        bot: { id: place.via?.botId ?? `28:${settings.appId}`, name: '' },
        members: [{ id: user, name: '' }],
        tenantId: place.tenant,
        channelData: { tenant: { id: place.tenant } },
      } as Parameters<Connector['create']>[0], // The schema's type asks for members that Teams doesn't.
      signal,
    );
    // Opening it again gives the same one, so half an answer costs nothing but another try.
    if (!id) throw new SendFailed('teams_unreachable', 'Teams opened a conversation and did not say which.', { retryable: true });
    if (direct.size >= sending.directMax) direct.clear();
    direct.set(`${place.tenant}/${user}`, id);
    return id;
  }
}

/** What stands in the group when an answer is for one person's eyes and Teams lets us write to them nowhere else: nothing of the answer itself, its summary included. */
const cannotWriteToYou = {
  type: 'message',
  text: 'The answer is only for you, and I can’t write to you directly. Add me for yourself (Apps, my name, Add), then ask again.',
  textFormat: 'plain',
} as const;

/** Replaces, replies or sends. A message that was deleted can't be replaced: what it would say now is sent. */
async function put(
  connector: Connector,
  conversation: string,
  activity: Parameters<Connector['send']>[1],
  { signal, edit, replyTo }: { signal: AbortSignal; edit?: string; replyTo?: string },
): Promise<string | undefined> {
  if (edit) {
    try {
      return (await connector.update(conversation, edit, { ...activity, id: edit }, signal)) ?? edit;
    } catch (error) {
      if (!(error instanceof SendFailed) || error.code !== 'teams_gone') throw error;
    }
  }
  return replyTo
    ? connector.reply(conversation, replyTo, { ...activity, replyToId: replyTo }, signal)
    : connector.send(conversation, activity, signal);
}

/** A thread of a channel is a conversation of its own. What was said in one is answered there; outside one a thread begins only when the reply asks for it. */
function conversationOf(place: Place, thread?: true): string {
  const root = place.thread ?? (thread && place.via?.conversationType === 'channel' ? place.message : undefined);
  return root ? `${place.conversation};messageid=${root}` : place.conversation;
}

/** A conversation of the place is of its kind; any other is one that we opened with its person. */
function kindOf(conversation: string, place: Place) {
  if (!conversation.startsWith(place.conversation)) return { isGroup: false, conversationType: 'personal' };
  return { isGroup: !place.direct, conversationType: place.via?.conversationType ?? '' };
}

/** Group chats have no threads: there the message that is answered is named. */
function replyTarget(place: Place, thread?: true): { replyTo?: string } {
  return thread && place.message && place.via?.conversationType === 'groupChat' ? { replyTo: place.message } : {};
}
