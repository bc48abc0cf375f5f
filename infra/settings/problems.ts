import { BellhopError, SettingsError } from '../../shared/errors.ts';

/** All that is wrong with the settings, listed at once. */
export class BadSettings extends BellhopError {
  readonly problems: readonly SettingsError[];

  constructor(problems: readonly SettingsError[]) {
    const lines = problems.map((problem) => `  - ${problem.message}${problem.hint ? ` ${problem.hint}` : ''}`);
    super('settings', `${problems.length === 1 ? 'A setting is' : `${problems.length} settings are`} wrong:\n${lines.join('\n')}`, {
      hint: 'Mend them in the environment or in .env; `bellhop doctor` tries each one.',
    });
    this.problems = problems;
  }
}

/** Collects what `read` throws as a SettingsError instead of stopping at the first. Answers undefined for what failed. */
export function collecting(problems: SettingsError[]): <T>(read: () => T) => T | undefined {
  return (read) => {
    try {
      return read();
    } catch (cause) {
      if (cause instanceof BadSettings) problems.push(...cause.problems);
      else if (cause instanceof SettingsError) problems.push(cause);
      else throw cause;
      return undefined;
    }
  };
}
