import type { Channel } from '../channel/channel.ts';
import type { Clock } from '../clock.ts';
import type { Arguments } from '../command/arguments.ts';
import type { Catalogue } from '../command/catalogue.ts';
import type { Command, CommandId, Raw } from '../command/command.ts';
import { paramOf } from '../command/confirm.ts';
import type { ParseContext } from '../command/kind.ts';
import { resolveToken } from '../command/resolve.ts';
import type { Given } from '../command/words.ts';
import { Refusal } from '../errors.ts';
import type { CommandRecord, Inbox } from '../inbox/inbox.ts';
import { optOutBook } from '../people/opt-outs.ts';
import { type Person, personId } from '../people/person.ts';
import type { Reply } from '../reply/reply.ts';
import type { Store } from '../store/store.ts';
import { type Dialog, type DialogBook, isOpenFor, type Woken } from './dialog.ts';
import type { Passed } from './passed.ts';
import type { PressBook } from './presses.ts';
import { longTokens } from './rendered.ts';
import { sayIn } from './say.ts';
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
  /** It answers it by its form, which shows all of its parameters at once. */
  readonly isForm?: true;
  /** It was begun elsewhere, and goes on here. */
  readonly isResumed?: true;
  /** The answer isn't of the kind that was asked for. */
  readonly unfit?: Extract<Arguments, { readonly invalid: string }>;
}

/** Nothing is to be run: this is said. `dialog`: the question that was dropped. */
export interface Said {
  readonly says: Reply;
  readonly dialog?: Dialog;
}

/** Who only opens a page, or the conversation, is still asked what they were asked. */
const looks: ReadonlySet<string> = new Set(['home', 'suggest']);
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

  return async (command: Command, person: Person): Promise<Meaning | Said | 'later'> => {
    const press = await pressedBy(command);
    if (press?.nonce && (await presses.look(person, press.nonce, press)) === 'later') return 'later';
    const own = press ?? { name: command.name, raw: command.raw, saidAt: command.saidAt };
    const { name, raw } = own;
    if (raw.question !== undefined) return toQuestion(own, raw.question, command, person);
    if (raw.text === undefined && raw.args === undefined) {
      const left = looks.has(name) ? null : await leaves(command, person);
      return left && name === 'stop' ? { says: sayIn(person.locale).dropped(), dialog: left } : own;
    }
    if (raw.explicit || raw.text === undefined || press) return own;
    const dialog = await dialogs.find(person.id, command);
    if (!dialog) return own;
    const before = dialog.answeredBy;
    if (before !== undefined && !isOpenFor(dialog, command))
      return !dialog.settled && !dialog.moved && isRecent(dialog) && isUnderWay(await inbox.read(before)) ? 'later' : own;
    const drops = dropsIt.test(raw.text.trim());
    const answer = drops ? own : answering(dialog, command, raw.text, person);
    if (answer === null) return own;
    const taken = await takeOver(dialog, command, person);
    if (taken !== 'taken') return taken === 'later' ? 'later' : own;
    return drops ? { says: sayIn(person.locale).dropped(), dialog } : answer;
  };

  /** By a question's own button or form: only whom it asked answers it. Once it is no longer open its button is a command of its own, and a form says that it ended. */
  async function toQuestion(own: Meaning, question: string, command: Command, person: Person): Promise<Meaning | Said | 'later'> {
    const { question: _, form, ...raw } = own.raw;
    const { args = {} } = raw;
    const dialog = await dialogs.find(person.id, command);
    if (dialog?.command === question && isOpenFor(dialog, command)) {
      const taken = await takeOver(dialog, command, person);
      if (taken === 'later') return 'later';
      if (taken === 'taken') {
        const answer = answered(dialog, args, command, person, form);
        return { ...own, name: dialog.name, raw: answer, ...goesOn(dialog), ...(form ? { isForm: form } : {}) };
      }
    }
    const asker = await inbox.read(question as CommandId);
    if (!asker || personId(asker.command.place, asker.command.from.user) !== personId(command.place, command.from.user))
      return { says: sayIn(person.locale).notAsked(own.name) };
    return form ? { says: sayIn(person.locale).formEnded(own.name, args) } : { ...own, raw };
  }

  /** What was given before, and what a form's inputs hold now, or the one value that a button stands for. What is no parameter is left out. */
  function answered(dialog: Dialog, args: Given, { saidAt }: Command, { timeZone, locale }: Person, form: true | undefined): Raw {
    const definition = catalogue().byName(dialog.name);
    const names = form ? Object.keys(definition?.params ?? {}) : [dialog.param];
    const before = Object.entries(dialog.raw.args ?? {}).filter(([name]) => !(form && dialog.form?.names.includes(name)));
    const given = names.flatMap((name) => {
      const words = Object.hasOwn(args, name) ? args[name] : undefined;
      if (words === undefined) return [];
      const parsed = paramOf(definition, name)?.parse(words, { saidAt, timeZone, locale });
      return [[name, parsed?.ok ? (paramOf(definition, name)?.print(parsed.value) ?? words) : words] as const];
    });
    return { ...dialog.raw, args: Object.fromEntries([...before, ...given]) };
  }

  /** Something that happened, not something said: who opens or leaves a session has left the question of the last one. */
  async function leaves(command: Command, person: Person): Promise<Dialog | null> {
    const dialog = await dialogs.find(person.id, command);
    return dialog && isOpenFor(dialog, command) && (await takeOver(dialog, command, person)) === 'taken' ? dialog : null;
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
    if (await inbox.wake(dialog.command, { continuedBy: command.id } satisfies Woken)) return 'taken';
    const asker = await inbox.read(dialog.command);
    // Not waiting yet: its question is being kept just now. Or woken by a former run of ours, and about to end.
    if (isUnderWay(asker)) return isRecent(dialog) ? 'later' : 'gone';
    return asker?.state === 'done' ? 'taken' : 'gone';
  }
}

/** What an answer has of the command that asked. */
const goesOn = (dialog: Dialog) => ({ saidAt: dialog.saidAt, dialog, ...(dialog.redoes === undefined ? {} : { redoes: dialog.redoes }) });

const isUnderWay = (record: CommandRecord | null) => record?.state === 'accepted' || record?.state === 'running' || record?.state === 'waiting';
