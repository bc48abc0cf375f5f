import type { Person } from '../people/person.ts';
import type { Catalogue } from './catalogue.ts';
import type { Command } from './command.ts';
import type { FileRef } from './kinds/file.ts';

/**
 * What handlers may use besides their values, by name. A skill or job adds its own by declaration merging:
 * `declare module '…/shared/command/context.ts' { interface Services { probe: Probe } }`, and gives it in its `services`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging.
export interface Services {}

/** What a handler gets beside its values. */
export interface Context extends Services {
  readonly command: Command;
  readonly person: Person;
  readonly catalogue: Catalogue;
  /** Ends when the deadline passes, the person cancels, or the process stops: pass it to everything that waits. */
  readonly signal: AbortSignal;
  /** ms since 1970. */
  now(): number;
  /** The same at each run of this command: pass it to what takes an idempotency key. */
  readonly idempotencyKey: string;
  /** The content of a file that was sent, as it comes from its platform: at most 20 MB. Throws Refusal when it is gone or larger. */
  openFile(file: FileRef): Promise<AsyncIterable<Uint8Array>>;
  /**
   * Of a command with an `undo`: it did something that can be taken back, and `result` is what its undo will need: JSON of at most 8,000 bytes. Not called, there is nothing to
   * undo. `again`: the values, printed, with which undoing the undo calls it; left out: what was said.
   */
  undoWith(result?: unknown, again?: Readonly<Record<string, string>>): void;
}
