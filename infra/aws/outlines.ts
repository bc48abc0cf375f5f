import type { Outline, OutlinedParam } from '../../shared/command/catalogue.ts';
import type { AnyCommand } from '../../shared/command/define.ts';
import type { Param } from '../../shared/command/kind.ts';
import { partsOf } from '../../shared/command/phrase.ts';
import type { Skill } from '../../shared/command/skill.ts';
import { phrasesOf } from '../../shared/command/worded.ts';
import { allSkills } from '../core/skills.ts';
import { groupOf, type HandlerGroup } from './queues.ts';

/** What a way in needs to know of a command: how it is meant, and where it runs. Plain data. */
export interface PlacedOutline extends Omit<Outline, 'params'> {
  /** Left out: none. */
  readonly params?: Outline['params'];
  /** Left out: `quick`. */
  readonly group?: HandlerGroup;
}

/** Of all commands, people's own skills with them. Made where a bundle is made: what handlers need to run is then in no way in. */
export function outlines(own: readonly Skill[]): readonly PlacedOutline[] {
  return definitions(own).map((one) => ({
    name: one.name,
    ...some('phrases', neededOf(one)),
    ...(one.priority ? { priority: one.priority } : {}),
    ...(one.aliases ? { aliases: one.aliases } : {}),
    ...(isReadAsLine(one)
      ? { params: paramsOf(one, ({ kind, find }) => ({ kind: kind === 'text' ? kind : '', ...(find ? { find: 1 } : {}) })) }
      : {}),
    ...(groupOf(one) === 'quick' ? {} : { group: groupOf(one) }),
  }));
}

/** What a form shows of each of the same commands that has one when it is called by its bare name, for the ways in that can open it. */
export function formOutlines(own: readonly Skill[]): readonly Outline[] {
  const hasForm = ({ hidden, params }: AnyCommand) => !hidden && Object.values<Param<unknown>>(params).some(({ optional }) => !optional);
  return definitions(own)
    .filter(hasForm)
    .map((one) => ({
      name: one.name,
      summary: one.summary,
      ...(one.label ? { label: one.label } : {}),
      params: paramsOf(one, ({ ask, summary, optional, choices, input, initial }) => ({
        ...(ask ? { ask } : {}),
        ...(summary ? { summary } : {}),
        ...(optional ? { optional } : {}),
        ...(choices ? { choices } : {}),
        ...(input ? { input } : {}),
        ...(initial === undefined ? {} : { initial }),
      })),
    }));
}

/** Whether a voice that heard one slot of any words may have heard others with it: resolve then asks for the parameters. What a hidden one needs nobody says. */
function isReadAsLine({ hidden, params }: AnyCommand): boolean {
  const all = Object.values<Param<unknown>>(params);
  return !hidden && all.length > 1 && all.some(({ kind }) => kind === 'text') && all.some(({ find }) => find);
}

/** Each byte of it is in each way in: what is empty is left out. */
const some = <N extends string, T extends object>(name: N, value: T): Partial<Record<N, T>> =>
  Object.keys(value).length === 0 ? {} : ({ [name]: value } as Record<N, T>);

const definitions = (own: readonly Skill[]) => allSkills(own).flatMap(({ commands }) => commands);

/** Its phrases, without those that begin with its name: that is found before any phrase. The first stays, for how a line of it begins. */
const neededOf = (one: AnyCommand) => phrasesOf(one).filter((phrase, i) => i === 0 || partsOf(phrase)[0] !== one.name);

const paramsOf = (one: AnyCommand, of: (param: Param<unknown>) => OutlinedParam) =>
  Object.fromEntries(Object.entries<Param<unknown>>(one.params).map(([name, param]) => [name, of(param)]));
