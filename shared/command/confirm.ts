import type { AnyCommand } from './define.ts';
import type { Param } from './kind.ts';
import { asking } from './kinds/words/speak.ts';
import { yesNo } from './kinds/yesNo.ts';
import { confirmation } from './resolve.ts';
import { worded } from './worded.ts';

const shallI: Param<boolean> = { ...yesNo(), ask: asking('confirmation')('en'), askIn: asking('confirmation') };

/** A parameter of a definition, or its confirmation. */
export function paramOf(definition: Pick<AnyCommand, 'params'> | null | undefined, name: string): Param<unknown> | undefined {
  return name === confirmation ? shallI : definition?.params[name];
}

/** The question for it, in a person's language. */
export function askOf(definition: AnyCommand, name: string, locale: string): string {
  return name === confirmation ? asking('confirmation')(locale) : worded(definition, locale).ask(name);
}
