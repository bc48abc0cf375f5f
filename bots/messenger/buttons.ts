import type { Action } from '../../shared/reply/action.ts';
import { shorten } from '../../shared/reply/text.ts';
import { messengerLimits } from './limits.ts';
import type { Content, Element, Postback } from './message.ts';

/** A button before it is one of Messenger's. */
export interface Offer {
  readonly title: string;
  readonly payload: string;
}

/** The actions as what can be pressed; a title is one line. */
export function offersOf(actions: readonly Action[], token: (index: number) => string): Offer[] {
  return actions.map(({ label, command }, index) => {
    const title = label
      .toWellFormed()
      .replace(/[\s\u0000-\u001f\u007f]+/g, ' ')
      .trim();
    return { title: /[\p{L}\p{N}\p{P}\p{S}]/u.test(title) ? title : command, payload: token(index) };
  });
}

/** Under a text, gone with the next message: for the answers to a question, and for up to 13. */
export function quickReplies(offers: readonly Offer[]) {
  return offers.map(({ title, payload }) => ({ content_type: 'text', title: shorten(title, messengerLimits.quickReplyTitle), payload }) as const);
}

/** A text with up to three buttons, which stay. */
export function buttonTemplate(text: string, offers: readonly Offer[]): Content {
  return { attachment: { type: 'template', payload: { template_type: 'button', text, buttons: offers.map(button) } } };
}

/** Cards with three buttons each, side by side, ten a message: for more than can be quick replies. */
export function carousels(offers: readonly Offer[]): Content[] {
  const cards: Element[] = chunks(offers, messengerLimits.buttons).map((three) => ({
    title: shorten(three.map(({ title }) => title).join(' · '), messengerLimits.elementTitle),
    buttons: three.map(button),
  }));
  return chunks(cards, messengerLimits.elements).map((elements) => ({
    attachment: { type: 'template', payload: { template_type: 'generic', elements } },
  }));
}

const button = ({ title, payload }: Offer): Postback => ({ type: 'postback', title: shorten(title, messengerLimits.buttonTitle), payload });

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}
