import type { Clock } from '../../../shared/clock.ts';
import { BellhopError, errorOf } from '../../../shared/errors.ts';
import { type Log, limitedLog } from '../../core/log/limited.ts';
import { scrubber } from '../../core/log/scrub.ts';

export interface LinesOptions {
  /** As POWERTOOLS_SERVICE_NAME has it. */
  readonly service: string;
  /** Values that may stand in no line, once they are known. */
  readonly secrets: () => readonly string[];
  readonly clock: Clock;
  readonly write?: (line: string) => unknown;
}

/** The log of a way in, which loads no more than it must: the same fields as Powertools writes in the other functions, to where Lambda reads; no debug lines. */
export function jsonLines({ service, secrets, clock, write = (line) => process.stdout.write(line) }: LinesOptions): Log {
  return limitedLog(
    {
      isEnabled: (level) => level !== 'debug',
      write(level, fields, message) {
        if (level === 'debug') return;
        const { err, ...rest }: Readonly<Record<string, unknown>> = { ...fields };
        const told = err === undefined ? {} : { err: toldOf(err) };
        const timestamp = new Date(clock.now()).toISOString();
        const head = { level: level.toUpperCase(), message, timestamp, service, ...traceOf(process.env._X_AMZN_TRACE_ID) };
        write(scrubber(secrets())(`${JSON.stringify({ ...head, ...rest, ...told })}\n`));
      },
    },
    clock,
  );
}

/** The trace of the event, by its root's id. */
function traceOf(header: string | undefined): { readonly xray_trace_id?: string } {
  const root = /(?:^|;)Root=([^;]+)/.exec(header ?? '')?.[1];
  return root === undefined ? {} : { xray_trace_id: root };
}

/** A bundle's classes have short names: the code says which error of ours it is. */
function toldOf(err: unknown) {
  const error = errorOf(err);
  const { name, message, stack, cause } = error;
  const code = error instanceof BellhopError ? { code: error.code } : {};
  return { name, ...code, message, stack, ...(cause === undefined ? {} : { cause: `${errorOf(cause).name}: ${errorOf(cause).message}` }) };
}
