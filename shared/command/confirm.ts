import type { AnyCommand } from './define.ts';
import type { Param } from './kind.ts';
import { yesNo } from './kinds/yesNo.ts';
import { confirmation } from './resolve.ts';

const shallI = yesNo({ ask: 'Shall I do it, yes or no?' });

/** A parameter of a definition, or its confirmation. */
export function paramOf(definition: Pick<AnyCommand, 'params'> | null | undefined, name: string): Param<unknown> | undefined {
  return name === confirmation ? shallI : definition?.params[name];
}
