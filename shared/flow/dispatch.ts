import type { Channel } from '../channel/channel.ts';
import type { Clock } from '../clock.ts';
import { parseArguments } from '../command/arguments.ts';
import type { Catalogue } from '../command/catalogue.ts';
import type { Command, Raw } from '../command/command.ts';
import type { Context, Services } from '../command/context.ts';
import type { AnyCommand } from '../command/define.ts';
import { resolveToken } from '../command/resolve.ts';
import { BellhopError, Refusal } from '../errors.ts';
import type { Outcome, Taken } from '../inbox/inbox.ts';
import type { Person } from '../people/person.ts';
import { atLeast } from '../people/role.ts';
import type { Reply } from '../reply/reply.ts';
import type { Store } from '../store/store.ts';
import { type Dialog, type DialogBook, dialogBook, questionLifeMs, triesMax } from './dialog.ts';
import type { Observer } from './observe.ts';
import { personOf } from './person.ts';
import { longTokens } from './rendered.ts';
import { run } from './run.ts';
import * as say from './say.ts';

/** Runs of one command before it is a dead letter. */
export const attemptsMax = 5;

export interface DispatchParts {
  readonly catalogue: () => Catalogue;
  readonly store: Store;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly services: Services;
  readonly clock: Clock;
  /** IANA name, for those whose channel doesn't tell theirs. */
  readonly timeZone: string;
  readonly observer: Observer;
  /** Shows a reply before the last one; best effort. */
  readonly progress?: (command: Command, reply: Reply) => Promise<void>;
  /** Takes a waiting command out of its waiting: its answer is carried by another. */
  readonly wake: (id: Command['id'], input: unknown) => Promise<boolean>;
}

/** What a command turns out to mean once dialog, person and store have been read. */
interface Meaning {
  readonly name: string;
  readonly raw: Raw;
  readonly saidAt: number;
  readonly dialog?: Dialog;
}

/**
 * Runs one taken command to its outcome: who, what is meant, may they, is anything missing, run. Throws only what a later run may heal (the inbox
 * tries again); everything else becomes an outcome that its person hears.
 */
export function dispatcher(parts: DispatchParts): (taken: Taken) => Promise<Outcome> {
  const { catalogue, store, clock, observer } = parts;
  const dialogs = dialogBook(store);
  const knowPerson = personOf(parts);

  return async (taken) => {
    const { command } = taken.record;
    const startedAt = clock.now();
    let cause: unknown;
    const outcome = await outcomeOf(taken).catch((thrown) => {
      cause = thrown;
      return failed(thrown, taken);
    });
    observer.ran({
      command: command.name,
      trace: command.trace,
      state: outcome.state,
      tookMs: clock.now() - startedAt,
      ...(cause === undefined ? {} : { cause }),
    });
    return outcome;
  };

  async function outcomeOf(taken: Taken): Promise<Outcome> {
    const { command, attempt } = taken.record;
    if (attempt > attemptsMax) return { state: 'dead', replies: [say.gaveUp(command)], reason: `It was begun ${attempt} times and never finished.` };
    if (taken.woken?.for === 'input') {
      return taken.woken.by === 'time' ? { state: 'cancelled', replies: [say.stoppedWaiting(command.name)] } : { state: 'done', replies: [] };
    }
    if (taken.woken?.by === 'time' && taken.woken.for !== 'time') return { state: 'cancelled', replies: [say.stoppedWaiting(command.name)] };

    const person = await knowPerson(command);
    const meaning = await meaningOf(command, person);
    if (meaning === 'dropped') return { state: 'done', replies: [say.dropped()] };
    const definition = catalogue().byName(meaning.name);
    if (!definition) return { state: 'failed', replies: [say.gone(meaning.name)], error: { code: 'no_such_command', message: meaning.name } };
    if (taken.diedInside && definition.repeat === 'never') return { state: 'interrupted', replies: [say.interrupted(definition, meaning.raw)] };
    if (!atLeast(person.role, definition.access ?? 'guest')) {
      return {
        state: 'failed',
        replies: [say.notAllowed(definition)],
        error: { code: 'not_allowed', message: `${definition.name} needs ${definition.access}` },
      };
    }
    const parsed = parseArguments(definition, meaning.raw, { saidAt: meaning.saidAt, timeZone: person.timeZone, locale: person.locale });
    if ('values' in parsed) return handled(definition, parsed.values, taken, person);
    if ('missing' in parsed) return asked(taken, person, { ...meaning, param: parsed.missing, tries: 0 }, say.question(parsed.ask));
    const { dialog } = meaning;
    const before = dialog !== undefined && dialog.param === parsed.invalid ? dialog.tries : 0;
    const tries = before + 1;
    if (tries >= triesMax)
      return { state: 'failed', replies: [say.givenUp(definition, parsed.error)], error: { code: 'not_understood', message: parsed.error } };
    return asked(
      taken,
      person,
      { ...meaning, param: parsed.invalid, tries },
      say.askAgain(parsed.error, definition.params[parsed.invalid]?.ask ?? ''),
    );
  }

  /** A kept button is looked up; words may be the answer to an open question. */
  async function meaningOf(command: Command, person: Person): Promise<Meaning | 'dropped'> {
    const { raw, name, saidAt } = command;
    if (raw.token !== undefined) {
      const kept = await store.get(longTokens, raw.token);
      if (!kept)
        throw new Refusal('button_ended', 'This button no longer works: it is too old.', { hint: 'Type the command instead; `help` lists them.' });
      const found = resolveToken(kept.value.token, catalogue());
      return { name: found.name, raw: found.raw, saidAt };
    }
    // Something that happened, not something said: who opens or leaves a session has left the question of the last one.
    if (raw.text === undefined && raw.args === undefined) {
      const left = await dialogs.find(person.id, command);
      const dropped = left !== null && (await takeOver(left, command, person, dialogs));
      return dropped && name === 'stop' ? 'dropped' : { name, raw, saidAt };
    }
    const dialog = raw.text === undefined || raw.explicit ? null : await dialogs.find(person.id, command);
    if (!dialog || raw.text === undefined) return { name, raw, saidAt };
    if (/^(cancel|stop|never ?mind|abort)[.!]?$/i.test(raw.text.trim())) {
      await takeOver(dialog, command, person, dialogs);
      return 'dropped';
    }
    const answer: Meaning = {
      name: dialog.name,
      raw: { ...dialog.raw, args: { ...dialog.raw.args, [dialog.param]: raw.text } },
      saidAt: dialog.saidAt,
      dialog,
    };
    if (name !== 'help' && !fits(answer, dialog.param, person)) return { name, raw, saidAt };
    return (await takeOver(dialog, command, person, dialogs)) ? answer : { name, raw, saidAt };
  }

  /** Whether the words answer the question; another command's words that don't are that other command. */
  function fits(answer: Meaning, param: string, person: Person): boolean {
    const asked = catalogue().byName(answer.name)?.params[param];
    return asked?.parse(answer.raw.args?.[param] ?? '', { saidAt: answer.saidAt, timeZone: person.timeZone, locale: person.locale }).ok ?? false;
  }

  async function takeOver(dialog: Dialog, command: Command, person: Person, book: DialogBook): Promise<boolean> {
    if (!(await book.claim(person.id, command))) return false;
    await parts.wake(dialog.command, { continuedBy: command.id });
    return true;
  }

  async function asked(taken: Taken, person: Person, about: Meaning & { param: string; tries: number }, question: Reply): Promise<Outcome> {
    const { command } = taken.record;
    const { args, ...rest } = about.raw;
    const { [about.param]: _wrong, ...kept } = args ?? {};
    const until = clock.now() + questionLifeMs;
    const dialog: Dialog = {
      command: command.id,
      name: about.name,
      raw: { ...rest, args: kept },
      param: about.param,
      tries: about.tries,
      saidAt: about.saidAt,
      endsAt: until,
    };
    await dialogs.open(person.id, command, dialog);
    return { state: 'waiting', for: 'input', until, replies: [question] };
  }

  async function handled(definition: AnyCommand, values: unknown, taken: Taken, person: Person): Promise<Outcome> {
    const { command } = taken.record;
    const context: Context = {
      ...parts.services,
      command,
      person,
      catalogue: catalogue(),
      signal: taken.signal,
      now: () => clock.now(),
      idempotencyKey: command.id,
    };
    let progressed = false;
    const progress = async (reply: Reply) => {
      progressed = true;
      await parts.progress?.(command, { ...reply, about: reply.about ?? progressOf(command) });
    };
    const replies = await run(definition, values as never, context, progress);
    return { state: 'done', replies: progressed ? replies.map((reply) => ({ ...reply, about: reply.about ?? progressOf(command) })) : replies };
  }

  function failed(thrown: unknown, taken: Taken): Outcome {
    const { command } = taken.record;
    const definition = catalogue().byName(command.name);
    if (taken.signal.aborted) {
      if (taken.signal.reason === 'cancelled') return { state: 'cancelled', replies: [say.cancelled(command.name)] };
      if (definition?.repeat === 'never') return { state: 'interrupted', replies: [say.interrupted(definition, command.raw)] };
      return { state: 'accepted', at: clock.now(), reason: String(taken.signal.reason) };
    }
    if (thrown instanceof Refusal) return { state: 'failed', replies: [say.refused(thrown)], error: { code: thrown.code, message: thrown.message } };
    if (thrown instanceof BellhopError) {
      if (thrown.retryable && definition?.repeat !== 'never') {
        if (taken.record.attempt < attemptsMax) throw thrown;
        return { state: 'dead', replies: [say.failed(command, thrown)], reason: `Tried ${attemptsMax} times; the last: ${thrown.message}` };
      }
      return { state: 'failed', replies: [say.failed(command, thrown)], error: { code: thrown.code, message: thrown.message } };
    }
    return {
      state: 'failed',
      replies: [say.broke(command)],
      error: { code: 'defect', message: thrown instanceof Error ? thrown.message : String(thrown) },
    };
  }
}

const progressOf = (command: Command) => `command:${command.id}`;
