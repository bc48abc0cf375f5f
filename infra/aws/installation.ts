import type { Env } from '../../shared/channel/channel.ts';
import { systemClock } from '../../shared/clock.ts';
import type { Installation } from '../config/world.ts';
import { openStage } from './open-stage.ts';
import { openWorld } from './world/world.ts';

/** A stage as one of its own functions has it, for what is made there from here: by the credentials that the SDK finds. Throws SettingsError when there is none, or it can't be asked. */
export async function installationOfStage(env: Env, stage: string | undefined): Promise<Installation> {
  const { variables } = await openStage(env, stage, systemClock);
  // Standard output is the command line's.
  const { core } = await openWorld({ ...variables, LOG_LEVEL: 'silent' })();
  return core;
}
