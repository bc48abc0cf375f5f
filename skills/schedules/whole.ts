import { parseArguments } from '../../shared/command/arguments.ts';
import type { Catalogue } from '../../shared/command/catalogue.ts';
import type { Raw } from '../../shared/command/command.ts';
import { resolve } from '../../shared/command/resolve.ts';
import { Refusal } from '../../shared/errors.ts';
import type { Person } from '../../shared/people/person.ts';
import { may } from '../../shared/people/rights.ts';
import { speak } from './words/speak.ts';

/** Words as the command they are, found to be whole and allowed to a person: nobody is there to be asked when it runs. Throws Refusal. */
export function wholeCommand(
  what: string,
  { catalogue, person, saidAt }: { readonly catalogue: Catalogue; readonly person: Person; readonly saidAt: number },
): { readonly name: string; readonly raw: Raw } {
  const { locale, timeZone } = person;
  const say = speak(locale);
  const { name, raw } = resolve({ kind: 'text', text: what }, catalogue);
  const definition = catalogue.byName(name);
  const isHelp = name === 'help' && !/^\/?(help|hilfe)\b/i.test(what);
  if (!definition || isHelp) throw new Refusal('schedule_unknown_command', say.notUnderstood(what.slice(0, 80)), { hint: say.notUnderstoodHint });
  if (definition.hidden || definition.secret) throw new Refusal('schedule_not_by_clock', say.notByClock(name));
  if (!may(person, definition.access)) throw new Refusal('schedule_not_allowed', say.mayNot(name));
  const read = parseArguments(definition, raw, { saidAt, timeZone, locale });
  if ('missing' in read) throw new Refusal('schedule_incomplete', say.incomplete(what.slice(0, 80), read.ask), { hint: say.incompleteHint });
  if ('invalid' in read) throw new Refusal('schedule_incomplete', say.wrong(read.error), { hint: say.incompleteHint });
  return { name, raw };
}
