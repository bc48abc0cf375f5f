import type { Context } from '../../shared/command/context.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { keptThings } from '../../shared/flow/kept.ts';
import { undoBook } from '../../shared/flow/undoable.ts';
import { identitiesOf } from '../../shared/people/behind.ts';
import { optOuts } from '../../shared/people/opt-outs.ts';
import { type Person, type PersonId, people } from '../../shared/people/person.ts';
import { linkCodes } from './linkCodes.ts';

/** Open commands told, and things kept that are deleted at once, at most. */
const listedMax = 100;

/** All that is held on one person, as they get it. */
export interface Holdings {
  readonly identities: readonly Omit<Person, 'pin' | 'provenUntil'>[];
  readonly hasPin: boolean;
  readonly reminders: readonly { readonly what: string; readonly at: string; readonly timeZone: string; readonly madeAt: string }[];
  readonly schedules: readonly { readonly what: string; readonly next?: string; readonly madeAt: string }[];
  readonly openCommands: readonly { readonly name: string; readonly said: unknown; readonly acceptedAt: string; readonly state: string }[];
  readonly canBeUndone: readonly { readonly name: string; readonly said: unknown; readonly at: string; readonly until: string }[];
  readonly waitingAnswers: number;
  /** Where they ended what is sent to them; kept when they are forgotten, for that gives nobody leave to write to them again. */
  readonly ended: readonly { readonly identity: PersonId; readonly at: string }[];
}

export interface Erased {
  readonly identities: number;
  readonly reminders: number;
  readonly schedules: number;
  readonly answers: number;
}

export interface HeldOnThem {
  of(context: Context): Promise<Holdings>;
  /** Deletes it. Repeated after a crash it goes on. */
  erase(context: Context): Promise<Erased>;
}

declare module '../../shared/command/context.ts' {
  interface Services {
    holdings: HeldOnThem;
  }
}

const when = (ms: number) => new Date(ms).toISOString();

export function holdingsIn(deps: Pick<SkillDeps, 'store' | 'inbox' | 'clock'>): HeldOnThem {
  const { store, inbox, clock } = deps;
  const undos = undoBook(deps);

  async function waiting(ids: readonly PersonId[]) {
    const pages = await Promise.all(
      ids.flatMap((partition) => ['waiting', 'told'].map((index) => store.query(keptThings, { index, partition, limit: listedMax }))),
    );
    return pages.flatMap(({ items }) => items);
  }

  return {
    async of({ person, reminders, schedules }) {
      const identities = await identitiesOf(store, person.id);
      const open = await Promise.all(identities.map(({ id }) => inbox.list({ openOf: speakerOf(id) }, listedMax)));
      // Where people end it, the conversation is called as they are.
      const ended = await Promise.all(identities.map(async ({ id }) => ({ identity: id, at: (await store.get(optOuts, id))?.value.at })));
      return {
        identities: identities.map(({ pin: _, provenUntil: _until, ...told }) => told),
        hasPin: identities.some(({ pin }) => pin !== undefined),
        reminders: (await reminders.list(person.id)).map(({ what, at, timeZone, madeAt }) => ({
          what,
          at: when(at),
          timeZone,
          madeAt: when(madeAt),
        })),
        schedules: (await schedules.list({ person: person.id })).map(({ what, next, madeAt }) => ({
          what,
          ...(next === undefined ? {} : { next: when(next) }),
          madeAt: when(madeAt),
        })),
        openCommands: open
          .flat()
          .map(({ command, state }) => ({ name: command.name, said: command.raw, acceptedAt: when(command.acceptedAt), state })),
        canBeUndone: (await Promise.all(identities.map(({ id }) => undos.heldOn(id))))
          .flat()
          .filter(({ endsAt }) => endsAt > clock.now())
          .map(({ name, raw, at, endsAt }) => ({ name, said: raw, at: when(at), until: when(endsAt) })),
        waitingAnswers: (await waiting(identities.map(({ id }) => id))).length,
        ended: ended.flatMap(({ identity, at }) => (at === undefined ? [] : [{ identity, at: when(at) }])),
      };
    },
    async erase({ person, reminders, schedules, links }) {
      const identities = await identitiesOf(store, person.id);
      const own = await reminders.list(person.id);
      for (const { id } of own) await reminders.forget(person.id, id);
      const planned = await schedules.list({ person: person.id });
      for (const { id } of planned) await schedules.remove(id);
      const answers = await waiting(identities.map(({ id }) => id));
      for (const { key } of answers) await store.delete(keptThings, key);
      for (const { id } of identities) await undos.forget(id);
      await linkCodes(deps).end(person.id);
      for (const { id } of identities.slice(1)) {
        await links.leave(person.id, id);
        await forget(id);
      }
      await forget(person.id);
      return { identities: Math.max(1, identities.length), reminders: own.length, schedules: planned.length, answers: answers.length };
    },
  };

  /** Of who has less than everybody gets at first, that stays: else being forgotten would give it back. */
  async function forget(id: PersonId): Promise<void> {
    const held = await store.get<Person>(people, id);
    if (held?.value.role === 'guest') {
      const { locale, timeZone } = held.value;
      await store.put<Person>(people, id, { id, role: 'guest', locale, timeZone }, { expect: held.version });
    } else await store.delete(people, id);
  }
}

function speakerOf(id: PersonId) {
  const [channel = '', tenant = '', ...user] = id.split('/');
  return { channel, tenant, user: user.join('/') };
}
