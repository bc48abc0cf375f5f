import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Context } from '../../shared/command/context.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { changePerson } from '../../shared/people/change.ts';
import { guessBook } from '../../shared/people/guesses.ts';
import { people, speakerId } from '../../shared/people/person.ts';

/** How long whoever said the PIN is taken for its person, ms. */
export const provenMs = 5 * 60_000;

export interface Pins {
  /** Keeps the PIN of who speaks, hashed. */
  set(context: Context, pin: string): Promise<void>;
  /** Whether it is their PIN; if so, whoever speaks there is taken for them for five minutes. Null: they have none. Throws Refusal after five wrong ones. */
  say(context: Context, pin: string): Promise<{ readonly right: boolean; readonly left: number } | null>;
}

declare module '../../shared/command/context.ts' {
  interface Services {
    pins: Pins;
  }
}

const derive = promisify(scrypt) as (secret: string, salt: Buffer, length: number) => Promise<Buffer>;
const hashBytes = 32;

export function pinsIn(deps: Pick<SkillDeps, 'store' | 'clock'>): Pins {
  const { store, clock } = deps;
  const guesses = guessBook(deps);
  return {
    async set({ person }, pin) {
      const salt = randomBytes(16);
      const hashed = `${salt.toString('base64url')}.${(await derive(pin, salt, hashBytes)).toString('base64url')}`;
      await changePerson(store, person.id, (now) => ({ ...(now ?? person), pin: hashed }));
    },
    async say({ person }, pin) {
      const kept = (await store.get(people, person.id))?.value.pin;
      if (kept === undefined) return null;
      const id = speakerId(person);
      const left = await guesses.take(`pin|${id}`);
      const [salt = '', hash = ''] = kept.split('.');
      const right = timingSafeEqual(await derive(pin, Buffer.from(salt, 'base64url'), hashBytes), Buffer.from(hash, 'base64url'));
      if (!right) return { right, left };
      await guesses.right(`pin|${id}`);
      await changePerson(store, id, (now) => now && { ...now, provenUntil: clock.now() + provenMs });
      return { right, left };
    },
  };
}
