import { BellhopError } from '../errors.ts';

export interface SecretPage {
  readonly names: readonly string[];
  /** Pass as `after` for the next page; null: this was the last. */
  readonly next: string | null;
}

export const secretBytesMax = 65_536;

/** A value is larger than a secret may be. */
export class SecretTooLarge extends BellhopError {
  constructor(name: string) {
    super('secret_too_large', `The secret ${name} is larger than ${secretBytesMax} bytes.`, { hint: 'Keep only the token or the key itself.' });
  }
}

/** What is kept can't be opened: it was sealed with a key that isn't here, or it was changed. */
export class SecretUnreadable extends BellhopError {
  constructor(what: string, why: string, cause?: unknown) {
    super('secret_unreadable', `${what} can't be opened: ${why}.`, {
      hint: 'Put the key back with which it was sealed, or set the secret anew.',
      ...(cause === undefined ? {} : { cause }),
    });
  }
}

/** Throws TypeError for a name of other than 1–200 of `A-Z a-z 0-9 . _ : @ / -`. */
export function checkSecretName(name: string): void {
  if (!/^[\w.:@/-]{1,200}$/.test(name)) throw new TypeError(`${JSON.stringify(name.slice(0, 100))} can't name a secret.`);
}

/**
 * Named values that are sealed wherever they lie: tokens and keys of tenants. Nothing but `get` ever gives a value. All throw StorageFailed, and may be repeated;
 * TypeError for what is no name.
 */
export interface Secrets {
  /** Returns null when there is none. Always the latest. Throws SecretUnreadable. What was sealed before the last rotation is sealed anew on the way. */
  get(name: string): Promise<string | null>;
  /** Keeps it durably, in place of what was there. Throws SecretTooLarge, and SecretUnreadable when the key to seal with can't be opened. */
  put(name: string, value: string): Promise<void>;
  /** Nothing happens when there is none. */
  delete(name: string): Promise<void>;
  /** Names that begin with `prefix`, in order; `limit` 1–1,000, default 100. May miss or still show what was changed in the last seconds. */
  list(prefix: string, options?: { readonly after?: string; readonly limit?: number }): Promise<SecretPage>;
  /** Makes a new key to seal with. What was sealed with the ones before stays readable. Other processes follow within minutes. */
  rotate(): Promise<void>;
}
