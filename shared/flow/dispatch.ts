import type { Channel } from '../channel/channel.ts';
import type { Clock } from '../clock.ts';
import { parseArguments } from '../command/arguments.ts';
import type { Catalogue } from '../command/catalogue.ts';
import type { Command, Raw } from '../command/command.ts';
import { paramOf } from '../command/confirm.ts';
import type { Context, Services } from '../command/context.ts';
import type { AnyCommand, AnyParams } from '../command/define.ts';
import { Instead } from '../command/instead.ts';
import type { Values } from '../command/kind.ts';
import { confirmation } from '../command/resolve.ts';
import { BellhopError, errorOf, Refusal } from '../errors.ts';
import type { Inbox, Outcome, Taken } from '../inbox/inbox.ts';
import { giversOf } from '../people/givers.ts';
import type { Person } from '../people/person.ts';
import { isAboveMember, isProven, may, needed } from '../people/rights.ts';
import type { Reply } from '../reply/reply.ts';
import { plain } from '../reply/text.ts';
import type { Store } from '../store/store.ts';
import { approvalStep } from './approval/step.ts';
import { besides } from './aside.ts';
import { type Asking, asker } from './ask.ts';
import { dialogBook, type Waiting, type Woken } from './dialog.ts';
import { fileBook } from './files.ts';
import type { KeepFiles } from './given-files.ts';
import { type Meaning, meaningOf } from './meaning.ts';
import { meantBook } from './meant.ts';
import type { Observer } from './observe.ts';
import { passedIn } from './passed.ts';
import { localeOf, personOf } from './person.ts';
import { pressBook } from './presses.ts';
import { progressOf } from './progress.ts';
import { run } from './run.ts';
import { sayIn } from './say.ts';
import { turnStep } from './turn-step.ts';
import { underWay, undoBook } from './undoable.ts';
import type { Working } from './working.ts';

/** Runs of one command before it is a dead letter. */
export const attemptsMax = 5;
/** A turn of a dialog that came before the one before it had ended is looked at again after this, ms. */
const turnAgainMs = 100;

export interface DispatchParts {
  readonly catalogue: () => Catalogue;
  readonly store: Store;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly services: Services;
  readonly clock: Clock;
  /** IANA name, for those whose channel doesn't tell theirs. */
  readonly timeZone: string;
  readonly observer: Observer;
  /** Shows that its handler is at work. */
  readonly working?: Working;
  /** Shows a reply before the last one; best effort. */
  readonly progress?: (command: Command, reply: Reply) => Promise<void>;
  /** Puts the files of answers away. */
  readonly keepFiles?: KeepFiles;
  /** For an answer that another command carries, and for what is asked elsewhere. */
  readonly inbox: Pick<Inbox, 'wake' | 'read' | 'accept'>;
}

/** A run, as far as it has come: what is said of its end depends on that. */
interface Run {
  taken: Taken;
  /** Of who hears how it ends; more exactly once it is known who that is. */
  locale: string;
  /** Once it is known which command is meant: in a dialog another than the one that was said. */
  meant?: { readonly definition: AnyCommand; readonly raw: Raw };
  /** The handler was called: what it does may have been done. */
  begun: boolean;
  /** What its answer is about, if nothing else: it takes the place of its progress, or of the form that it fills in. */
  about?: string;
  /** The form of the question that it answers or drops, which can't be filled in any more. */
  closes?: Reply;
  /** What its handler kept for undoing it. */
  undo?: { readonly result: unknown; readonly again: Readonly<Record<string, string>> | undefined };
  /** It runs another command in its own place. */
  instead?: boolean;
}

/**
 * Runs one taken command to its outcome: who, what is meant, may they, is anything missing, run. Throws only what a later run may heal (the inbox
 * tries again); everything else becomes an outcome that its person hears.
 */
export function dispatcher(parts: DispatchParts): (taken: Taken) => Promise<Outcome> {
  const { catalogue, clock, observer } = parts;
  const dialogs = dialogBook(parts);
  const meant = meantBook(parts);
  const undos = undoBook(parts);
  const files = fileBook(parts);
  const knowPerson = personOf(parts);
  const presses = pressBook(parts);
  const approve = approvalStep(parts);
  const turn = turnStep(parts);
  const knowMeaning = meaningOf({ ...parts, dialogs, presses });
  const ask = asker({ ...parts, dialogs });

  return async (given) => {
    const { command } = given.record;
    const startedAt = clock.now();
    const one: Run = { taken: given, locale: command.locale ?? 'en', begun: false };
    const ran = (state: Outcome['state'], cause?: Error) =>
      observer.ran({
        command: command.name,
        trace: command.trace,
        state,
        tookMs: clock.now() - startedAt,
        ...(cause === undefined ? {} : { cause }),
      });
    try {
      if (command.place.aside) one.taken = await asideOf(given);
      const outcome = closing(await outcomeOf(one), one);
      ran(outcome.state);
      return outcome;
    } catch (thrown) {
      const cause = errorOf(thrown);
      const outcome = failed(cause, one);
      ran(outcome?.state ?? 'accepted', cause);
      if (!outcome) throw cause;
      return closing(outcome, one);
    }
  };

  /** What was asked aside, as it goes on. */
  async function asideOf(taken: Taken): Promise<Taken> {
    const { record } = taken;
    const { command } = record;
    const place = await besides(command.place, parts.channels.get(command.place.channel));
    return { ...taken, record: { ...record, command: { ...command, place } } };
  }

  async function outcomeOf(one: Run): Promise<Outcome> {
    const { taken } = one;
    const { command, attempt } = taken.record;
    const say = async () => sayIn(await localeOf(parts.store, command));
    if (attempt > attemptsMax)
      return { state: 'dead', replies: [(await say()).gaveUp(command)], reason: `It was begun ${attempt} times and never finished.` };
    if (taken.woken?.for === 'input' || taken.woken?.for === 'confirmation') return unanswered(taken, say);
    if (command.raw.cut)
      return { state: 'failed', replies: [(await say()).tooLong(command)], error: { code: 'too_long', message: 'There was more than is kept.' } };
    const passed = passedIn(taken.woken);
    if (passed) return goOn(one, await knowPerson(command), passed);
    if (taken.woken?.by === 'time' && taken.woken.for !== 'time')
      return { state: 'cancelled', replies: [(await say()).stoppedWaiting(command.name)] };

    const person = await knowPerson(command);
    one.locale = person.locale;
    const meaning = await knowMeaning(command, person);
    if (meaning === 'later') return { state: 'accepted', at: clock.now() + turnAgainMs, reason: 'The turn before it has not ended.', counts: false };
    const form = meaning.dialog?.form;
    if (form) one.closes = sayIn(person.locale).formClosed(meaning.dialog?.name ?? '', form.about);
    if ('says' in meaning) return { state: 'done', replies: [meaning.says] };
    if (form && meaning.isForm) one.about = form.about;
    return goOn(one, person, meaning);
  }

  /** The end of a command whose question nobody answers any more, or which another command goes on with. */
  async function unanswered({ record: { command }, woken }: Taken, inWords: () => Promise<ReturnType<typeof sayIn>>): Promise<Outcome> {
    const by = (woken?.input ?? {}) as Woken; // Nothing else wakes it.
    // Most are answered, and say nothing more: whose language it would be need not be read.
    if (woken?.by !== 'time' && 'continuedBy' in by) return { state: 'done', replies: [] };
    const { about }: Waiting = woken?.data ?? {}; // `asker` kept it.
    const say = await inWords();
    const closed = about === undefined ? [] : [say.formClosed(command.name, about)];
    if (woken?.by === 'time') return { state: 'cancelled', replies: [...closed, say.stoppedWaiting(command.name)] };
    if ('leftFor' in by) return { state: 'cancelled', replies: closed };
    if ('movedTo' in by) return { state: 'done', replies: by.movedTo === null ? [] : [...closed, say.movedTo(command.name, by.movedTo)] };
    return { state: 'done', replies: [] };
  }

  /** A meaning → its outcome: may they, is anything missing, do they confirm it, run. */
  async function goOn(one: Run, person: Person, told: Meaning): Promise<Outcome> {
    const { taken } = one;
    const { command } = taken.record;
    const say = sayIn(person.locale);
    const definition = catalogue().byName(told.name);
    if (!definition || (definition.internal && !command.issued))
      return { state: 'failed', replies: [say.gone(told.name)], error: { code: 'no_such_command', message: told.name } };
    one.meant = { definition, raw: told.raw };
    if (!may(person, definition.access)) {
      const message = `${definition.name} needs ${needed(definition.access)}`;
      observer.notAllowed({ command: definition.name, trace: command.trace, person: person.id, needs: needed(definition.access) });
      return { state: 'failed', replies: [say.notAllowed(definition, await giversOf(parts.store, person))], error: { code: 'not_allowed', message } };
    }
    if (
      !told.passed &&
      isAboveMember(definition.access) &&
      parts.channels.get(command.place.channel)?.can.voice &&
      !isProven(person, command.from.voice, clock.now())
    )
      return {
        state: 'failed',
        replies: [say.whoSpeaks(person.pin !== undefined)],
        error: { code: 'not_proven', message: `${definition.name} needs to know who of the household speaks` },
      };
    const meaning = command.raw.files ? await withFiles(definition, told, command) : told;
    if (meaning.nonce !== undefined && (await presses.take(command, person, meaning)) === 'again') return { state: 'done', replies: [] };
    const stale = meaning.nonce === undefined ? [] : Object.keys(meaning.raw.args ?? {}).filter((name) => !paramOf(definition, name));
    if (stale.length > 0)
      return {
        state: 'failed',
        replies: [say.outdated(definition, meaning.raw, stale)],
        error: { code: 'button_outdated', message: stale.join(', ') },
      };
    const parsed =
      meaning.unfit ?? parseArguments(definition, meaning.raw, { saidAt: meaning.saidAt, timeZone: person.timeZone, locale: person.locale });
    const asking = { command, person, definition, meaning };
    if (!('values' in parsed)) {
      if (meaning.dialog) await meant.keep(command, meaning);
      return ask.forMore(asking, parsed);
    }
    const { values } = parsed;
    if (taken.diedInside && definition.repeat === 'never') {
      await turn.leave(definition, values, command);
      return { state: 'interrupted', replies: [say.interrupted(definition, meaning.raw)] };
    }
    const unconfirmed = await confirmed(asking, values, one);
    if (unconfirmed) return unconfirmed;
    if (meaning.dialog) await dialogs.settle(person.id, command);
    const words = async () => plain(await willDo(definition, values, contextOf(one, person)));
    const unapproved = await approve(definition, command, person, meaning, words);
    if (unapproved) await turn.leave(definition, values, command);
    if (unapproved) return unapproved;
    const run = () => handled(definition, values, one, person, meaning);
    return turn.take(definition, values, command, person, meaning, run);
  }

  /** A file answers the question for one, whatever words came with it. */
  async function withFiles(definition: AnyCommand, meaning: Meaning, command: Command): Promise<Meaning> {
    const { unfit, ...rest } = meaning;
    const raw = await files.given(definition, meaning.raw, command, unfit?.invalid);
    return unfit !== undefined && raw.args?.[unfit.invalid] === meaning.raw.args?.[unfit.invalid] ? { ...meaning, raw } : { ...rest, raw };
  }

  /** Null: it may run. */
  async function confirmed(asking: Asking, values: Values<AnyParams>, one: Run): Promise<Outcome | null> {
    const { definition, meaning, person } = asking;
    if (meaning.passed) return null;
    const { [confirmation]: answer } = meaning.raw.args ?? {};
    const say = sayIn(person.locale);
    // The word of a button alone is none: only the question that stands for this person has an answer.
    if (answer !== undefined && meaning.dialog?.param !== confirmation)
      return { state: 'failed', replies: [say.notAsked(meaning.name)], error: { code: 'not_asked', message: `${meaning.name} was not asked about` } };
    if (answer === 'no') await meant.keep(one.taken.record.command, meaning);
    if (answer === 'no') return { state: 'cancelled', replies: [say.notDone(meaning.name)] };
    if (answer !== undefined || !definition.confirm) return null;
    if (meaning.dialog) await meant.keep(asking.command, meaning);
    return ask.forYes(asking, await willDo(definition, values, contextOf(one, person)));
  }

  function contextOf(one: Run, person: Person): Context {
    const { command } = one.taken.record;
    return {
      ...parts.services,
      command,
      person,
      catalogue: catalogue(),
      signal: one.taken.signal,
      now: () => clock.now(),
      idempotencyKey: command.id,
      openFile: (file) => files.open(file, one.taken.signal),
      undoWith(result, again) {
        one.undo = { result, again };
      },
    };
  }

  async function handled(definition: AnyCommand, values: unknown, one: Run, person: Person, meaning: Meaning): Promise<Outcome> {
    const { command } = one.taken.record;
    const progress = async (reply: Reply) => {
      one.about ??= progressOf(command);
      const { file: _, ...shown } = reply;
      await parts.progress?.(command, permitted({ ...shown, about: reply.about ?? one.about }, person));
    };
    if (meaning.redoes !== undefined && !(await undos.mark(person.id, command, { id: meaning.redoes }, 'undone', 'redone')))
      throw underWay(definition);
    await meant.keep(command, meaning);
    one.begun = true;
    const ended = parts.working?.(command, person.locale);
    let replies: readonly Reply[];
    try {
      replies = await run(definition, values as never, contextOf(one, person), progress, parts.keepFiles);
    } catch (thrown) {
      if (!(thrown instanceof Instead) || one.instead) throw thrown;
      Object.assign(one, { begun: false, instead: true });
      return goOn(one, person, thrown.meant);
    } finally {
      ended?.();
    }
    const undo = definition.undo && one.undo && (await remembered(definition, one, person, meaning));
    const told = parts.channels.get(command.place.channel)?.can.voice ? await withFilesSent(replies, command, person) : replies;
    const shown = (undo ? withUndo(told, command, person) : told).map((reply) => permitted(reply, person));
    return { state: 'done', replies: inPlace(shown, one) };
  }

  /** A file can't be heard: it goes to where its person is reached. */
  async function withFilesSent(replies: readonly Reply[], command: Command, { locale }: Person): Promise<readonly Reply[]> {
    if (replies.every(({ file }) => file === undefined)) return replies;
    const { spokenFiles } = await import('./spoken-files.ts');
    return spokenFiles(parts)(command, replies, locale);
  }

  /** Without the buttons of what this person may not run. */
  function permitted(reply: Reply, person: Person): Reply {
    const actions = reply.actions?.filter(({ command }) => may(person, catalogue().byName(command)?.access));
    return actions && actions.length !== reply.actions?.length ? { ...reply, actions } : reply;
  }

  /** Whether it can be undone from now on. What was done is done: it never fails over this. */
  async function remembered(definition: AnyCommand, one: Run, person: Person, { name, raw, saidAt }: Meaning): Promise<boolean> {
    const { command } = one.taken.record;
    const { result, again } = one.undo ?? {};
    const { [confirmation]: _, ...args } = raw.args ?? {};
    const did = { name, raw: again ? { args: again } : raw.args ? { ...raw, args } : raw, saidAt, result };
    try {
      await undos.keep(person.id, command, did, definition.undoMs);
      return catalogue().byName('undo') !== null;
    } catch (cause) {
      observer.ran({ command: `${name} (undo)`, trace: command.trace, state: 'failed', tookMs: 0, cause: errorOf(cause) });
      return false;
    }
  }

  /** Null: a later run may heal it. */
  function failed(thrown: Error, one: Run): Outcome | null {
    const { command, attempt } = one.taken.record;
    const { signal } = one.taken;
    const say = sayIn(one.locale);
    const told = (reply: Reply) => inPlace([reply], one);
    const { meant } = one;
    const maySecond = !one.begun || meant?.definition.repeat !== 'never';
    if (signal.aborted) {
      if (signal.reason === 'cancelled') return { state: 'cancelled', replies: told(say.cancelled(command.name)) };
      if (meant && !maySecond) return { state: 'interrupted', replies: told(say.interrupted(meant.definition, meant.raw)) };
      return { state: 'accepted', at: clock.now(), reason: String(signal.reason), counts: false };
    }
    if (thrown instanceof Refusal)
      return { state: 'failed', replies: told(say.refused(thrown)), error: { code: thrown.code, message: thrown.message } };
    if (thrown instanceof BellhopError) {
      if (thrown.retryable && maySecond) {
        if (attempt < attemptsMax) return null;
        return { state: 'dead', replies: told(say.failed(command, thrown)), reason: `Tried ${attemptsMax} times; the last: ${thrown.message}` };
      }
      return { state: 'failed', replies: told(say.failed(command, thrown)), error: { code: thrown.code, message: thrown.message } };
    }
    return {
      state: 'failed',
      replies: told(say.broke(command)),
      error: { code: 'defect', message: thrown.message },
    };
  }
}

/** What will happen, in the definition's own words where it has some. */
async function willDo(definition: AnyCommand, values: Values<AnyParams>, context: Context): Promise<Reply['text']> {
  return typeof definition.confirm === 'function' ? definition.confirm(values, context) : sayIn(context.person.locale).willDo(definition, values);
}

/** The last of them, with a button that takes back what was done. */
const withUndo = (replies: readonly Reply[], { id }: Command, { id: only, locale }: Person): readonly Reply[] =>
  replies.map((reply, n) =>
    n < replies.length - 1
      ? reply
      : { ...reply, actions: [...(reply.actions ?? []), { label: sayIn(locale).undo, command: 'undo', args: { which: id }, once: true, only }] },
  );

/** The replies, the first in the place of what showed the progress, or of the form that was filled in. */
function inPlace(replies: readonly Reply[], { about }: Run): readonly Reply[] {
  const [first, ...rest] = replies;
  return first && about !== undefined && first.about === undefined && first.visibility !== 'private' ? [{ ...first, about }, ...rest] : replies;
}

/** A form whose question was answered or dropped: the first answer has taken its place, or what closes it stands there. */
function closing(outcome: Outcome, one: Run): Outcome {
  if (!one.closes || !('replies' in outcome)) return outcome;
  const replies = inPlace(outcome.replies, one);
  return { ...outcome, replies: replies[0]?.about === one.closes.about ? replies : [one.closes, ...replies] };
}
