import type { Clock } from '../../../shared/clock.ts';
import { errorOf } from '../../../shared/errors.ts';
import { Limiter } from './limiter.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Log lines with a reason: at most 10 a second for one reason, then one with the count. `debug` and below are never held back. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** Whether debug lines go anywhere: don't make them when they don't. */
  readonly debugs: boolean;
  /** Writes the counts of what was held back so far. */
  flush(): void;
}

/** Writes each line that it is given. */
export interface LineWriter {
  write(level: LogLevel, fields: object, message: string): void;
  /** Whether such lines go anywhere. */
  isEnabled(level: LogLevel): boolean;
}

/** Holds lines of one reason back when they are too many. `fields.reason` is what lines are counted by; without one it is the message. An error goes into `err`. */
export function limitedLog(lines: LineWriter, clock: Clock): Log {
  const limiter = new Limiter(clock, (to, reason, count) => lines.write(to, { reason, count }, `${count} more lines like this were left out`));
  const limited = (to: 'info' | 'warn' | 'error') => (fields: object, message: string) => {
    if (!lines.isEnabled(to)) return;
    const reason = 'reason' in fields && typeof fields.reason === 'string' ? fields.reason : message;
    if (!limiter.passes(to, reason)) return;
    written(to, fields, message);
    limiter.wrote(to, reason);
  };
  /** Whoever has something to tell goes on, whatever it is that they tell: an error may hold what can't be read. */
  const written = (to: LogLevel, fields: object, message: string) => {
    try {
      lines.write(to, fields, message);
    } catch (cause) {
      const { err: _, ...rest } = { err: undefined, ...fields };
      lines.write(to, { ...rest, unreadable: errorOf(cause).message }, message);
    }
  };
  return {
    debug: (fields, message) => lines.write('debug', fields, message),
    info: limited('info'),
    warn: limited('warn'),
    error: limited('error'),
    debugs: lines.isEnabled('debug'),
    flush: () => limiter.flush(),
  };
}
