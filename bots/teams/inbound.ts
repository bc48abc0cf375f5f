import type { Inbound, Place, Said } from '../../shared/channel/inbound.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Activity } from './activity.ts';
import { isTimeZone } from './timeZone.ts';

/** What an activity turned out to be. */
export interface What {
  readonly key: string;
  /** The message that an answer is about: what was written, or the card that was pressed. */
  readonly message: string | undefined;
  readonly said: Said;
  /** What else an answer needs. */
  readonly via?: Readonly<Record<string, string>> | undefined;
}

/** An activity that asks for something, as every channel tells it. */
export function inboundOf(activity: Activity, clock: Clock, { key, message, said, via = {} }: What): Inbound {
  const { from, locale, timeZone } = activity;
  const user = userOf(activity);
  return {
    key,
    place: placeOf(activity, message, via),
    from: from?.name ? { user, name: from.name } : { user },
    said,
    ...(said.kind === 'text' && activity.files.length > 0 ? { files: activity.files } : {}),
    ...(locale && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$/.test(locale) ? { locale } : {}),
    ...(timeZone && isTimeZone(timeZone) ? { timeZone } : {}),
    saidAt: saidAt(activity.timestamp, clock.now()),
  };
}

/** Who it was: the same in every conversation, where the directory knows them. */
export function userOf({ from, conversation }: Activity): string {
  return from?.aadObjectId ?? from?.id ?? conversation.id;
}

/** In a channel the conversation's id ends with the message that began the thread: `19:…@thread.tacv2;messageid=1481567603816`. */
export function placeParts({ conversation }: Activity): { conversation: string; thread?: string } {
  const [id = '', thread] = conversation.id.split(';messageid=', 2);
  return thread && id ? { conversation: id, thread } : { conversation: conversation.id };
}

/** Everything a later send needs, so that an answer needs no look-up: Teams calls it a conversation reference. */
function placeOf(activity: Activity, message: string | undefined, via: Readonly<Record<string, string>>): Place {
  return {
    channel: 'teams',
    bot: 'main',
    tenant: activity.tenant,
    ...placeParts(activity),
    ...(message ? { message } : {}),
    ...(activity.conversation.type === 'personal' ? { direct: true } : {}),
    user: userOf(activity),
    via: {
      serviceUrl: activity.serviceUrl,
      botId: activity.recipient.id,
      conversationType: activity.conversation.type,
      ...(activity.from ? { userId: activity.from.id } : {}),
      ...via,
    },
  };
}

/** When it was said, never later than now: a clock that is ahead must not put a reminder off. */
function saidAt(timestamp: string | undefined, now: number): number {
  const at = timestamp === undefined || timestamp.length > 40 ? Number.NaN : Date.parse(timestamp);
  return Number.isNaN(at) || at < 0 || at > now ? now : at;
}
