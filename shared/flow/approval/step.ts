import type { Channel } from '../../channel/channel.ts';
import type { Place } from '../../channel/inbound.ts';
import type { Clock } from '../../clock.ts';
import type { Command } from '../../command/command.ts';
import type { AnyCommand } from '../../command/define.ts';
import type { Inbox, Outcome } from '../../inbox/inbox.ts';
import { type Approver, approversOf } from '../../people/approvers.ts';
import { type Person, speakerId } from '../../people/person.ts';
import type { Access } from '../../people/rights.ts';
import type { Store } from '../../store/store.ts';
import { issuer } from '../issue.ts';
import type { Meaning } from '../meaning.ts';
import { waiting } from '../passed.ts';
import { type Approval, approvalBook, approveDefaultMs } from './approvals.ts';
import * as say from './say.ts';

/** People who are asked at most. */
const askedMax = 10;

export interface ApprovalStepParts {
  readonly store: Store;
  readonly inbox: Pick<Inbox, 'read' | 'wake' | 'accept'>;
  readonly clock: Clock;
  readonly channels: ReadonlyMap<string, Channel>;
}

/** Asks a second person, and waits for them. Null: none is needed, or they said yes and still may, which is looked at again when its turn comes. `words`: what would happen. */
export function approvalStep(parts: ApprovalStepParts) {
  const { clock, channels, store } = parts;
  const book = approvalBook({ ...parts, issue: issuer(parts) });

  return async (
    { name, approve: by, approveMs = approveDefaultMs }: AnyCommand,
    command: Command,
    person: Person,
    meaning: Meaning,
    words: () => Promise<string>,
  ): Promise<Outcome | null> => {
    if (!by) return null;
    const stands = await book.find(command.id);
    if (!stands || (!stands.decided && clock.now() < stands.endsAt)) {
      const asked = stands ?? (await requested(name, by, approveMs, command, person, words));
      if (!asked) return refused('approval_nobody', say.nobodyApproves(name, by, person));
      await book.show(asked, 'asked', command.place);
      const replies = [command.place.direct ? say.approvalAsked(asked, person, clock.now()) : say.approval(asked, person, clock.now())];
      return waiting({ for: 'approval', until: asked.endsAt, replies }, meaning, { till: 'confirmed' });
    }
    if (!stands.decided) await book.show(stands, 'ended');
    if (!stands.decided?.yes) return { state: 'cancelled', replies: [say.notApproved(stands, person)] };
    return (await book.holds(stands)) ? null : refused('approval_lost', say.approvalLost(stands, person));
  };

  /** Null: there is nobody to ask. */
  async function requested(
    name: string,
    by: Access,
    forMs: number,
    command: Command,
    person: Person,
    words: () => Promise<string>,
  ): Promise<Approval | null> {
    const here = command.place.direct ? [] : [lasting(command.place)];
    const approvers = await approversOf(store, person, by);
    const homes = approvers.flatMap(({ home }) => (home && channels.get(home.channel)?.can.proactive && !isIn(home, here) ? [home] : []));
    const isForAll = by === 'guest' || by === 'member';
    if (homes.length === 0 && (here.length === 0 || (approvers.length === 0 && !isForAll))) return null;
    return book.ask({
      id: command.id,
      name,
      what: await words(),
      asker: person.id,
      identity: speakerId(person),
      ...(person.name === undefined ? {} : { askerName: person.name }),
      by,
      endsAt: clock.now() + forMs,
      ...concerned(approvers),
      places: [...here, ...homes.slice(0, askedMax)],
    });
  }

  function lasting(place: Place): Place {
    const { message: _, ...rest } = channels.get(place.channel)?.lasting?.(place) ?? place;
    return rest;
  }
}

/** Where they are at home, where that is known of all. */
function concerned(approvers: readonly Approver[]): Pick<Approval, 'concerns'> {
  const homes = approvers.flatMap(({ home }) => (home ? [home] : []));
  if (homes.length === 0 || homes.length < approvers.length || homes.length > askedMax) return {};
  return {
    concerns: homes.map(({ channel, bot, tenant, user, via }) => ({
      channel,
      bot,
      tenant,
      ...(user === undefined ? {} : { user }),
      ...(via ? { via } : {}),
    })),
  };
}

const isIn = (home: Place, places: readonly Place[]) =>
  places.some(({ channel, conversation }) => channel === home.channel && conversation === home.conversation);

const refused = (code: string, reply: ReturnType<typeof say.approvalLost>): Outcome => ({
  state: 'failed',
  replies: [reply],
  error: { code, message: 'It needs a second person.' },
});
