import type { Clock } from '../clock.ts';
import type { Command } from '../command/command.ts';
import { type AnyCommand, type AnyParams, deadlineDefaultMs, slots } from '../command/define.ts';
import type { Inbox, Outcome } from '../inbox/inbox.ts';
import type { Person } from '../people/person.ts';
import type { Store } from '../store/store.ts';
import type { Meaning } from './meaning.ts';
import { waiting } from './passed.ts';
import { sayIn } from './say.ts';
import { turnBook } from './turns.ts';

/** Besides its handler's time, a turn covers what comes before and after it, ms. */
const spareMs = 10_000;
/** Who waits looks for themselves after this at first, then half as often each time, ms: whoever ended before them wakes them, but for one who died. */
const lookMs = 3_000;
const lookMaxMs = 60_000;

export interface TurnStepParts {
  readonly store: Store;
  readonly inbox: Pick<Inbox, 'read' | 'wake'>;
  readonly clock: Clock;
}

type Values = Readonly<Record<string, unknown>>;

/** Runs a command when it is its turn: one after another, where its definition says so. */
export function turnStep(parts: TurnStepParts) {
  const { clock } = parts;
  const book = turnBook(parts);
  const forMsOf = ({ deadlineMs = deadlineDefaultMs }: AnyCommand) => deadlineMs + spareMs;

  return {
    async take(
      definition: AnyCommand,
      values: Values,
      command: Command,
      person: Person,
      meaning: Meaning,
      run: () => Promise<Outcome>,
    ): Promise<Outcome> {
      const thing = thingOf(definition, values);
      if (thing === null) return run();
      const waits = typeof definition.exclusive === 'string' || definition.exclusive?.busy !== 'refuse';
      const say = sayIn(person.locale);
      const held = await book.take(thing, command, person, { forMs: forMsOf(definition), waits });
      if (held?.before === null)
        return { state: 'failed', replies: [say.held(thing, held, waits)], error: { code: 'held', message: `Another command has ${thing}` } };
      if (held) {
        const looks = meaning.passed?.till === 'approved' ? meaning.passed.looks : 0;
        const until = clock.now() + Math.min(lookMs * 2 ** looks, lookMaxMs);
        const replies = looks === 0 ? [say.waitsItsTurn(definition.name, thing, held)] : [];
        return waiting({ for: 'time', until, replies }, meaning, { till: 'approved', looks: looks + 1 });
      }
      try {
        return await run();
      } finally {
        await leave(thing, command);
      }
    },

    /** It is not run, though it had its turn. */
    async leave(definition: AnyCommand, values: Values, command: Command): Promise<void> {
      const thing = thingOf(definition, values);
      if (thing !== null) await leave(thing, command);
    },
  };

  /** What can't be given back now ends by itself; what was done is done. */
  async function leave(thing: string, { id }: Command): Promise<void> {
    await book.release(thing, id).catch(() => {});
  }
}

/** What only one may do at a time, with these values in it. */
function thingOf({ exclusive, params }: AnyCommand, values: Values): string | null {
  const of = typeof exclusive === 'string' ? exclusive : exclusive?.of;
  if (of === undefined) return null;
  const printed = (name: string) => {
    const value = values[name];
    return value === undefined ? '' : ((params as AnyParams)[name]?.print(value) ?? '');
  };
  return of.replace(slots, (_, name: string) => printed(name)).slice(0, 300);
}
