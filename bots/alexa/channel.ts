import type { Channel, ChannelModule, Route } from '../../shared/channel/channel.ts';
import { SendFailed } from '../../shared/errors.ts';
import { alexaLimits } from './limits.ts';
import { alexaListing } from './listing.ts';
import { alexaReceive } from './receive.ts';
import { render } from './render.ts';
import { busy, respond } from './respond.ts';
import { alexaSettings, settings } from './settings.ts';
import { smapi } from './smapi.ts';

export const alexaRoutes: readonly Route[] = [{ method: 'POST', path: '/alexa', types: ['application/json'] }];

/** Alexa, as a custom skill: one account with it is one conversation, and each answer is the response to a request. */
export const alexa: ChannelModule = {
  name: 'alexa',
  settings,
  routes: alexaRoutes,
  configure(env, { clock, url }) {
    const found = alexaSettings(env);
    if (!found) return { off: 'Set ALEXA_SKILL_ID to turn it on.' };
    const channel: Channel = {
      name: 'alexa',
      can: {
        buttons: 0,
        // Offered words carry them in the session's attributes, which are part of the response's 24 KB.
        tokenBytes: 300,
        text: alexaLimits.speechChars,
        images: true,
        edit: false,
        private: false,
        tables: false,
        voice: true,
        proactive: false,
      },
      limits: [],
      routes: alexaRoutes,
      receive: alexaReceive({ ...found, clock }),
      render,
      async send() {
        throw new SendFailed('alexa_cannot_start', "A skill can't start speaking: nothing is heard unless the person opens it.", {
          hint: 'Link another channel to be told there, or open the skill and say: what was the answer.',
        });
      },
      respond,
      busy,
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
