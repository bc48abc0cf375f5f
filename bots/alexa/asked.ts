import { intentName } from '../../shared/command/catalogue.ts';
import { confirmation } from '../../shared/command/resolve.ts';
import type { AsksFor } from '../../shared/reply/reply.ts';
import { objectOf, text } from './envelope.ts';
import { anyWords } from './sample.ts';

/** What an open session asked last. It travels in the session's attributes, as what was offered does. */
export interface Asked {
  /** Alexa was told to listen for this intent: for its slot or, without one, for whether it should be done. */
  readonly intent?: string;
  readonly slot?: string;
  /** Yes and no are answers to it. */
  readonly yesNo?: true;
}

/**
 * What Alexa can be told to listen for: a slot of a type of its own, or a yes (Amazon: "Dialog Interface Reference", ElicitSlot, ConfirmIntent). Only of the intent that was said, and a
 * slot that came with it (`model`: its name and those of its slots): the skill's model may be older than the command, and Alexa refuses a response that names what the model hasn't.
 */
export function askedOf(asks: AsksFor | undefined, model = ''): Asked | undefined {
  if (!asks) return undefined;
  const [intent, ...slots] = model.split(' ');
  const yesNo = asks.yesNo ? { yesNo: asks.yesNo } : {};
  const isIts = intent === intentName(asks.command);
  if (isIts && asks.param === confirmation) return { intent, ...yesNo };
  if (isIts && asks.slot !== anyWords && slots.includes(asks.param)) return { intent, slot: asks.param, ...yesNo };
  return asks.yesNo ? yesNo : undefined;
}

/** Reads back what `respond` put into the attributes. */
export function askedIn(attributes: unknown): Asked | undefined {
  const asked = objectOf(objectOf(attributes)?.asked);
  if (!asked) return undefined;
  const [intent, slot] = [text(asked.intent, 100), text(asked.slot, 100)];
  return { ...(intent === undefined ? {} : { intent }), ...(slot === undefined ? {} : { slot }), ...(asked.yesNo === true ? { yesNo: true } : {}) };
}
