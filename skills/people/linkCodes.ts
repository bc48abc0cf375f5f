import type { Place, Speaker } from '../../shared/channel/inbound.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { Refusal } from '../../shared/errors.ts';
import { codeChars, codeIn, newCode, sameCode } from '../../shared/people/code.ts';
import { guessBook, guessesMax } from '../../shared/people/guesses.ts';
import type { PersonId } from '../../shared/people/person.ts';
import { collection, VersionConflict } from '../../shared/store/store.ts';
import { speak } from './words/speak.ts';

/** How long a code may be used, ms. */
export const codeLifeMs = 10 * 60_000;
/** A used one is remembered for who runs its use once more, ms. */
const usedLifeMs = 86_400_000;

/** A code that was made, and what came of it. */
export interface Offer {
  readonly code: string;
  readonly person: PersonId;
  readonly from: Speaker;
  /** Where it was made. */
  readonly place: Place;
  readonly endsAt: number;
  /** Wrong codes that began as this one does. */
  readonly tries: number;
  readonly usedBy?: PersonId;
}

/** By the first half of the code: so a wrong code is a try at the one that begins like it, and all guessing together has five tries at each. */
const offers = collection<Offer>('link_codes', { expiresAt: ({ endsAt, usedBy }) => (usedBy === undefined ? endsAt : endsAt + usedLifeMs) });
/** The last code of each person, which ends with the next. */
const lastOffers = collection<{ readonly slot: string; readonly endsAt: number }>('last_link_codes', { expiresAt: ({ endsAt }) => endsAt });

/** Drawn so often before there are too many codes about. */
const drawsMax = 30;
const slotOf = (code: string) => code.slice(0, codeChars / 2);

/** `locale`: of who hears what is refused. */
export function linkCodes(deps: Pick<SkillDeps, 'store' | 'clock'>, locale = 'en') {
  const say = speak(locale);
  const { store, clock } = deps;
  const guesses = guessBook(deps);
  const guesserOf = (id: PersonId) => `link|${id}`;
  const wrong = (left?: number) =>
    new Refusal('link_code', say.wrongCode, { hint: `${say.sayLinkThere}${left === undefined ? '' : say.triesLeft(left)}` });

  /** No code of this person works any more. */
  async function end(person: PersonId): Promise<void> {
    const last = await store.get(lastOffers, person);
    const before = last && (await store.get(offers, last.value.slot));
    if (before?.value.person === person && before.value.usedBy === undefined) await store.delete(offers, before.key);
    await store.delete(lastOffers, person);
  }

  return {
    wrong,
    end,
    right: (id: PersonId) => guesses.right(guesserOf(id)),
    async make(of: Pick<Offer, 'person' | 'from' | 'place'>, spoken: boolean): Promise<string> {
      await end(of.person);
      const endsAt = clock.now() + codeLifeMs;
      for (let draw = 0; draw < drawsMax; draw++) {
        const code = newCode(spoken);
        try {
          await store.put(offers, slotOf(code), { ...of, code, endsAt, tries: 0 }, { expect: 0 });
        } catch (cause) {
          if (cause instanceof VersionConflict) continue;
          throw cause;
        }
        await store.put(lastOffers, of.person, { slot: slotOf(code), endsAt });
        return code;
      }
      throw new Refusal('link_busy', say.manyLink, { hint: say.inTenMinutes });
    },
    /** The offer of this code. Counts a wrong one at who says it and at the code it begins like; `locked` is told when that has had its tries. Throws Refusal. */
    async find(by: PersonId, said: string, locked: (offer: Offer) => Promise<void>): Promise<Offer> {
      const code = codeIn(said);
      const left = await guesses.take(guesserOf(by));
      for (;;) {
        const found = await store.get(offers, slotOf(code));
        if (!found) throw wrong(left);
        const offer = found.value;
        const fits = sameCode(offer.code, code);
        if (fits && offer.usedBy === by) return offer;
        if (offer.tries >= guessesMax) {
          await locked(offer);
          throw new Refusal('link_locked', say.codeLocked, { hint: say.sayLinkForNew });
        }
        if (offer.usedBy !== undefined) throw wrong(left);
        if (fits) return offer;
        try {
          await store.put(offers, found.key, { ...offer, tries: offer.tries + 1 }, { expect: found.version });
        } catch (cause) {
          if (cause instanceof VersionConflict) continue;
          throw cause;
        }
        if (offer.tries + 1 < guessesMax) throw wrong(left);
        await locked(offer);
        throw new Refusal('link_locked', say.codeLockedNow, { hint: say.sayLinkForNew });
      }
    },
    /** Takes it, once and for all. Throws Refusal when another was faster. */
    async use({ code }: Offer, by: PersonId): Promise<void> {
      const found = await store.get(offers, slotOf(code));
      if (found?.value.code !== code || found.value.tries >= guessesMax) throw wrong();
      if (found.value.usedBy === by) return;
      if (found.value.usedBy !== undefined) throw wrong();
      try {
        await store.put(offers, found.key, { ...found.value, usedBy: by }, { expect: found.version });
      } catch (cause) {
        if (cause instanceof VersionConflict) throw wrong();
        throw cause;
      }
    },
  };
}

export type LinkCodes = ReturnType<typeof linkCodes>;
