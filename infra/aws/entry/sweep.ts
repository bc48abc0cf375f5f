import { minuteShards, startSkills } from '../../core/skills.ts';
import { endOf, type LambdaContext, stopMs } from '../events/context.ts';
import { choresAt } from '../world/chores.ts';
import { dynamodbClient } from '../world/clients.ts';
import { invoker } from '../world/invoke.ts';
import { depthMetrics } from '../world/metrics.ts';
import { openWorld, type World } from '../world/world.ts';

const open = openWorld();
const invoke = invoker(dynamodbClient());

/** Once a minute: sends on what got stuck between two steps, and tells how much waits. What fails does not keep the rest from being done. */
export async function handler(_: unknown, context: LambdaContext): Promise<void> {
  const world = await open();
  const { functions, timers, series, skills, core, log, clock } = world;
  const end = endOf(context);
  const until = clock.now() + context.getRemainingTimeInMillis() - stopMs;
  const { part, mends, asks, packs } = choresAt(clock.now());
  const done = (what: string, work: Promise<object | undefined>) =>
    work.then(
      // A minute in which nothing was found is worth no line.
      (found = {}) => Object.values(found).some((count) => count !== 0) && log.info(found, `${what}: done.`),
      (cause) => log.error({ err: cause }, `${what}: failed; the next sweep does it.`),
    );
  await Promise.all([
    done('Open work', functions.sweepOpenWork(until)),
    done('Timers', timers.sweep(end.signal)),
    done('What is watched', beginMinute(world)),
    done('Depth', tellDepth(world)),
    ...(part === null ? [] : [done('Timers and their schedules', timers.reconcile(end.signal, part))]),
    ...(packs
      ? [
          done(
            'What checks saw',
            series.sweep(end.signal).then(() => undefined),
          ),
        ]
      : []),
    ...(asks
      ? [
          done(
            'What a refused token held back',
            core.mend().then((redriven) => ({ redriven })),
          ),
        ]
      : []),
    // What fails of it is told there.
    ...(mends ? [startSkills(skills, core.deps, log)] : []),
  ]);
  end.clear();
}

async function tellDepth({ inbox, numbers, clock }: World): Promise<undefined> {
  depthMetrics(numbers, await inbox.depth(), clock.now());
}

/** Has what skills do on their own done for a minute, by a run for each part of it. */
async function beginMinute({ skills, core, log }: World): Promise<undefined> {
  const shards = await minuteShards(skills, core.deps, log);
  await Promise.all(shards.map((shard) => invoke('watch', shard)));
}
