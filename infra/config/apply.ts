import { BellhopError } from '../../shared/errors.ts';
import { type Change, type Plan, plan } from './plan.ts';
import { Unfit } from './unfit.ts';
import type { Installation } from './world.ts';

/** A plan as it is told: what a file changes, or has changed. */
export interface Told extends Omit<Plan, 'steps'> {
  readonly changes: readonly (Change & { readonly failed?: { readonly message: string; readonly hint?: string } })[];
}

export interface Asked {
  readonly text: string;
  readonly prune: boolean;
  /** Whether it is done, or only told. */
  readonly apply: boolean;
  /** The digest of the plan that was agreed to: with another one nothing is done. */
  readonly agreed?: string;
}

/** Tells what a file changes, and does it. One thing that can't be done keeps no other from it. Throws BellhopError when what was agreed to is not what would be done. */
export async function applied({ text, prune, apply, agreed }: Asked, installation: Installation): Promise<Told> {
  const { steps, ...found } = await plan(text, { prune }, installation);
  if (!apply) return { ...found, changes: steps.map(({ change }) => change) };
  if (agreed !== undefined && agreed !== found.digest)
    throw new BellhopError('config_moved', 'Something was changed meanwhile: the plan is another one now.', { hint: 'Look at it again.' });
  const changes: Told['changes'][number][] = [];
  for (const { change, take } of steps) changes.push({ ...change, ...(await failureOf(take)) });
  return { ...found, changes };
}

async function failureOf(take: () => Promise<void>) {
  try {
    await take();
    return {};
  } catch (error) {
    if (error instanceof Unfit) return { failed: { message: error.message } };
    if (!(error instanceof BellhopError)) throw error;
    const { message, hint } = error;
    return { failed: { message, ...(hint === undefined ? {} : { hint }) } };
  }
}
