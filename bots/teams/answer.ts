import type { HttpAnswer, Received } from '../../shared/channel/channel.ts';
import type { Inbound } from '../../shared/channel/inbound.ts';
import { speak } from '../../shared/channel/words/speak.ts';
import { trust } from './limits.ts';

const json = { 'content-type': 'application/json' };

/** Kept, or nothing to keep. */
export const taken: HttpAnswer = { status: 200 };

/** An invoke that we don't know: what botbuilder answers too. Source: Bot Framework activity schema, invoke. */
export const unknownInvoke: HttpAnswer = { status: 501 };

/** A pressed `Action.Execute` is answered in the response, and shown to who pressed it. Source: Universal Action Model, response format. */
export const pressed = (locale: string): HttpAnswer =>
  invoke({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: speak(locale).onIt });

/** The card in the place of the one that is refreshed, for who asked alone. */
export const refreshed = (card: object): HttpAnswer => invoke({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card });

/** An `adaptiveCard/action` without a token of ours: not from a card of this bot. */
export const notOurs = (locale: string): HttpAnswer => invoke(failed(400, 'BadRequest', speak(locale).notMine));

/** Too busy to keep it: an invoke's answer must be 200 with the failure inside, else the person sees nothing but "something went wrong". */
export function busy(inbound: Inbound): HttpAnswer {
  const { invoke: asked } = inbound.place.via ?? {};
  const { pressAgain } = speak(inbound.locale ?? 'en');
  if (asked?.startsWith('composeExtension/')) return invoke({ task: { type: 'message', value: pressAgain } });
  if (asked) return invoke(failed(500, 'Busy', pressAgain));
  return { ...refusal(503, 'busy', 'Too many commands are waiting.', 'Send it again in a minute.'), headers: { ...json, 'retry-after': '60' } };
}

/** Why a delivery wasn't believed, in the status that says so. */
export function refused(reason: string): Received {
  switch (reason) {
    case 'unavailable':
      return {
        kind: 'refused',
        reason,
        ack: {
          ...refusal(503, reason, "The token can't be checked: Microsoft's signing keys can't be had.", 'Send it again in some seconds.'),
          headers: { ...json, 'retry-after': String(trust.failedFloorMs / 1_000) },
        },
      };
    case 'malformed':
      return { kind: 'refused', reason, ack: refusal(400, reason, 'The body is no activity of Teams.', 'Send what the Bot Connector sends.') };
    default:
      return {
        kind: 'refused',
        reason,
        ack: refusal(401, reason, 'The token does not prove that Teams sent this.', 'Send the token of the Bot Connector for this bot.'),
      };
  }
}

function refusal(status: number, code: string, message: string, hint: string): HttpAnswer {
  return { status, headers: json, body: JSON.stringify({ error: { code, message, hint } }) };
}

/** The answer to an invoke: 200, and in it how it went. */
export function invoke(body: object): HttpAnswer {
  return { status: 200, headers: json, body: JSON.stringify(body) };
}

function failed(statusCode: 400 | 500, code: string, message: string) {
  return { statusCode, type: 'application/vnd.microsoft.error', value: { code, message } };
}
