import { pino } from 'pino';
import type { Clock } from '../../../shared/clock.ts';
import { type Log, limitedLog } from './limited.ts';
import { pretty } from './pretty.ts';
import { scrubber } from './scrub.ts';

export type { Log } from './limited.ts';

/** Takes one line of text, its end included. */
export interface Output {
  write(line: string): unknown;
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

/** Makes the program's log. */
export function openLog({ level, output, pretty: forPeople, secrets, clock }: LogOptions): Log {
  const scrub = scrubber(secrets);
  const write = (line: string) => {
    const clean = scrub(line);
    output.write(forPeople ? pretty(clean) : clean);
  };
  const logger = pino({ level, base: null, timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"` }, { write });
  return limitedLog({ write: (to, fields, message) => logger[to](fields, message), isEnabled: (to) => logger.isLevelEnabled(to) }, clock);
}
