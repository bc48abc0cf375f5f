import type { Channel, ChannelModule } from '../../shared/channel/channel.ts';
import { alexaListing } from './listing.ts';
import { alexaSettings, settings } from './settings.ts';
import { smapi } from './smapi.ts';
import { alexaRoutes, speaking } from './speaking.ts';

/** Alexa, as a custom skill: one account with it is one conversation, and each answer is the response to a request. */
export const alexa: ChannelModule = {
  name: 'alexa',
  settings,
  routes: alexaRoutes,
  configure(env, { clock, url }) {
    const found = alexaSettings(env);
    if (!found) return { off: 'Set ALEXA_SKILL_ID to turn it on.' };
    const channel: Channel = {
      ...speaking(found, clock),
      listing: alexaListing({ ...found, url, smapi: found.smapi && smapi(found.skillId, found.smapi, clock) }),
      async publish() {
        return [
          { state: 'left', what: `Endpoint: HTTPS, ${url}/alexa` },
          { state: 'left', what: 'JSON Editor: the model that `bellhop commands apply alexa` writes or sets, when commands have changed' },
        ];
      },
      async probe(signal) {
        return reachable(found.certUrl, url, signal);
      },
    };
    return { on: channel };
  },
};

/** Alexa has no token to try; what can be wrong is that it can't reach us, or we its certificates. */
async function reachable(certUrl: string, url: string, signal: AbortSignal) {
  try {
    // Any status is an answer: the folder itself isn't listed.
    await (await fetch(certUrl, { signal, redirect: 'manual' })).body?.cancel();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, detail: `${certUrl} can't be reached: ${why}`, hint: 'Signing certificates come from there: let this machine reach it.' };
  }
  if (!url.startsWith('https://'))
    return {
      ok: false,
      detail: `Alexa calls https addresses alone, and BELLHOP_URL is ${url}`,
      hint: 'Set BELLHOP_URL to the https address of this machine.',
    };
  return { ok: true, detail: `The skill's endpoint is ${url}/alexa` };
}
