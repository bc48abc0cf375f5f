import { errorOf } from '../../../shared/errors.ts';
import { scrubber } from '../../core/log/scrub.ts';

/** Log lines of a way in, which loads no more than it must: JSON as the other functions write it, below it nothing is held back. */
export interface Lines {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Writes to where Lambda reads. `secrets`: values that may stand in no line, once they are known. */
export function jsonLines(
  secrets: () => readonly string[] = () => [],
  write: (line: string) => unknown = (line) => process.stdout.write(line),
): Lines {
  const line = (level: string) => (fields: object, msg: string) => {
    const { err, ...rest }: Readonly<Record<string, unknown>> = { ...fields };
    const told = err === undefined ? {} : { err: told_(err) };
    write(scrubber(secrets())(`${JSON.stringify({ level, time: new Date().toISOString(), ...rest, ...told, msg })}\n`));
  };
  return { info: line('INFO'), warn: line('WARN'), error: line('ERROR') };
}

function told_(err: unknown) {
  const { name, message, stack, cause } = errorOf(err);
  return { name, message, stack, ...(cause === undefined ? {} : { cause: errorOf(cause).message }) };
}
