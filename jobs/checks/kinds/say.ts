import { meaningOf } from '../../../shared/net/status.ts';
import type { Finding } from '../kind.ts';
import type { Words } from './words/en.ts';
import { speak } from './words/speak.ts';

/** Why something isn't as it should be, in a person's language: a sentence's end, "refused the connection"; in German a sentence of its own. */
export function why({ code = 'unknown', values = {} }: Pick<Finding, 'code' | 'values'>, locale: string): string {
  const words = speak(locale);
  // A status says little to who doesn't know it by heart.
  const said = reason(code, code === 'status' ? { ...values, meaning: meaningOf(Number(values.status), locale) } : values, words);
  return values.led === undefined ? said : words.ledTo(String(values.led), said);
}

function reason(code: string, values: NonNullable<Finding['values']>, words: Words): string {
  if (code === 'deadline') return words.late[known(words.late, String(values.stage)) ?? 'unanswered'](`${Number(values.timeoutMs) / 1_000} s`);
  const failure = known(words.failures, code);
  if (failure === undefined) return words.unclear[known(words.unclear, String(values.phase)) ?? 'talk'](code);
  const says = words.failures[failure];
  return typeof says === 'string' ? says : says(values);
}

const known = <T extends object>(words: T, key: string): keyof T | undefined => (Object.hasOwn(words, key) ? (key as keyof T) : undefined);
