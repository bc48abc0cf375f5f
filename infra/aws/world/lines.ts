import { BellhopError, errorOf } from '../../../shared/errors.ts';
import { scrubber } from '../../core/log/scrub.ts';

/** Log lines of a way in, which loads no more than it must: the same fields as Powertools writes in the other functions. Nothing is held back. */
export interface Lines {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface LinesOptions {
  /** As POWERTOOLS_SERVICE_NAME has it. */
  readonly service: string;
  /** Values that may stand in no line, once they are known. */
  readonly secrets: () => readonly string[];
  readonly write?: (line: string) => unknown;
}

/** Writes to where Lambda reads. */
export function jsonLines({ service, secrets, write = (line) => process.stdout.write(line) }: LinesOptions): Lines {
  const line = (level: string) => (fields: object, message: string) => {
    const { err, ...rest }: Readonly<Record<string, unknown>> = { ...fields };
    const told = err === undefined ? {} : { err: toldOf(err) };
    const head = { level, message, timestamp: new Date().toISOString(), service, ...traceOf(process.env._X_AMZN_TRACE_ID) };
    write(scrubber(secrets())(`${JSON.stringify({ ...head, ...rest, ...told })}\n`));
  };
  return { info: line('INFO'), warn: line('WARN'), error: line('ERROR') };
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
