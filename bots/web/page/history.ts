/** What the page keeps over a reload, in this browser alone. */
export type Kept = { readonly kind: 'said'; readonly id: string; readonly label: string } | { readonly kind: 'told'; readonly told: Told };

/** One message of the server: how each channel shows it, and what its buttons press. */
export interface Told {
  readonly id: string;
  readonly replaces?: string;
  readonly tokens: readonly string[];
  readonly previews: readonly { readonly channel: string; readonly messages: readonly unknown[]; readonly chart?: string }[];
}

const keptMax = 60;
const conversationKey = 'bellhop.conversation';
const historyKey = 'bellhop.history';

/** The conversation of this browser: the same over reloads and restarts of the server. */
export function conversation(): string {
  const known = localStorage.getItem(conversationKey);
  if (known !== null) return known;
  const made = newId();
  localStorage.setItem(conversationKey, made);
  return made;
}

/** An id of its own. `randomUUID` isn't there on pages over plain http from another machine. */
export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function history(): Kept[] {
  try {
    return JSON.parse(localStorage.getItem(historyKey) ?? '[]') as Kept[]; // This page wrote it.
  } catch {
    return [];
  }
}

export function keep(one: Kept): void {
  try {
    localStorage.setItem(historyKey, JSON.stringify([...history(), one].slice(-keptMax)));
  } catch {
    // The browser's storage is full: the next reload begins with what the server still has.
    localStorage.removeItem(historyKey);
  }
}
