import type { Place } from '../../shared/channel/inbound.ts';
import type { Catalogue } from '../../shared/command/catalogue.ts';
import type { CommandId, Raw } from '../../shared/command/command.ts';
import type { Context } from '../../shared/command/context.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { meantBook } from '../../shared/flow/meant.ts';
import type { CommandRecord, State } from '../../shared/inbox/inbox.ts';
import { personId } from '../../shared/people/person.ts';
import { collection } from '../../shared/store/store.ts';

/** Records read for a list: some are answers to others' questions, or no commands of anybody's. */
const readMax = 60;
/** Lines of a list. */
export const listedMax = 15;
/** So long a number means what stood under it when it was shown, ms. */
const numbersMs = 30 * 60_000;
/** What isn't told of: the log itself, and what Bellhop says by itself. */
const untold: ReadonlySet<string> = new Set(['history', 'again', 'approval', 'welcome', 'stop']);

/** One thing that was done, or tried. */
export interface Logged {
  readonly id: CommandId;
  readonly name: string;
  readonly raw: Raw;
  /** As its person said it, or its name and values. */
  readonly words: string;
  readonly isOwn: boolean;
  /** Their name, where they have one. */
  readonly who: string | undefined;
  readonly place: Place;
  readonly at: number;
  readonly state: State;
  /** Why it didn't come about. */
  readonly reason?: string;
}

/** The log of commands: what has ended, for as long as commands are kept. */
export interface CommandLog {
  /** In the conversation of who asks, newest first; of others only what `sees` lets through. */
  here(context: Context, sees: (logged: Logged) => boolean): Promise<readonly Logged[]>;
  /** One's own, wherever that was, newest first. */
  own(context: Context): Promise<readonly Logged[]>;
  /** One of one's own; null for what is another's, or gone. */
  find(context: Context, id: string): Promise<Logged | null>;
  /** Remembers under which numbers one was shown them, here. */
  number(context: Context, ids: readonly CommandId[]): Promise<void>;
  /** What stood under a number when it was last shown here; null: nothing, or too long ago. */
  numbered(context: Context, n: number): Promise<CommandId | null>;
}

declare module '../../shared/command/context.ts' {
  interface Services {
    commandLog: CommandLog;
  }
}

/** By person and conversation. */
const numberings = collection<{ readonly ids: readonly CommandId[]; readonly endsAt: number }>('numberings', { expiresAt: ({ endsAt }) => endsAt });

export function logIn({ inbox, store, clock }: Pick<SkillDeps, 'inbox' | 'store' | 'clock'>): CommandLog {
  const meant = meantBook({ store, clock });
  const keyOf = ({ person, command: { place } }: Context) => `${person.id}|${place.channel}/${place.bot}/${place.conversation}`;

  async function logged(records: readonly CommandRecord[], context: Context, sees: (logged: Logged) => boolean): Promise<readonly Logged[]> {
    const found: Logged[] = [];
    const asked = new Set<CommandId>([context.command.id]);
    for (const record of records) {
      const { id } = record.command;
      const turned = await meant.of(id);
      if (turned?.continues) asked.add(turned.continues);
      if (asked.has(id)) continue;
      const one = loggedOf(record, turned, context);
      if (!untold.has(one.name) && isTold(one, context.catalogue) && sees(one)) found.push(one);
      if (found.length >= listedMax) break;
    }
    return found;
  }

  return {
    async here(context, sees) {
      const { channel, tenant, conversation } = context.command.place;
      return logged(await inbox.list({ ended: { channel, tenant, conversation } }, readMax), context, sees);
    },
    async own(context) {
      const lists = await Promise.all(ownIds(context).map((id) => inbox.list({ ended: speakerOf(id) }, readMax)));
      const records = lists.flat().sort((a, b) => b.command.acceptedAt - a.command.acceptedAt);
      return logged(records, context, () => true);
    },
    async find(context, id) {
      const record = await inbox.read(id as CommandId);
      const one = record && loggedOf(record, await meant.of(record.command.id), context);
      return one?.isOwn ? one : null;
    },
    async number(context, ids) {
      await store.put(numberings, keyOf(context), { ids, endsAt: clock.now() + numbersMs });
    },
    async numbered(context, n) {
      return (await store.get(numberings, keyOf(context)))?.value.ids[n - 1] ?? null;
    },
  };
}

function loggedOf({ command, state, reason }: CommandRecord, turned: Pick<Logged, 'name' | 'raw'> | null, context: Context): Logged {
  const { pressed: _, ...said } = command.raw;
  const { name, raw } = turned ?? { name: command.name, raw: said };
  const isOwn = new Set<string>(ownIds(context)).has(personId(command.place, command.from.user));
  return {
    id: command.id,
    name,
    raw,
    words: context.catalogue.byName(name)?.secret ? name : wordsOf(name, raw),
    isOwn,
    who: command.from.name,
    place: command.place,
    at: command.acceptedAt,
    state,
    ...(reason === undefined ? {} : { reason }),
  };
}

/** What nobody said isn't anybody's: hidden commands are what Bellhop issues, but for those that a button gives. */
function isTold({ name, raw }: Logged, catalogue: Catalogue): boolean {
  const definition = catalogue.byName(name);
  return raw.token === undefined && (definition === undefined || !definition.hidden);
}

function wordsOf(name: string, { text, args = {} }: Raw): string {
  const values = Object.values(args);
  if (text === undefined) return [name, ...values].join(' ');
  return [text, ...values].join(' ');
}

const ownIds = ({ person: { id, speaksAs, identities = [] }, command }: Context): readonly string[] => [
  ...new Set<string>([id, ...(speaksAs ? [speaksAs] : []), ...identities, personId(command.place, command.from.user)]),
];

function speakerOf(id: string) {
  const [channel = '', tenant = '', ...user] = id.split('/');
  return { channel, tenant, user: user.join('/') };
}
