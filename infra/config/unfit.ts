/** An entry that can't be: `path` leads to where in it that stands. Its message says what is wrong and what to do. */
export class Unfit extends Error {
  readonly path: readonly (string | number)[];

  constructor(path: readonly (string | number)[], message: string) {
    super(message);
    this.path = path;
  }
}
