import { z } from 'zod';
import type { CheckKind, Finding, Tools } from '../kind.ts';
import { unjudged } from '../kind.ts';
import { type Attempt, found } from './attempt.ts';

/** What each kind can be told. */
export const common = {
  inverted: z.boolean().optional().describe('Up is down, and down is up: for what must not answer.'),
};

export interface Common {
  readonly inverted?: boolean | undefined;
}

export interface Spec<C extends Common> extends Omit<CheckKind<C>, 'run'> {
  /** Answers what was seen, up unless it says otherwise; throws Failure where it isn't as it should be. Its sockets are held by the attempt. */
  look(config: C, attempt: Attempt): Promise<Partial<Finding>>;
}

/** A kind by how it looks: its time-out, its failures and `inverted` are the same for all. */
export function checkKind<C extends Common>({ look, ...rest }: Spec<C>): CheckKind<C> {
  return {
    ...rest,
    async run(config: C, tools: Tools): Promise<Finding> {
      const finding = await found(tools, (attempt) => look(config, attempt));
      return config.inverted === true ? inverted(finding) : finding;
    },
  };
}

function inverted({ up, code, values, ...rest }: Finding): Finding {
  if (up) return { ...rest, up: false, code: 'inverted' };
  if (code !== undefined && unjudged.has(code)) return { ...rest, up, code, ...(values ? { values } : {}) };
  return { ...rest, up: true };
}
