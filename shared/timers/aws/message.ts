import type { Due } from '../timers.ts';

/**
 * What a message of the clock queue says, in ASCII: SQS refuses some characters, and Scheduler would put its own values in place of `<aws.scheduler.…>`.
 * It says which timer to look at; the table says whether, and when, it fires.
 */
export function bodyOf({ id, version, due }: Due): string {
  return JSON.stringify({ timer: id, version, due }).replace(special, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** What a message says; null when it is none of ours. */
export function dueIn(body: string): Due | null {
  let said: unknown;
  try {
    said = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof said !== 'object' || said === null) return null;
  const { timer: id, version, due } = said as Readonly<Record<string, unknown>>;
  return typeof id === 'string' && typeof version === 'number' && typeof due === 'number' ? { id, version, due } : null;
}

const special = /[<\u007f-\uffff]/g;
