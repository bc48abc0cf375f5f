import type { z } from 'zod';
import { checksPart } from '../config/parts/checks.ts';

/** What another program watched, as our file has it. */
export interface Imported {
  readonly checks: readonly Readonly<Record<string, unknown>>[];
  /** For each way that something was told, where it is told now: where the file says, until somebody writes another place. */
  readonly routes: readonly Readonly<Record<string, unknown>>[];
  /** What can't be carried over, or not as it was: each with why, and what to do. */
  readonly left: readonly Left[];
  /** Values that stand in no file: to be kept by `bellhop secret set`. */
  readonly secrets: readonly { readonly name: string; readonly what: string }[];
}

export interface Left {
  readonly what: string;
  readonly why: string;
}

/** Gathers what comes over. */
export class Gathered implements Imported {
  readonly checks: Readonly<Record<string, unknown>>[] = [];
  readonly routes: Readonly<Record<string, unknown>>[] = [];
  readonly left: Left[] = [];
  readonly secrets: { name: string; what: string }[] = [];
  readonly #schema: z.ZodType;
  readonly #names = new Set<string>();

  constructor(schema: z.ZodType) {
    this.#schema = schema;
  }

  leave(what: string, why: string): void {
    this.left.push({ what, why });
  }

  /** Takes a check, if it is one by our rules; else it is left, with what they say. Answers whether it was taken. */
  take(check: Readonly<Record<string, unknown>> & { readonly name: string }): boolean {
    const name = this.#free(check.name);
    const whole = plain({ ...check, name });
    const read = this.#schema.safeParse(whole);
    if (read.success) this.checks.push(whole);
    else this.leave(check.name, read.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join(' '));
    if (read.success) this.#names.add(name);
    return read.success;
  }

  /** Something was told in a way that can't come over: what it told can. */
  route(what: string, tag: string): void {
    this.routes.push({ name: tag, tags: [tag], steps: [{ to: ['here'] }] });
    this.leave(
      what,
      `what it sends with stays there. Its route ${tag} tells where the file says: write another place, a person or a notifier into it, docs/config.md.`,
    );
  }

  /** A secret in a check's place: its value is in no file. */
  secret(check: string, what: string): { readonly secret: string } {
    const name = `${word(check)}-${word(what)}`.slice(0, 100);
    if (!this.secrets.some((one) => one.name === name)) this.secrets.push({ name, what: `${what} of ${check}` });
    return { secret: name };
  }

  /** Two that were called the same are told apart. */
  #free(name: string): string {
    for (let n = 1; ; n++) {
      const free = n === 1 ? name : `${name} (${n})`;
      if (!this.#names.has(free)) return free;
    }
  }
}

export const gathering = async () => new Gathered(await checksPart.entry());

/** A tag, or a part of a secret's name: one word. */
export const word = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'unnamed';

/** Without what is undefined or empty, all the way down. */
function plain<T extends object>(value: T): T {
  return JSON.parse(JSON.stringify(value, (_, one) => (Array.isArray(one) && one.length === 0 ? undefined : one)));
}

/** Headers whose values are nobody's business. */
const secretHeaders = /authorization|cookie|token|secret|key|password/i;

/** Headers by name; what looks like a secret comes from the secrets. */
export function headersFrom(
  given: Readonly<Record<string, unknown>>,
  check: string,
  gathered: Gathered,
): Readonly<Record<string, unknown>> | undefined {
  const all = Object.entries(given).map(([name, value]) => [name, secretHeaders.test(name) ? gathered.secret(check, name) : String(value)] as const);
  return all.length === 0 ? undefined : Object.fromEntries(all);
}

/** `https://user:password@host`: the address without them, and them as what signs in. */
export function signedIn(url: string, check: string, gathered: Gathered) {
  const parsed = URL.parse(url);
  if (!parsed || parsed.username === '') return { url };
  const user = decodeURIComponent(parsed.username);
  parsed.username = '';
  parsed.password = '';
  return { url: parsed.href, auth: { basic: { user, password: gathered.secret(check, 'password') } } };
}
