import type { Channel, Route } from '../../shared/channel/channel.ts';
import type { Clock } from '../../shared/clock.ts';
import { SendFailed } from '../../shared/errors.ts';
import { alexaLimits } from './limits.ts';
import { alexaReceive } from './receive.ts';
import { render } from './render.ts';
import { busy, respond } from './respond.ts';
import type { AlexaTrust } from './trust.ts';

export const alexaRoutes: readonly Route[] = [{ method: 'POST', path: '/alexa', types: ['application/json'] }];

/** What answers a person: the channel without what tells Amazon of it, for a way in that starts anew for each voice and loads no more than it needs. */
export const speaking = (found: AlexaTrust, clock: Clock): Channel => ({
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
});
