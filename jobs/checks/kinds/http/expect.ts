import type { Attempt } from '../attempt.ts';
import { Failure } from '../failure.ts';
import { checkDays } from '../tls.ts';
import type { Answer } from './ask.ts';
import type { Expected } from './config.ts';

/** Whether the body's words are looked at. */
export const reads = ({ phrase, absent, json }: Expected) => phrase !== undefined || absent !== undefined || json !== undefined;

/** Throws Failure for the first thing that an answer is not as expected. */
export function judge(answer: Answer, expected: Expected, attempt: Attempt): void {
  const { status, phrase, absent, json, headers, withinMs } = expected;
  if (!isGood(answer.status, status)) throw new Failure('status', { status: answer.status });
  checkDays(expected.certificateDays, attempt);
  for (const [name, words] of Object.entries(headers ?? {})) {
    const value = answer.header(name.toLowerCase());
    if (value === undefined) throw new Failure('header_missing', { name });
    if (!value.includes(words)) throw new Failure('header_other', { name, words }, { detail: value });
  }
  if (reads(expected)) {
    const coding = answer.header('content-encoding');
    // It was asked not to; what it would unpack to has no bound.
    if (coding !== undefined && coding !== 'identity') throw new Failure('packed', { coding });
    if (phrase !== undefined && !answer.body.includes(phrase)) throw new Failure('phrase_missing', { phrase });
    if (absent !== undefined && answer.body.includes(absent)) throw new Failure('phrase_there', { phrase: absent });
    if (json) judgeJson(answer.body, json);
  }
  if (withinMs !== undefined && attempt.tookMs > withinMs) throw new Failure('slow', { tookMs: Math.round(attempt.tookMs), withinMs });
}

function isGood(status: number, good: Expected['status'] = '200-399'): boolean {
  return (Array.isArray(good) ? good : [good]).some((one) => {
    if (typeof one === 'number') return status === one;
    const [from, to = from] = one.split('-').map(Number);
    return from !== undefined && to !== undefined && status >= from && status <= to;
  });
}

function judgeJson(body: string, expected: NonNullable<Expected['json']>): void {
  let whole: unknown;
  try {
    whole = JSON.parse(body);
  } catch (cause) {
    throw new Failure('json_unreadable', {}, { cause });
  }
  for (const { path, is, above, below } of expected) {
    const value = valueAt(whole, path);
    if (value === undefined) throw new Failure('json_missing', { path });
    const fits =
      (is === undefined || value === is) && (above === undefined || numberOf(value) > above) && (below === undefined || numberOf(value) < below);
    if (!fits) throw new Failure('json_other', { path }, { detail: sayValue(value) });
  }
}

/** A list or an object may be nested deeper than anything that prints it can go. */
const sayValue = (value: unknown) => (Array.isArray(value) ? '[…]' : typeof value === 'object' && value !== null ? '{…}' : String(value));

/** A number, also one in a text; NaN for what is none, which is neither above nor below anything. */
const numberOf = (value: unknown) => (typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : Number.NaN);

/** `$.checks[0].name`, with or without the `$.`; undefined where there is nothing. */
export function valueAt(whole: unknown, path: string): unknown {
  let value = whole;
  for (const [, key] of path.replace(/^\$\.?/, '').matchAll(/([^.[\]]+)/g)) {
    if (typeof value !== 'object' || value === null || key === undefined || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
