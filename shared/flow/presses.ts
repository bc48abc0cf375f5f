import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../clock.ts';
import type { Catalogue } from '../command/catalogue.ts';
import type { Command, CommandId } from '../command/command.ts';
import { resolveToken } from '../command/resolve.ts';
import { Refusal } from '../errors.ts';
import type { CommandRecord, Inbox } from '../inbox/inbox.ts';
import { type Person, type PersonId, people } from '../people/person.ts';
import { type Action, countOf, madeBy, tokenOf } from '../reply/action.ts';
import { collection, type Store, VersionConflict } from '../store/store.ts';
import type { Meaning } from './meaning.ts';
import { tokenLifeMs } from './rendered.ts';

/** A press that comes this soon after one of the same button by the same person may be that one, told again, ms. Teams tells a press up to twice more, 5 s apart. */
const retoldMs = 60_000;

/** The press that counts: of a button that counts once, and the last of any other. */
interface Counted {
  readonly by: CommandId;
  readonly person: PersonId;
  /** Who pressed, where they have a name. */
  readonly name?: string;
  /** ms since 1970: when it was pressed. */
  readonly at: number;
  readonly endsAt: number;
}

/** By the nonce of a button; of one without, by its message, its person and what it is. */
const presses = collection<Counted>('presses', { expiresAt: ({ endsAt }) => endsAt });

/** The press that a button of this nonce counted; null: it can still be pressed. */
export const pressCounted = async (store: Pick<Store, 'get'>, nonce: string): Promise<Counted | null> =>
  (await store.get(presses, nonce))?.value ?? null;

export interface PressParts {
  readonly store: Store;
  readonly inbox: Pick<Inbox, 'read'>;
  readonly clock: Clock;
  readonly catalogue: () => Catalogue;
}

/** Which presses count. What a button is, until when and for whom is read from the message that has it: what a platform hands back was in somebody's hands. */
export function pressBook({ store, inbox, clock, catalogue }: PressParts) {
  return {
    /** Looks a pressed button up at its message. Throws Refusal for one that has ended, is another's or was altered; `later`: its message is being kept just now. */
    async look(person: Person, nonce: string, pressed: Pick<Meaning, 'name' | 'raw'>): Promise<'fine' | 'later'> {
      const made = madeBy(nonce);
      const record = made && (await inbox.read(made.command as CommandId));
      if (!record) throw ended();
      const action = record.replies[made.reply]?.actions?.[made.action];
      if (!action) {
        if (isUnderWay(record)) return 'later';
        throw notOurs();
      }
      const token = tokenOf(action, nonce);
      // A platform that takes no half of a surrogate pair hands back what it was sent instead.
      const is = [token, token.toWellFormed()].some((one) => {
        const { name, raw } = resolveToken(one, catalogue());
        return name === pressed.name && isDeepStrictEqual(raw, pressed.raw);
      });
      if (!is) throw notOurs();
      if (clock.now() >= record.command.acceptedAt + Math.min(action.forMs ?? tokenLifeMs, tokenLifeMs)) throw ended(action);
      if (action.only !== undefined && action.only !== person.id && action.only !== person.speaksAs) throw notYours(await nameOf(action.only));
      return 'fine';
    },

    /**
     * Counts a press, once it is known that its person may. `again`: it is one that counts already, told again, so nothing is to be done. Throws Refusal when the button counts once and
     * another's press was the first.
     */
    async take(command: Command, person: Person, { nonce = '', name, raw }: Pick<Meaning, 'nonce' | 'name' | 'raw'>): Promise<'first' | 'again'> {
      const count = countOf(nonce);
      // A real press has its command's id of the nonce and its person, and so comes here once.
      if (count === 'each' && (command.raw.pressed !== undefined || command.raw.token !== undefined)) return 'first';
      const { message } = command.place;
      if (count === 'many' && message === undefined) return 'first';
      const key = count === 'many' ? keyOf(command, person.id, message ?? '', name, raw) : count === 'once' ? nonce : `${nonce} ${person.id}`;
      const mine: Counted = {
        by: command.id,
        person: person.id,
        ...(person.name === undefined ? {} : { name: person.name }),
        at: command.saidAt,
        endsAt: clock.now() + (count === 'many' ? retoldMs : tokenLifeMs),
      };
      for (;;) {
        const found = await store.get(presses, key);
        if (found?.value.by === command.id) return 'first';
        if (found && count !== 'many') throw found.value.person === person.id ? usedByYou() : used(found.value.name);
        if (found && (await isOneWith(found.value, command))) return 'again';
        try {
          await store.put(presses, key, mine, { expect: found?.version ?? 0 });
          return 'first';
        } catch (cause) {
          if (!(cause instanceof VersionConflict)) throw cause;
        }
      }
    },
  };

  /** Whether a press was made, or told, before the one before it was answered: nobody presses again what they see answered, but for wanting it again. */
  async function isOneWith(before: Counted, { saidAt }: Command): Promise<boolean> {
    if (saidAt - before.at >= retoldMs) return false;
    const record = await inbox.read(before.by);
    if (!record || record.state === 'waiting') return false;
    return record.endedAt === undefined || record.endedAt > saidAt;
  }

  async function nameOf(id: PersonId): Promise<string | undefined> {
    return (await store.get<Person>(people, id))?.value.name;
  }
}

export type PressBook = ReturnType<typeof pressBook>;

const keyOf = ({ place: { channel, bot, tenant, conversation } }: Command, person: PersonId, message: string, ...what: unknown[]) =>
  hash('sha256', JSON.stringify([channel, bot, tenant, conversation, message, person, what]), 'base64url');

const isUnderWay = ({ state }: CommandRecord) => state === 'accepted' || state === 'running';

const typeIt = 'Type the command instead; `help` lists them.';
const ended = (action?: Action) =>
  new Refusal('button_ended', action ? `“${action.label}” no longer works: its time has ended.` : 'This button no longer works: it is too old.', {
    hint: typeIt,
  });
const notOurs = () => new Refusal('button_altered', 'This is no button of mine, so nothing was done.', { hint: typeIt });
const notYours = (name = 'somebody else') => new Refusal('button_other', `This is no question to you: it is for ${name} alone.`);
const usedByYou = () => new Refusal('button_used', 'You chose this before, and it counts once.');
const used = (name = 'Somebody else') => new Refusal('button_used', `${name} pressed this before you, and it counts once.`);
