import type { Env } from '../../shared/channel/channel.ts';
import { type World, world } from '../hostile/world.ts';
import type { PlatformOptions, Platforms } from '../platforms/all.ts';
import { onAws, onAwsOnABadDay } from './aws-world.ts';
import { ownSkills } from './own-skills.ts';

/** Bellhop between the platforms, wherever it runs: what a journey may use of it. */
export type JourneyWorld = Platforms &
  Pick<World, 'clock' | 'origin' | 'depth' | 'lines' | 'later' | 'stop' | 'start' | 'close'> & {
    /** Calls of a platform may be refused as too many: whoever asked for a place in the line heard late that it has it. It is waited for then. */
    readonly isHasty?: true;
  };

/** Of what a platform refused, what is wrong in this world. */
export const wrongIn = ({ isHasty }: JourneyWorld, problems: readonly string[]) =>
  problems.filter((problem) => !(isHasty && /TooManyRequests|Too Many Requests|ratelimited/.test(problem)));

/** Tells something until it is taken, on a bad day, as platforms do and people. Answers the last status. */
export async function untilTaken({ isHasty }: Pick<JourneyWorld, 'isHasty'>, tell: () => Promise<number>): Promise<number> {
  let status = await tell();
  for (let again = 0; isHasty && status === 503 && again < 10; again++) status = await tell();
  return status;
}

export interface JourneyOptions extends PlatformOptions {
  /** Put over the platforms' settings. */
  readonly env?: Env;
}

export type OpenWorld = (options?: JourneyOptions) => Promise<JourneyWorld>;

/** The one process, with a data folder of its own. */
export const embedded: OpenWorld = ({ env, ...rest } = {}) =>
  world({ ...rest, env: { BELLHOP_ENV: 'test', BELLHOP_SKILLS: ownSkills.join(','), ...env } });

/** The journeys are the same in each. */
export const worlds: readonly (readonly [string, OpenWorld])[] = [
  ['the one process', embedded],
  ['AWS', onAws],
  ['AWS on a bad day', onAwsOnABadDay(true)],
];

/** The same with a process for each sandbox on the bad day too: one person's on three channels goes through it, for all others. */
export const worldsApart: typeof worlds = [...worlds.slice(0, 2), ['AWS on a bad day', onAwsOnABadDay(false)]];
