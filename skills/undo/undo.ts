import { parseArguments } from '../../shared/command/arguments.ts';
import type { Context } from '../../shared/command/context.ts';
import { command } from '../../shared/command/define.ts';
import { Instead } from '../../shared/command/instead.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { type Undoable, underWay } from '../../shared/flow/undoable.ts';
import { may, needed } from '../../shared/people/rights.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { sayLength } from '../../shared/time/sayLength.ts';
import { speak } from './words/speak.ts';

/** `undo`, `undo forget`: takes back one's last undoable command in this conversation, or the last of that name; what was undone is done again. */
export const undo = command({
  name: 'undo',
  summary: 'Take back what you did last',
  phrases: ['undo that', 'take that back', 'undo {which}'],
  params: { which: text({ optional: true, summary: 'A command’s name; your last when left out' }) },
  examples: ['undo', 'undo forget'],
  label: 'Undo',
  in: {
    de: {
      summary: 'Nimmt zurück, was du zuletzt getan hast',
      label: 'Rückgängig',
      phrases: ['mach das rückgängig', 'nimm das zurück', 'rückgängig', 'mach {which} rückgängig'],
      params: { which: { summary: 'Der Name eines Befehls; fehlt er, dein letzter' } },
    },
  },
  async run({ which }, context): Promise<Reply> {
    const one = await wanted(which?.trim() ?? '', context);
    const { name, raw, saidAt, id, state, by } = one;
    if (state === 'redone' || (state === 'undone' && by !== context.command.id)) throw new Instead({ name, raw, saidAt, redoes: id });
    return takenBack(one, context);
  },
});

/** The one that is meant. A second run of this command means what its first did. */
async function wanted(which: string, { undos, person, command, catalogue, now }: Context): Promise<Undoable> {
  const { locale } = person;
  const items = await undos.list(person.id, command);
  const begun = items.find(({ by }) => by === command.id);
  if (begun) return begun;
  const name = catalogue.byName(which.toLowerCase())?.name;
  const last = /^(|that|it|last|the last|latest|das|es|das letzte)$/i.test(which);
  const open = items.filter(({ state }) => state !== 'redone');
  const found = last ? (open.find(({ endsAt }) => endsAt > now()) ?? open[0]) : open.find((item) => item.id === which || item.name === name);
  if (!found) throw noWay(which, last ? undefined : name, name !== undefined && catalogue.byName(name)?.undo !== undefined, locale);
  if (found.state === 'undoing') throw underWay(found);
  if (found.endsAt > now()) return found;
  throw new Refusal('undo_late', speak(locale).tooLate(found.name, sayLength(now() - found.endsAt, locale)));
}

function noWay(which: string, name: string | undefined, hasUndo: boolean, locale: string): Refusal {
  const say = speak(locale);
  if (name !== undefined && !hasUndo) return new Refusal('undo_none', say.noWay(name));
  if (name !== undefined) return new Refusal('undo_nothing', say.noneOfThat(name));
  if (which === '') return new Refusal('undo_nothing', say.nothing);
  return new Refusal('undo_nothing', say.noneCalledSo, { hint: say.sayWhich });
}

async function takenBack(one: Undoable, context: Context): Promise<Reply> {
  const { undos, person, command, catalogue } = context;
  const { timeZone, locale } = person;
  const say = speak(locale);
  const definition = catalogue.byName(one.name);
  if (!definition?.undo) throw new Refusal('undo_none', say.noWayAnyMore(one.name));
  if (!may(person, definition.access)) throw new Refusal('not_allowed', say.notAllowed(one.name, needed(definition.access, locale)));
  const parsed = parseArguments(definition, one.raw, { saidAt: one.saidAt, timeZone, locale });
  if (!('values' in parsed)) throw new Refusal('undo_changed', say.changed(one.name));
  // A second run finds it undoing, or undone, by itself: an undo may run twice.
  if (one.state === 'done' && !(await undos.mark(person.id, command, one, 'done', 'undoing'))) throw underWay(one);
  let said: Reply | undefined;
  try {
    said = await definition.undo(parsed.values, one.result, context);
  } catch (cause) {
    await undos.mark(person.id, command, one, 'undoing', 'done').catch(() => false);
    throw cause;
  }
  await undos.mark(person.id, command, one, 'undoing', 'undone');
  const { actions = [], ...rest } = said ?? reply(say.undone(one.name), { severity: 'success' });
  return { ...rest, actions: [...actions, undo.with({ which: one.id }, { label: say.again, once: true, only: person.id })] };
}
