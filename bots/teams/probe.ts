import type { Clock } from '../../shared/clock.ts';
import { BellhopError } from '../../shared/errors.ts';
import { bearer } from './bearer.ts';
import { KeysUnavailable, signingKeys } from './keys.ts';
import { sending } from './limits.ts';
import type { TeamsSettings } from './settings.ts';

/** Asks Microsoft for a token with the app's id and password, and for the keys that deliveries are signed with; says what is wrong and how to mend it. */
export async function probeTeams(settings: TeamsSettings, tools: { clock: Clock; fetch: typeof fetch }, signal: AbortSignal) {
  try {
    await bearer({ ...settings, ...tools, deadlineMs: sending.deadlineMs }).token(signal);
    // Nobody has this key: what counts is that the list can be had.
    await signingKeys({ metadataUrl: settings.metadataUrl, ...tools }).find('');
    return { ok: true, detail: `Microsoft gives tokens to ${settings.appId}, and its signing keys can be had.` };
  } catch (error) {
    if (error instanceof KeysUnavailable) {
      return { ok: false, detail: error.message, hint: `See whether this machine can reach ${settings.metadataUrl}.` };
    }
    if (error instanceof BellhopError) return { ok: false, detail: error.message, ...(error.hint ? { hint: error.hint } : {}) };
    throw error;
  }
}
