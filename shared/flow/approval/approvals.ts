import type { Place } from '../../channel/inbound.ts';
import type { Clock } from '../../clock.ts';
import type { Command, CommandId } from '../../command/command.ts';
import { BellhopError, Refusal } from '../../errors.ts';
import type { CommandRecord, Inbox } from '../../inbox/inbox.ts';
import { personBehind } from '../../people/behind.ts';
import { type Person, type PersonId, people, speakerId } from '../../people/person.ts';
import { type Access, may, needed } from '../../people/rights.ts';
import type { Reply } from '../../reply/reply.ts';
import { change } from '../../store/change.ts';
import { collection, type Store } from '../../store/store.ts';
import type { Issue } from '../issue.ts';
import { speak } from '../words/speak.ts';

/** How long a command waits for its approval where its definition names nothing, ms. */
export const approveDefaultMs = 86_400_000;
/** After its end it is still known for so long, ms: its buttons stand somewhere, and say what became of it. */
const knownMs = 30 * 86_400_000;
/** Tries to write what others write at the same moment. */
const writeTries = 8;

/** The command that shows how an approval stands, at each place where it was asked for. */
export const approvalCommand = 'approval';

/** A command that waits for a second person. */
export interface Approval {
  readonly id: CommandId;
  readonly name: string;
  /** What would happen, in words. */
  readonly what: string;
  /** Who asked for it, as whom they spoke, and their name. */
  readonly asker: PersonId;
  readonly identity: PersonId;
  readonly askerName?: string;
  /** Who may approve it. */
  readonly by: Access;
  /** ms since 1970. */
  readonly endsAt: number;
  /** All who may approve it, by where they are at home, where all are known. */
  readonly concerns?: Reply['concerns'];
  /** Where it was asked for, each with whom it is shown to. */
  readonly places: readonly Place[];
  readonly decided?: Decision;
}

export interface Decision {
  readonly yes: boolean;
  readonly by: PersonId;
  /** As whom they spoke. */
  readonly identity: PersonId;
  readonly name?: string;
  readonly reason?: string;
  /** The command that said so. */
  readonly command: CommandId;
}

/** By the command that waits. */
const approvals = collection<Approval>('approvals', { expiresAt: ({ endsAt }) => endsAt + knownMs });

export interface ApprovalParts {
  readonly store: Store;
  readonly inbox: Pick<Inbox, 'read' | 'wake'>;
  readonly clock: Clock;
  readonly issue: Issue;
}

/** What becomes of commands that need a second person's yes. */
export function approvalBook({ store, inbox, clock, issue }: ApprovalParts) {
  const find = async (id: string): Promise<Approval | null> => (await store.get(approvals, id))?.value ?? null;

  /** Shows how it stands wherever it was asked for, but for `except`. The same state again is shown once. */
  async function show({ id, places, decided }: Approval, state: 'asked' | 'decided' | 'ended', except?: Place): Promise<void> {
    for (const [n, place] of places.entries()) {
      if (place.user === undefined || (except && isSame(place, except))) continue;
      await issue({
        key: `approval:${id}:${n}:${state}${decided ? `:${decided.command}` : ''}`,
        name: approvalCommand,
        raw: { args: { which: id } },
        from: { user: place.user },
        place,
        priority: 'interactive',
        saidAt: clock.now(),
      });
    }
  }

  return {
    find,
    show,

    /** Keeps the request. Asked for again by another run, it stays as it is. */
    async ask(approval: Approval): Promise<Approval> {
      const { value } = await change<Approval>(store, approvals, approval.id, (before) => (before ? null : approval), writeTries);
      return value ?? approval;
    },

    /**
     * A second person says yes or no; then the command goes on. Throws Refusal for who asked themselves, who may not, and when it is decided or over. By a second run of the same command it is
     * the same again.
     */
    async decide(
      id: string,
      { person, command }: { readonly person: Person; readonly command: Command },
      said: Pick<Decision, 'yes' | 'reason'>,
    ): Promise<Approval> {
      const asked = await find(id);
      if (!asked) throw new Refusal('approval_none', 'There is no such request, or it is long over.');
      if (await isAsker(asked, person)) throw new Refusal('approval_own', 'You asked for this yourself: it needs a second person.');
      if (!may(person, asked.by)) throw new Refusal('not_allowed', speak(person.locale).mayNotDecide(needed(asked.by, person.locale)));
      const record = await inbox.read(asked.id);
      if (!asked.decided && (!record || record.endedAt !== undefined) && clock.now() < asked.endsAt)
        throw new Refusal('approval_over', 'It is over: who asked for it took it back.');
      const decision: Decision = {
        ...said,
        by: person.id,
        identity: speakerId(person),
        ...(person.name === undefined ? {} : { name: person.name }),
        command: command.id,
      };
      const { value } = await change<Approval>(
        store,
        approvals,
        id,
        (now) => {
          if (!now || now.decided?.command === command.id) return null;
          if (now.decided) throw decidedBefore(now.decided, person);
          if (clock.now() >= now.endsAt) throw new Refusal('approval_late', 'You are too late: nobody decided in time, so it was not done.');
          return { ...now, decided: decision };
        },
        writeTries,
      );
      const decided = value ?? asked;
      await goOn(decided);
      await show(decided, 'decided', command.place);
      return decided;
    },

    /** Whether who said yes still may, now that it is to run. */
    async holds({ by, decided }: Approval): Promise<boolean> {
      const identity = decided && (await store.get<Person>(people, decided.identity));
      return identity ? may(await personBehind(store, identity.value), by) : false;
    },
  };

  /** Wakes the command. Throws a retryable error while it is only about to wait. */
  async function goOn({ id }: Approval): Promise<void> {
    if (await inbox.wake(id, {})) return;
    const record = await inbox.read(id);
    if (isUnderWay(record)) throw new BellhopError('approval_soon', 'The command is not waiting yet.', { retryable: true });
  }

  async function isAsker({ asker, identity }: Approval, person: Person): Promise<boolean> {
    const linked = (await store.get<Person>(people, identity))?.value.linkedTo;
    const theirs: ReadonlySet<PersonId | undefined> = new Set([person.id, person.speaksAs, ...(person.identities ?? [])]);
    return [asker, identity, linked].some((id) => id !== undefined && theirs.has(id));
  }
}

export type ApprovalBook = ReturnType<typeof approvalBook>;

const isUnderWay = (record: CommandRecord | null) => record?.state === 'accepted' || (record?.state === 'running' && record.waiting === undefined);

const isSame = (one: Place, other: Place) =>
  one.channel === other.channel && one.tenant === other.tenant && one.conversation === other.conversation && one.thread === other.thread;

function decidedBefore({ by, name = 'Somebody else', yes }: Decision, person: Person): Refusal {
  const who = by === person.id ? 'You' : name;
  return new Refusal('approval_decided', `${who} said ${yes ? 'yes' : 'no'} already, and that counts.`);
}
