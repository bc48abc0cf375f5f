import { jobs } from '../../jobs/index.ts';
import type { Services } from '../../shared/command/context.ts';
import type { Skill, SkillDeps, SkillPage } from '../../shared/command/skill.ts';
import { SettingsError } from '../../shared/errors.ts';
import type { Due } from '../../shared/timers/timers.ts';
import { skills as builtIn } from '../../skills/index.ts';
import type { Log } from './log/log.ts';

/** All that it can do: the skills, the jobs, and people's own. */
export function allSkills(own: readonly Skill[]): readonly Skill[] {
  return [...builtIn, ...jobs, ...own];
}

/** What stands at addresses of their own. */
export const skillPages = (own: readonly Skill[]): readonly SkillPage[] => allSkills(own).flatMap(({ pages = [] }) => pages);

/** What they give to handlers. Throws SettingsError when two give the same. */
export function servicesOf(skills: readonly Skill[], deps: SkillDeps): Services {
  const given: Record<string, unknown> = {};
  for (const skill of skills) {
    for (const [name, service] of Object.entries(skill.services?.(deps) ?? {})) {
      if (name in given) {
        throw new SettingsError(
          `The skill ${skill.name} gives the service "${name}", which another one gives already.`,
          'Rename yours, or take its folder out of BELLHOP_SKILLS.',
        );
      }
      given[name] = service;
    }
  }
  return given as unknown as Services; // Each skill's own declaration says what it gives.
}

/** Lets each mend what a crash left. One that fails keeps nobody else from it. */
export async function startSkills(skills: readonly Skill[], deps: SkillDeps, log: Log): Promise<void> {
  await Promise.all(
    skills.map(async (skill) => {
      try {
        await skill.start?.(deps);
      } catch (cause) {
        log.error({ skill: skill.name, err: cause }, 'A skill could not put in order what the last run left; the next start tries again.');
      }
    }),
  );
}

/** Lets each go on with what it does on its own until the signal ends. One that fails keeps nobody else from it. */
export async function liveSkills(
  skills: readonly Skill[],
  deps: SkillDeps,
  { log, signal }: { readonly log: Log; readonly signal: AbortSignal },
): Promise<void> {
  await Promise.all(
    skills.map(async (skill) => {
      try {
        await skill.live?.(deps, signal);
      } catch (cause) {
        log.error({ skill: skill.name, err: cause }, 'What a skill does on its own has ended; the next start begins it again.');
      }
    }),
  );
}

/** A part of what skills do each minute where no process lives on. */
export interface MinuteShard {
  readonly skill: string;
  readonly shard: string;
}

/** What skills have to do this minute. One that can't say keeps nobody else from it. */
export async function minuteShards(skills: readonly Skill[], deps: SkillDeps, log: Log): Promise<readonly MinuteShard[]> {
  const all = await Promise.all(
    skills.map(async ({ name: skill, minute }) => {
      try {
        return ((await minute?.shards(deps)) ?? []).map((shard) => ({ skill, shard }));
      } catch (cause) {
        log.error({ skill, err: cause }, 'What a skill has to do this minute is not known; it is asked again in the next.');
        return [];
      }
    }),
  );
  return all.flat();
}

/** Hands a timer to the skill it belongs to. One that belongs to nobody is let go, and said. */
export function timerHandler(skills: readonly Skill[], deps: SkillDeps, log: Log): (due: Due) => Promise<void> {
  const owners = skills.flatMap((skill) => skill.timers ?? []);
  return async (due) => {
    const owner = owners.find(({ prefix }) => due.id.startsWith(prefix));
    if (owner) await owner.fire(due, deps);
    else log.warn({ timer: due.id, reason: 'stray timer' }, 'A timer fired that no skill knows. Was one taken away?');
  };
}
