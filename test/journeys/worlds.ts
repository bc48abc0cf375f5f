import type { Env } from '../../shared/channel/channel.ts';
import { type World, world } from '../hostile/world.ts';
import type { PlatformOptions, Platforms } from '../platforms/all.ts';
import { onAws } from './aws-world.ts';
import { ownSkills } from './own-skills.ts';

/** Bellhop between the platforms, wherever it runs: what a journey may use of it. */
export type JourneyWorld = Platforms & Pick<World, 'clock' | 'origin' | 'depth' | 'lines' | 'later' | 'stop' | 'start' | 'close'>;

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
];
