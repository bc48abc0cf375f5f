import type { Message, SendOptions, Sent } from '../../shared/channel/channel.ts';
import type { Place } from '../../shared/channel/inbound.ts';
import { bytesOf } from '../../shared/channel/outgoing-file.ts';
import type { Clock } from '../../shared/clock.ts';
import { withDeadline } from '../../shared/deadline.ts';
import { BellhopError, SendFailed } from '../../shared/errors.ts';
import { bearer } from './bearer.ts';
import { type Connector, connectors } from './connector.ts';
import { directConversations } from './direct.ts';
import { sending, sizes } from './limits.ts';
import type { TeamsMessage } from './render.ts';
import { serviceUrls as allowServiceUrls } from './serviceUrl.ts';
import type { TeamsSettings } from './settings.ts';

export interface SendTools {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly deadlineMs?: number;
}

/** Sends by the Bot Connector to where the place's conversation reference says, and opens the conversation with a person in which what they ask aside goes on. Both throw SendFailed. */
export function teamsSend(settings: TeamsSettings, { clock, fetch, deadlineMs = sending.deadlineMs }: SendTools) {
  // A token has half the time of the call it is for, so that what is late is the token and not the message.
  const connectorFor = connectors({ bearer: bearer({ ...settings, clock, fetch, deadlineMs: Math.ceil(deadlineMs / 2) }), clock, fetch });
  const allowed = allowServiceUrls(settings.serviceUrls);
  const direct = directConversations(settings.appId);

  return {
    async send(message: Message, place: Place, options: TeamsSendOptions): Promise<Sent> {
      const serviceUrl = serviceUrlOf(place);
      const connector = await connectorFor(serviceUrl);
      return withDeadline(deadlineMs, options.signal, (signal) => sendBy(connector, serviceUrl, message, place, options, signal));
    },

    async aside(place: Place, options: { readonly signal: AbortSignal }): Promise<Place> {
      const connector = await connectorFor(serviceUrlOf(place));
      const { id } = await withDeadline(deadlineMs, options.signal, (signal) => direct.open(connector, place, signal));
      const { aside: _, thread: __, message: ___, via: { invoke: ____, ...via } = {}, ...person } = place;
      return { ...person, conversation: id, direct: true, via: { ...via, conversationType: 'personal' } };
    },
  };

  function serviceUrlOf({ via }: Place): string {
    const serviceUrl = allowed(via?.serviceUrl ?? '');
    if (serviceUrl !== null) return serviceUrl;
    throw new SendFailed('teams_service_url', `Teams' service URL ${via?.serviceUrl ?? '(none)'} is not allowed.`, {
      hint: 'If it is Microsoft’s, add its origin to TEAMS_SERVICE_URLS.',
    });
  }

  async function sendBy(
    connector: Connector,
    serviceUrl: string,
    message: Message,
    place: Place,
    options: TeamsSendOptions,
    signal: AbortSignal,
  ): Promise<Sent> {
    const { edit, onlyEdit } = options;
    // Our own `render` made it, and JSON kept it.
    const made = message as TeamsMessage;
    const { private: toPerson, thread } = made;
    const activity = await activityOf(made, options);
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
        ...(onlyEdit ? { onlyEdit } : {}),
        ...replyTarget(place, thread),
      });
      return id ? { message: id } : {};
    };
    if (!toPerson) return deliver(conversationOf(place, thread));
    if (settings.targeted && place.message !== undefined && !place.aside && !edit && !onlyEdit) {
      const here = conversationOf(place);
      const recipient = { id: place.via?.userId ?? place.user ?? '', name: '' };
      const sent = await connector.whisper(here, { ...whole(here), recipient }, signal).catch(unlessRefused);
      if (sent !== null) return {};
    }
    try {
      const { id, known } = await direct.open(connector, place, signal);
      return await deliver(id).catch(async (error) => {
        if (!known || !isFailure(error, 'teams_gone')) throw error;
        direct.forget(place);
        return deliver((await direct.open(connector, place, signal)).id);
      });
    } catch (error) {
      if (!isFailure(error, 'teams_forbidden')) throw error;
      const here = conversationOf(place);
      const id = await connector.send(here, whole(here, cannotWrite(toPerson)), signal);
      return id ? { message: id } : {};
    }
  }
}

/** Null for what Teams does not show so: another way leads to the person. */
function unlessRefused(error: unknown): null {
  if (error instanceof SendFailed && !error.retryable) return null;
  throw error;
}

type TeamsSendOptions = Pick<SendOptions, 'signal' | 'edit' | 'onlyEdit' | 'file'>;

/** The activity with its picture in it: Teams takes one as data, in what a message may have in all. */
async function activityOf(made: TeamsMessage, options: TeamsSendOptions): Promise<TeamsMessage['activity']> {
  const { activity, picture, file, instead } = made;
  if (file && instead) return withFile(activity, file, options).catch(orInstead(instead));
  if (!picture || !instead) return activity;
  const { pictureOf } = await import('../../shared/picture/picture.ts');
  try {
    for (const sharpness of [2, 1.5, 1]) {
      const png = await pictureOf(picture.chart, picture.locale, sharpness);
      if (png.length > sizes.picture) continue;
      const contentUrl = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
      return { ...activity, attachments: [{ contentType: 'image/png', contentUrl, name: 'chart.png' }] };
    }
  } catch (cause) {
    return orInstead(instead)(cause);
  }
  return instead;
}

async function withFile(activity: TeamsMessage['activity'], { blob, name, mediaType }: NonNullable<TeamsMessage['file']>, options: TeamsSendOptions) {
  const contentUrl = `data:${mediaType};base64,${Buffer.from(await bytesOf(blob, options)).toString('base64')}`;
  return { ...activity, attachments: [{ contentType: mediaType, contentUrl, name }] };
}

/** What stands for a picture that is not there. */
const orInstead = (instead: TeamsMessage['activity']) => (cause: unknown) => {
  if (cause instanceof BellhopError && (cause.code === 'not_drawn' || cause.code === 'answer_file_gone')) return instead;
  throw cause;
};

/** What stands in the group when an answer is for one person's eyes and Teams lets us write to them nowhere else: nothing of the answer itself, its summary included. */
const cannotWrite = (text: string) => ({ type: 'message', text, textFormat: 'plain' }) as const;

/** Replaces, replies or sends. A message that was deleted can't be replaced: what it would say now is sent. */
async function put(
  connector: Connector,
  conversation: string,
  activity: Parameters<Connector['send']>[1],
  { signal, edit, onlyEdit, replyTo }: { signal: AbortSignal; edit?: string; onlyEdit?: true; replyTo?: string },
): Promise<string | undefined> {
  if (edit) {
    try {
      return (await connector.update(conversation, edit, { ...activity, id: edit }, signal)) ?? edit;
    } catch (error) {
      if (!isFailure(error, 'teams_gone')) throw error;
    }
  }
  if (onlyEdit) return undefined;
  return replyTo
    ? connector.reply(conversation, replyTo, { ...activity, replyToId: replyTo }, signal)
    : connector.send(conversation, activity, signal);
}

function isFailure(error: unknown, code: 'teams_gone' | 'teams_forbidden'): boolean {
  return error instanceof SendFailed && error.code === code;
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
