/** One long test: what it promises, and how it is tried. */
export interface Part {
  readonly name: string;
  /** Tries it; `say` tells how far it is. Answers one line of what was counted. Throws when a promise is broken. */
  run(say: (line: string) => void): Promise<string>;
}

/** Throws unless it holds. */
export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}
