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
  /** Of what was found not to be up: the same, or that it is somebody else's fault (`unjudged`). */
  excuse?(finding: Finding): Finding;
}

/** A kind by how it looks: its time-out, its failures and `inverted` are the same for all. */
export function checkKind<C extends Common>({ look, excuse, ...rest }: Spec<C>): CheckKind<C> {
  return {
    ...rest,
    async run(config: C, tools: Tools): Promise<Finding> {
      const seen = await found(tools, (attempt) => look(config, attempt));
      const finding = excuse && !seen.up ? excuse(seen) : seen;
      return config.inverted === true ? inverted(finding) : finding;
    },
  };
}

function inverted({ up, code, values, ...rest }: Finding): Finding {
  if (up) return { ...rest, up: false, code: 'inverted' };
  if (code !== undefined && unjudged.has(code)) return { ...rest, up, code, ...(values ? { values } : {}) };
  return { ...rest, up: true };
}
