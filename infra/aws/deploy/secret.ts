import type { Finding } from '../../core/finding.ts';
import { awsSettings } from '../environment.ts';
import type { Account } from './account.ts';
import { refused } from './said.ts';
import { type SettingsChange, settingsChange } from './settings.ts';

export interface There {
  readonly finding: Finding;
  /** Null: the stage is not there yet. */
  readonly secret: string | null;
  readonly change: SettingsChange;
}

/** The secret of a stage that is there already, and what these settings change in it. Without an account that can be asked, as if it were not there. */
export async function secretThere(account: Account | null, stack: string, wanted: Readonly<Record<string, string>>): Promise<There> {
  const about = 'secret';
  const fresh = settingsChange({}, wanted);
  try {
    const secret = (await account?.variableOf(`${stack}-run-quick`, awsSettings.secret.name)) ?? null;
    if (!account || secret === null)
      return { finding: { about, state: 'ok', detail: `${stack} is not there yet: its secret is made with it` }, secret: null, change: fresh };
    const change = settingsChange(await account.settings(secret), wanted);
    return { finding: { about, state: 'ok', detail: words(change) }, secret, change };
  } catch (cause) {
    return { finding: refused(about, cause), secret: null, change: fresh };
  }
}

function words({ added, changed, kept }: SettingsChange): string {
  const parts = [
    ['new', added],
    ['changed', changed],
    ['kept, though not set here', kept],
  ] as const;
  return parts.flatMap(([what, names]) => (names.length === 0 ? [] : [`${what}: ${names.join(', ')}`])).join('; ') || 'it has the settings already';
}

/** A stage that was made just now has a BELLHOP_KEY of its own: what is set here goes beside it. */
export async function filled(account: Account, secret: string, wanted: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  const { next } = settingsChange(await account.settings(secret), wanted);
  await account.putSettings(secret, next);
  return next;
}
