import { en, type Words } from './words/en.ts';

/** Why there was no answer: `code` for programs, its words as a sentence's end for people ("refused the connection"). */
export class Failure extends Error {
  readonly code: string;
  readonly says: (words: Words) => string;

  constructor(code: string, says: (words: Words) => string, cause?: unknown) {
    super(says(en), cause === undefined ? undefined : { cause });
    this.code = code;
    this.says = says;
  }
}

/** What may well be plain HTTP, asked for with https://. */
export const withoutTls: ReadonlySet<string> = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']);

/** An error of a phase, put in words. */
export function failureOf(error: unknown, phase: 'dns' | 'connect' | 'tls' | 'http'): Failure {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  return new Failure(code, (words) => (isKnown(code) ? words.failures[code] : words.unclear[phase](code)), error);
}

const isKnown = (code: string): code is keyof Words['failures'] => Object.hasOwn(en.failures, code);
