import type { Channel } from '../channel/channel.ts';
import type { Clock } from '../clock.ts';
import type { Arguments } from '../command/arguments.ts';
import type { Catalogue } from '../command/catalogue.ts';
import type { Command, CommandId, Raw } from '../command/command.ts';
import { paramOf } from '../command/confirm.ts';
import type { ParseContext } from '../command/kind.ts';
import { resolveToken } from '../command/resolve.ts';
import { Refusal } from '../errors.ts';
import type { CommandRecord, Inbox } from '../inbox/inbox.ts';
import { optOutBook } from '../people/opt-outs.ts';
import type { Person } from '../people/person.ts';
import type { Store } from '../store/store.ts';
import type { Dialog, DialogBook } from './dialog.ts';
import type { Passed } from './passed.ts';
import type { PressBook } from './presses.ts';
import { longTokens } from './rendered.ts';
import { toldBook } from './told.ts';

/** What a command turns out to mean once dialog, person and store have been read. */
export interface Meaning {
  readonly name: string;
  readonly raw: Raw;
  /** When its command was said, ms since 1970: relative times count from there. */
  readonly saidAt: number;
  /** It was a pressed button, of this nonce; empty for one without. */
  readonly nonce?: string;
  /** The command whose undoing it takes back, when it begins. */
  readonly redoes?: CommandId;
  /** What it has behind it from before it waited. */
  readonly passed?: Passed;
  /** The question that it answers. */
  readonly dialog?: Dialog;
  /** The answer isn't of the kind that was asked for. */
  readonly unfit?: Extract<Arguments, { readonly invalid: string }>;
}

/** A turn of a dialog waits at most so long for the turn before it to end, ms. */
const patienceMs = 60_000;
/** Characters of what can choose an offer. */
const choiceMax = 100;
/** Twilio takes it so for who had said STOP; for others it is an answer. */
const beginsAgain = /^yes$/i;
const dropsIt = /^(cancel|stop|never ?mind|abort|abbrechen|abbruch|stopp|vergiss es|lass es|lass gut sein|egal)[.!]?$/i;

export interface MeaningParts {
  readonly catalogue: () => Catalogue;
  readonly store: Store;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly clock: Clock;
  /** Takes the command that asked out of its waiting, and knows which commands have ended. */
  readonly inbox: Pick<Inbox, 'wake' | 'read'>;
  readonly dialogs: DialogBook;
  readonly presses: Pick<PressBook, 'look'>;
}

/**
 * What a command means: a kept button is looked up; words may be the answer to an open question, or drop it. `later`: the turn before it in the same dialog has not
 * ended, so it can't be told yet.
 */
export function meaningOf({ catalogue, store, channels, clock, inbox, dialogs, presses }: MeaningParts) {
  const told = toldBook({ store, clock });
  const optOuts = optOutBook(store, clock);
  const isRecent = ({ answeredAt }: Dialog) => answeredAt === undefined || clock.now() - answeredAt < patienceMs;

  return async (command: Command, person: Person): Promise<Meaning | 'dropped' | 'later'> => {
    const press = await pressedBy(command);
    if (press?.nonce && (await presses.look(person, press.nonce, press)) === 'later') return 'later';
    const own = press ?? { name: command.name, raw: command.raw, saidAt: command.saidAt };
    const { name, raw } = own;
    if (raw.text === undefined && raw.args === undefined) return (await leaves(command, person)) && name === 'stop' ? 'dropped' : own;
    if (raw.explicit) return own;
    const dialog = await dialogs.find(person.id, command);
    if (!dialog) return own;
    const isPicked = name === dialog.name && picks(raw, dialog);
    if (!isPicked && (raw.text === undefined || press)) return own;
    const before = dialog.answeredBy;
    if (before !== undefined && before !== command.id)
      return !dialog.settled && isRecent(dialog) && isUnderWay(await inbox.read(before)) ? 'later' : own;
    const { text: words = '' } = raw;
    const drops = !isPicked && dropsIt.test(words.trim());
    const answer = drops ? own : isPicked ? { ...own, ...goesOn(dialog) } : answering(dialog, command, words, person);
    if (answer === null) return own;
    const taken = await takeOver(dialog, command, person);
    if (taken !== 'taken') return taken === 'later' ? 'later' : own;
    return drops ? 'dropped' : answer;
  };

  /** Something that happened, not something said: who opens or leaves a session has left the question of the last one. */
  async function leaves(command: Command, person: Person): Promise<boolean> {
    const dialog = await dialogs.find(person.id, command);
    const isOpen = dialog && (dialog.answeredBy === undefined || dialog.answeredBy === command.id);
    return isOpen ? (await takeOver(dialog, command, person)) === 'taken' : false;
  }

  /** A pressed button, or what stands for one; null: neither. */
  async function pressedBy(command: Command): Promise<Meaning | null> {
    const { pressed: nonce, ...raw } = command.raw;
    if (nonce !== undefined) return { name: command.name, raw, saidAt: command.saidAt, nonce };
    return raw.token === undefined ? chosen(command) : pressed(raw.token, command.saidAt);
  }

  async function pressed(token: string, saidAt: number): Promise<Meaning> {
    const kept = await store.get(longTokens, token);
    if (!kept)
      throw new Refusal('button_ended', 'This button no longer works: it is too old.', { hint: 'Type the command instead; `help` lists them.' });
    const { name, raw, nonce = '' } = resolveToken(kept.value.token, catalogue());
    return { name, raw, saidAt, nonce };
  }

  /** Words that choose what was offered, where nothing can be pressed; or that begin again what their person had ended. */
  async function chosen({ place, raw: { text, explicit }, saidAt }: Command): Promise<Meaning | null> {
    const can = channels.get(place.channel)?.can;
    if (text === undefined || explicit || text.length > choiceMax) return null;
    if (can?.optOut && beginsAgain.test(text) && (await optOuts.since(place)) !== null) return { name: 'subscribe', raw: {}, saidAt };
    const token = can?.numbered ? await told.choose(place, text) : null;
    if (token === null) return null;
    const { name, raw, nonce = '' } = resolveToken(token, catalogue());
    return { name, raw, saidAt, nonce };
  }

  /** The asking command with these words as its answer; null when they don't fit and are another command. */
  function answering(dialog: Dialog, { name, saidAt }: Command, text: string, { timeZone, locale }: Person): Meaning | null {
    const asked = paramOf(catalogue().byName(dialog.name), dialog.param);
    const context: ParseContext = { saidAt, timeZone, locale };
    const parsed = asked?.parse(text, context);
    if (!parsed?.ok && name !== 'help') return null;
    // As its kind prints it: "in 2 minutes" counts from the answer, and what was given before from when that was said.
    const given = asked && parsed?.ok ? asked.print(parsed.value) : text;
    return {
      name: dialog.name,
      raw: { ...dialog.raw, args: { ...dialog.raw.args, [dialog.param]: given } },
      ...goesOn(dialog),
      // No words at all (a voice that was not understood) are no answer that doesn't fit: the question is asked again as it was.
      ...(parsed && !parsed.ok && text !== '' ? { unfit: { invalid: dialog.param, given, ...parsed } } : {}),
    };
  }

  /** Ends the waiting of the command that asked. `gone`: it waits no more, so there is nothing to answer. */
  async function takeOver(dialog: Dialog, command: Command, person: Person): Promise<'taken' | 'later' | 'gone'> {
    if (!(await dialogs.claim(person.id, command))) return isRecent(dialog) ? 'later' : 'gone';
    if (await inbox.wake(dialog.command, { continuedBy: command.id })) return 'taken';
    const asker = await inbox.read(dialog.command);
    // Not waiting yet: its question is being kept just now. Or woken by a former run of ours, and about to end.
    if (isUnderWay(asker)) return isRecent(dialog) ? 'later' : 'gone';
    return asker?.state === 'done' ? 'taken' : 'gone';
  }
}

/** What an answer has of the command that asked. */
const goesOn = (dialog: Dialog) => ({ saidAt: dialog.saidAt, dialog, ...(dialog.redoes === undefined ? {} : { redoes: dialog.redoes }) });

/** One of the question's own buttons: all that was given before, and what was asked for. */
function picks({ text, args }: Raw, { raw, param }: Dialog): boolean {
  if (args?.[param] === undefined || text !== raw.text) return false;
  const before = Object.entries({ ...raw.args, [param]: args[param] });
  return before.length === Object.keys(args).length && before.every(([name, value]) => args[name] === value);
}

const isUnderWay = (record: CommandRecord | null) => record?.state === 'accepted' || record?.state === 'running' || record?.state === 'waiting';
