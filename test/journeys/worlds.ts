import type { Env } from '../../shared/channel/channel.ts';
import { type World, world } from '../hostile/world.ts';
import type { PlatformOptions, Platforms } from '../platforms/all.ts';

/** Bellhop between the platforms, wherever it runs: what a journey may use of it. */
export type JourneyWorld = Platforms & Pick<World, 'clock' | 'origin' | 'depth' | 'lines' | 'later' | 'stop' | 'start' | 'close'>;

export interface JourneyOptions extends PlatformOptions {
  /** A folder of skills beside Bellhop's own; by default those of test/hostile. */
  readonly skills?: string;
  /** Put over the platforms' settings. */
  readonly env?: Env;
}

export type OpenWorld = (options?: JourneyOptions) => Promise<JourneyWorld>;

/** The one process, with a data folder of its own. */
export const embedded: OpenWorld = ({ skills, env, ...rest } = {}) =>
  world({ ...rest, env: { BELLHOP_ENV: 'test', ...(skills ? { BELLHOP_SKILLS: skills } : {}), ...env } });

/** The journeys are the same in each. */
export const worlds: readonly (readonly [string, OpenWorld])[] = [['the one process', embedded]];
