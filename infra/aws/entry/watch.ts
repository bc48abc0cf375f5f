import type { MinuteShard } from '../../core/skills.ts';
import { endOf, type LambdaContext } from '../events/context.ts';
import { openWorld } from '../world/world.ts';

const open = openWorld();

/** Does for a minute a part of what skills do on their own: looks at what is watched. The sweeper invokes it for each part. */
export async function handler({ skill, shard }: MinuteShard, context: LambdaContext): Promise<void> {
  const { skills, core } = await open();
  const end = endOf(context);
  const { minute } = skills.find(({ name }) => name === skill) ?? {};
  await minute?.run(core.deps, shard, end.signal).finally(end.clear);
}
