import type { InlineKeyboardButton } from 'telegraf/types';
import type { Action } from '../../shared/reply/action.ts';
import { shorten } from '../../shared/reply/text.ts';
import { telegramLimits } from './limits.ts';
import { isBlank } from './styled.ts';

/** `style` is younger than telegraf's types. */
export type Button = Readonly<InlineKeyboardButton.CallbackButton> & { readonly style?: 'primary' | 'danger' };

/** An InlineKeyboardMarkup. */
export interface Keyboard {
  readonly inline_keyboard: readonly (readonly Button[])[];
}

/** Labels up to this length may share a row: three such fit the width of a phone. */
const shortLabel = 12;
const shortPerRow = Math.min(3, telegramLimits.buttonsPerRow);

/** The buttons, at most 100 a keyboard: as many keyboards as it takes. */
export function keyboards(actions: readonly Action[], token: (index: number) => string): Keyboard[] {
  const buttons = actions.map((action, index) => ({
    text: label(action),
    callback_data: token(index),
    ...(action.style === undefined ? {} : { style: action.style }),
  }));
  const boards: Keyboard[] = [];
  for (let at = 0; at < buttons.length; at += telegramLimits.buttons) {
    boards.push({ inline_keyboard: rows(buttons.slice(at, at + telegramLimits.buttons)) });
  }
  return boards;
}

function rows(buttons: readonly Button[]): Button[][] {
  const made: Button[][] = [];
  for (const button of buttons) {
    const last = made.at(-1);
    const fits = (one: Button) => one.text.length <= shortLabel;
    if (last && last.length < shortPerRow && fits(button) && last.every(fits)) last.push(button);
    else made.push([button]);
  }
  return made;
}

function label({ label: words, command }: Action): string {
  const text = shorten(
    words
      .toWellFormed()
      .replace(/[\s\u0000-\u001f]+/g, ' ')
      .trim(),
    telegramLimits.buttonText,
  );
  return isBlank(text) ? command : text;
}
