import type { CommandId } from '../../shared/command/command.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { type Kept, keptBook } from '../../shared/flow/kept.ts';
import type { CommandRecord } from '../../shared/inbox/inbox.ts';
import type { PersonId } from '../../shared/people/person.ts';
import type { Reply } from '../../shared/reply/reply.ts';
import { spokenLength, toldKept } from './telling.ts';

/** What one command answered while its person could not be reached, and when that was kept, ms since 1970. */
export interface Told {
  readonly at: number;
  readonly replies: readonly Reply[];
}

/** What waited: some of it, oldest first; how much more there is; and how many are still being worked on. */
export interface Telling {
  readonly told: readonly Told[];
  readonly more: number;
  readonly running: number;
}

export interface KeptForThem {
  /** Takes what waits for a person, as much as one listens to at once: it is told once, by the command `by`, and the same again when that runs again. */
  tell(person: PersonId, by: CommandId): Promise<Telling>;
  /** The last thing told, for a day; null when there is none. */
  again(person: PersonId): Promise<Told | null>;
}

/** Looked at in one go. */
const lookedAt = 100;
/** Told in one go; characters of it: what a voice says before it stops. */
const toldMax = 5;
const charsMax = 450;

export function keptForThem({ store, inbox, clock }: Pick<SkillDeps, 'store' | 'inbox' | 'clock'>): KeptForThem {
  const book = keptBook(store, clock);

  return {
    async tell(person, by) {
      const before = await toldBefore(person, by);
      if (before.length > 0) return { told: before, more: 0, running: 0 };
      const told: Told[] = [];
      let [more, running, chars] = [0, 0, 0];
      for (const kept of await book.waiting(person, lookedAt)) {
        const record = await inbox.read(kept.command);
        if (record && (record.state === 'accepted' || record.state === 'running')) {
          running++;
          continue;
        }
        const one = toldOf(kept, record);
        const length = one.replies.reduce((sum, reply) => sum + spokenLength(reply), 0);
        if (told.length >= toldMax || (told.length > 0 && chars + length > charsMax)) {
          more++;
          continue;
        }
        if (!(await book.tell(kept, by)) || one.replies.length === 0) continue;
        told.push(one);
        chars += length;
      }
      return { told, more, running };
    },
    async again(person) {
      const [last] = await book.lastTold(person, 1);
      const one = last && toldOf(last, await inbox.read(last.command));
      return one && one.replies.length > 0 ? one : null;
    },
  };

  /** A run of the same command died after it had taken them. */
  async function toldBefore(person: PersonId, by: CommandId): Promise<Told[]> {
    const taken = (await book.lastTold(person, toldMax)).filter(({ told }) => told?.by === by).reverse();
    const all = await Promise.all(taken.map(async (kept) => toldOf(kept, await inbox.read(kept.command))));
    return all.filter(({ replies }) => replies.length > 0);
  }
}

/** Nothing is left of one whose record has been deleted; and nobody waits for a greeting, but for what it was to tell. */
function toldOf({ keptAt }: Kept, record: CommandRecord | null): Told {
  const { command, replies = [] } = record ?? {};
  const greeted = command !== undefined && Object.keys(command.raw).length === 0;
  return { at: keptAt, replies: greeted ? replies.filter((reply) => reply.about === toldKept) : replies };
}
