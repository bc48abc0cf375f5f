/** A data key in the form in which it may lie beside what it seals. */
export interface WrappedKey {
  /** 32 bytes. */
  readonly plain: Buffer;
  readonly wrapped: string;
}

/** Who holds the key that opens the data keys, and never lies where they do. Both throw StorageFailed when it can't be asked. */
export interface Keeper {
  /** Makes a data key. */
  make(): Promise<WrappedKey>;
  /** Opens one; `wrapped` is another than was given when it is to lie in that form from now on. Throws SecretUnreadable. */
  unwrap(wrapped: string): Promise<WrappedKey>;
}
