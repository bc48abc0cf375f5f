import type { Place, Speaker } from '../../shared/channel/inbound.ts';
import { channelTitle } from '../../shared/channel/title.ts';
import type { Context } from '../../shared/command/context.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { Refusal } from '../../shared/errors.ts';
import { both, identitiesOf, linkedPerson } from '../../shared/people/behind.ts';
import { changePerson } from '../../shared/people/change.ts';
import { type Person, type PersonId, people, speakerId } from '../../shared/people/person.ts';
import { atLeast, lower } from '../../shared/people/role.ts';
import { type LinkCodes, linkCodes } from './linkCodes.ts';
import type { Words } from './words/en.ts';
import { speak } from './words/speak.ts';

/** Identities that one person may link. */
const identitiesMax = 20;

export interface Links {
  /** A new one-time code for the person who speaks; the one before it ends. `spoken`: of digits alone. */
  code(context: Context, spoken: boolean): Promise<string>;
  /** Joins the identity that speaks to the person who made the code; answers that person. Throws Refusal. Repeated after a crash it goes on. */
  join(context: Context, code: string): Promise<Person>;
  /** All identities of a person, their own first. */
  of(id: PersonId): Promise<readonly Person[]>;
  /** Takes an identity off its person; answers false when it isn't linked to them. It keeps no more rights than both had. */
  leave(person: PersonId, identity: PersonId): Promise<boolean>;
}

declare module '../../shared/command/context.ts' {
  interface Services {
    links: Links;
    /** Whether a channel speaks instead of showing. */
    voices(channel: string): boolean;
  }
}

/** The hidden command that tells what happened to one's links. */
export const newsCommand = 'link_news';

/**
 * Identities of one person. Nothing spans two records, so the order of writes is what keeps it right: a person lists an identity before that points to them, and the identity points away
 * before it is taken off the list; it counts only where both say so.
 */
export function linksIn(deps: SkillDeps): Links {
  const { store } = deps;

  return {
    code: ({ person, command }, spoken) =>
      linkCodes(deps, person.locale).make({ person: person.id, from: command.from, place: command.place }, spoken),
    of: (id) => identitiesOf(store, id),
    async join({ person: speaker, command }, said) {
      const codes = linkCodes(deps, speaker.locale);
      const say = speak(speaker.locale);
      const id = speakerId(speaker);
      const found = await codes.find(id, said, (offer) => tell(offer, `locked/${offer.code}`, 'locked', command.place));
      const person = await personOf(found.person, codes);
      const own = (await store.get<Person>(people, id))?.value ?? speaker;
      refuseUnfit(own, person, say);
      if ((await linkedPerson(store, own)) === null || own.linkedTo !== person.id) {
        await codes.use(found, id);
        await changePerson(store, person.id, (now) => {
          if (!now || now.linkedTo !== undefined) throw codes.wrong();
          if ((now.identities ?? []).length >= identitiesMax) throw tooMany(say);
          return now.identities?.includes(id) ? null : { ...now, identities: [...(now.identities ?? []), id] };
        });
        await changePerson(store, id, (now) => {
          const whole = now ?? speaker;
          if ((whole.identities ?? []).length > 0) throw hasOwn(say);
          return { ...whole, linkedTo: person.id, ...(command.from.voice === undefined ? {} : { voice: command.from.voice }) };
        });
      }
      await codes.right(id);
      await tell(found, `joined/${found.code}`, 'joined', command.place);
      return person;
    },
    async leave(person, identity) {
      const held = (await store.get<Person>(people, person))?.value;
      const was = held?.identities?.includes(identity) ?? false;
      if (!held || !was) return false;
      await changePerson(store, identity, (now) => {
        if (now?.linkedTo !== person) return null;
        const { linkedTo: _, voice: _voice, provenUntil: _until, ...own } = now;
        return { ...own, role: lower(own.role, held.role), groups: both(own.groups, held.groups) };
      });
      await changePerson(store, person, (now) => now && { ...now, identities: (now.identities ?? []).filter((one) => one !== identity) });
      return true;
    },
  };

  async function personOf(id: PersonId, codes: LinkCodes): Promise<Person> {
    const found = await store.get<Person>(people, id);
    if (!found || found.value.linkedTo !== undefined) throw codes.wrong();
    return found.value;
  }

  function refuseUnfit(own: Person, person: Person, say: Words): void {
    if (own.id === person.id) throw new Refusal('link_same', say.madeHere, { hint: say.sayItElsewhere });
    if (own.linkedTo !== undefined && own.linkedTo !== person.id) throw new Refusal('link_already', say.linkedToAnother, { hint: say.unlinkFirst });
    if ((own.identities ?? []).length > 0) throw hasOwn(say);
    // Joined, they would have the lower of both: who may more here would lose it, and the only admin with them.
    if (!atLeast(person.role, own.role)) throw new Refusal('link_from_here', say.mayMoreHere(own.role, person.role), { hint: say.linkFromHere });
  }

  /** Tells the person who made a code what came of it; once, however often this runs. */
  async function tell(offer: { from: Speaker; place: Place }, key: string, what: 'joined' | 'locked', where: Place): Promise<void> {
    const { message: _message, via, ...rest } = offer.place;
    const place: Place = { ...rest, ...(via ? { via } : {}), user: offer.from.user };
    await deps.issue({
      key: `link/${key}`,
      name: newsCommand,
      raw: { args: { what, where: channelTitle(where.channel) } },
      from: offer.from,
      place,
      priority: 'interactive',
      saidAt: deps.clock.now(),
    });
  }
}

const hasOwn = (say: Words) => new Refusal('link_has_own', say.hasOwnLinks, { hint: say.linkOrUnlink });
const tooMany = (say: Words) => new Refusal('link_too_many', say.linkedMost(identitiesMax), { hint: say.takeOneOff });
