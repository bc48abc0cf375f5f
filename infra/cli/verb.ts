import type { Readable } from 'node:stream';
import type { Env } from '../../shared/channel/channel.ts';

/** 0 done, 1 failed, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2;

/** What a verb is run with; tests give their own. */
export interface Shell {
  /** The process's variables and those of `.env`, merged. */
  readonly env: Env;
  /** Prints what was asked for. */
  out(text: string): void;
  /** Prints what went wrong. */
  err(text: string): void;
  readonly input: Readable;
  /** Whether a person reads what is printed. */
  readonly isTerminal: boolean;
}

/** One verb of the CLI. */
export interface Verb {
  /** As it is typed: `dead list|show ID|redrive ID|drop ID`. */
  readonly usage: string;
  readonly summary: string;
  /** What may follow the verb: at least and at most so many words. */
  readonly words: readonly [number, number];
  /** It can be done on a stage on AWS: `--stage NAME`. */
  readonly takesStage?: boolean;
  /** What else it takes of VerbOptions. */
  readonly takes?: readonly ('prune' | 'dryRun' | 'for')[];
  /** It asks before it changes much, but for `--yes`. */
  readonly asks?: boolean;
  /** Throws UsageError, BellhopError. */
  run(words: readonly string[], shell: Shell, options: VerbOptions): Promise<ExitCode>;
}

export interface VerbOptions {
  /** Print JSON instead of lines. */
  readonly json: boolean;
  /** The stage on AWS that is meant, for a verb that takes one. */
  readonly stage?: string;
  /** Nobody is to be asked. */
  readonly yes?: boolean;
  /** What the file doesn't have is taken away, whoever made it. */
  readonly prune?: boolean;
  /** Only say what would be done. */
  readonly dryRun?: boolean;
  /** Whose: channel/tenant/user. */
  readonly for?: string;
}

/** It was called wrongly: the message and the usage are shown, exit 2. */
export class UsageError extends Error {}
