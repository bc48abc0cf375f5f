import { pino } from 'pino';
import type { Clock } from '../../../shared/clock.ts';
import { errorOf } from '../../../shared/errors.ts';
import { Limiter } from './limiter.ts';
import { pretty } from './pretty.ts';
import { scrubber } from './scrub.ts';

/** Takes one line of text, its end included. */
export interface Output {
  write(line: string): unknown;
}

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

export interface LogOptions {
  readonly level: string;
  readonly output: Output;
  /** For people to read, with colours; else JSON lines. */
  readonly pretty: boolean;
  /** Values that may stand in no line. */
  readonly secrets: readonly string[];
  readonly clock: Clock;
}

/** Makes the program's log. `fields.reason` is what lines are counted by; without one it is the message. An error goes into `err`. */
export function openLog({ level, output, pretty: forPeople, secrets, clock }: LogOptions): Log {
  const scrub = scrubber(secrets);
  const write = (line: string) => {
    const clean = scrub(line);
    output.write(forPeople ? pretty(clean) : clean);
  };
  const logger = pino({ level, base: null, timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"` }, { write });
  const limiter = new Limiter(clock, (to, reason, count) => logger[to]({ reason, count }, `${count} more lines like this were left out`));
  const limited = (to: 'info' | 'warn' | 'error') => (fields: object, message: string) => {
    if (!logger.isLevelEnabled(to)) return;
    const reason = 'reason' in fields && typeof fields.reason === 'string' ? fields.reason : message;
    if (limiter.passes(to, reason)) written(to, fields, message);
  };
  /** Whoever has something to tell goes on, whatever it is that they tell: an error may hold what can't be read. */
  const written = (to: 'info' | 'warn' | 'error', fields: object, message: string) => {
    try {
      logger[to](fields, message);
    } catch (cause) {
      const { err: _, ...rest } = { err: undefined, ...fields };
      logger[to]({ ...rest, unreadable: errorOf(cause).message }, message);
    }
  };
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: limited('info'),
    warn: limited('warn'),
    error: limited('error'),
    debugs: logger.isLevelEnabled('debug'),
    flush: () => limiter.flush(),
  };
}
