import type { CommandId, Raw } from './command.ts';

/** Thrown by a handler that has done nothing yet: this command is to run in its place, on the same way as any (rights, questions, confirmation). */
export class Instead extends Error {
  readonly meant: {
    readonly name: string;
    readonly raw: Raw;
    readonly saidAt: number;
    /** It does again what was undone of this command; that is used up when it begins, and not before: it may still be asked whether. */
    readonly redoes?: CommandId;
    /** It was begun elsewhere: what was given so far is said with the next question. */
    readonly isResumed?: true;
  };

  constructor(meant: Instead['meant']) {
    super(`Run ${meant.name} instead.`);
    this.meant = meant;
  }
}
