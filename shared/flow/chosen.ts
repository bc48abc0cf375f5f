import type { Channel, Message } from '../channel/channel.ts';
import type { Place } from '../channel/inbound.ts';
import type { Command, CommandId } from '../command/command.ts';
import type { CommandRecord, Inbox } from '../inbox/inbox.ts';
import { type Action, countOf, madeBy, pressOf } from '../reply/action.ts';
import type { Reply } from '../reply/reply.ts';
import { spansOf } from '../reply/text.ts';
import type { Store } from '../store/store.ts';
import { pressCounted } from './presses.ts';
import { buttonToken, longTokens } from './rendered.ts';
import { chosen } from './say.ts';

export interface ChosenParts {
  readonly store: Pick<Store, 'get'>;
  readonly inbox: Pick<Inbox, 'read'>;
}

/**
 * The message of a button that counts once, as it is to stand once that was pressed: what was chosen there so far, and by whom; the buttons that were pressed are gone, and of a question all.
 * Null where there is nothing to show: no such button was pressed, its message is another's by now (`about`), or it was several messages.
 */
export async function chosenMessage(
  { command, state }: CommandRecord,
  channel: Pick<Channel, 'can' | 'render'>,
  place: Place,
  { store, inbox }: ChosenParts,
): Promise<Message | null> {
  if (state === 'failed' || state === 'dead') return null;
  const nonce = await nonceOf(command, store);
  const made = countOf(nonce) === 'once' ? madeBy(nonce) : null;
  const before = made && (await inbox.read(made.command as CommandId))?.replies[made.reply];
  if (!made || !before || isOthers(before)) return null;
  const seed = `${made.command}.${made.reply}`;
  const after = await shown(before, seed, place, store);
  const { locale = 'en', timeZone = 'UTC' } = command;
  // A button that is left is the same as before, wherever it stands now.
  const token = (index: number) => buttonToken(channel, before, seed, before.actions?.indexOf(after?.actions?.[index] as Action) ?? -1).token;
  const [message, more] = after ? channel.render(after, { place, locale, timeZone, token }) : [];
  return message && !more ? message : null;
}

/** What shows the state of something is changed by what is answered about that; an answer that took the place of its own progress is nobody else's. */
const isOthers = ({ about }: Reply) => about !== undefined && !about.startsWith('command:');

async function nonceOf({ raw: { pressed, token } }: Command, store: ChosenParts['store']): Promise<string> {
  if (token === undefined) return pressed ?? '';
  const kept = await store.get(longTokens, token);
  return (kept && pressOf(kept.value.token)?.nonce) ?? '';
}

async function shown({ visibility: _, ...before }: Reply, seed: string, { direct }: Place, store: ChosenParts['store']): Promise<Reply | null> {
  const words = [...spansOf(before.text)];
  const left: Action[] = [];
  for (const [index, action] of (before.actions ?? []).entries()) {
    const press = action.once === true ? await pressCounted(store, `${seed}.${index}`) : null;
    if (press) words.push(...spansOf(chosen(action.label, direct ? undefined : press.name)));
    else left.push(action);
  }
  return left.length === before.actions?.length ? null : { ...before, text: words, actions: before.asks ? [] : left };
}
