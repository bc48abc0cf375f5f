import type { Outline } from '../../shared/command/catalogue.ts';
import type { Param } from '../../shared/command/kind.ts';
import type { Skill } from '../../shared/command/skill.ts';
import { allSkills } from '../core/skills.ts';
import { groupOf, type HandlerGroup } from './queues.ts';

/** What a way in needs to know of a command: how it is meant, and where it runs. Plain data. */
export interface PlacedOutline extends Outline {
  readonly group: HandlerGroup;
}

/** Of all commands, people's own skills with them. Made where a bundle is made: what handlers need to run is then in no way in. */
export function outlines(own: readonly Skill[]): readonly PlacedOutline[] {
  return allSkills(own).flatMap(({ commands }) =>
    commands.map((one) => ({
      name: one.name,
      summary: one.summary,
      ...(one.label ? { label: one.label } : {}),
      ...(one.phrases ? { phrases: one.phrases } : {}),
      ...(one.priority ? { priority: one.priority } : {}),
      ...(one.aliases ? { aliases: one.aliases } : {}),
      params: Object.fromEntries(
        Object.entries<Param<unknown>>(one.params).map(([name, { kind, find, ask, summary, optional, choices, input, initial }]) => [
          name,
          {
            kind,
            ask,
            summary,
            optional,
            ...(find ? { find: true } : {}),
            ...(choices ? { choices } : {}),
            ...(input ? { input } : {}),
            ...(initial === undefined ? {} : { initial }),
          },
        ]),
      ),
      group: groupOf(one),
    })),
  );
}
