import type { Values } from '../kind.ts';

/** Why there was no good answer: `code` for programs; say.ts puts it in words. */
export class Failure extends Error {
  readonly code: string;
  readonly values: Values;
  readonly detail: string | undefined;

  constructor(code: string, values: Values = {}, { detail, cause }: { detail?: string; cause?: unknown } = {}) {
    super(code, cause === undefined ? undefined : { cause });
    this.code = code;
    this.values = values;
    this.detail = detail;
  }

  /** What was asked for did answer: it is where it led that failed. */
  ledTo(host: string): Failure {
    return new Failure(this.code, { ...this.values, led: host }, { cause: this });
  }
}

export type Phase = 'dns' | 'connect' | 'tls' | 'http' | 'talk';

/** An error of a phase, as a failure; one that is a failure already stays as it is. */
export function failureOf(error: unknown, phase: Phase): Failure {
  if (error instanceof Failure) return error;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  return new Failure(code, { phase }, { cause: error });
}
