import type { AnyCommand } from '../../shared/command/define.ts';
import { tokenOf } from '../../shared/reply/action.ts';
import { shorten } from '../../shared/reply/text.ts';
import { getStarted } from './event.ts';
import { messengerLimits } from './limits.ts';

/** The Messenger profile of these commands: the button that begins, what to ask first, and the menu beside the words. A press is the command, which asks for what it needs. */
export function profileOf(commands: readonly AnyCommand[]) {
  const shown = commands.filter(({ hidden }) => !hidden);
  const menu = shown.slice(0, messengerLimits.menuItems).map((command) => ({
    type: 'postback',
    title: shorten(command.label ?? titled(command.name), messengerLimits.menuTitle),
    payload: payloadOf(command),
  }));
  const first = shown.slice(0, messengerLimits.iceBreakers).map((command) => ({
    question: shorten(command.summary, messengerLimits.iceBreaker),
    payload: payloadOf(command),
  }));
  return {
    // The menu is refused without it (Persistent Menu, Requirements).
    get_started: { payload: getStarted },
    persistent_menu: [{ locale: 'default', composer_input_disabled: false, call_to_actions: menu }],
    ice_breakers: [{ locale: 'default', call_to_actions: first }],
  };
}

const payloadOf = ({ name }: AnyCommand) => tokenOf({ label: '', command: name, args: {} }, '');

/** `my_data` → "My data". */
const titled = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1).replace(/_/g, ' ')}`;
