import type { Channel } from '../../shared/channel/channel.ts';
import type { Texts } from '../../shared/texts/texts.ts';
import { awsTenant } from './arrived.ts';
import { smsCan, smsRates } from './limits.ts';
import { addressed, busy } from './receive.ts';
import { render } from './render.ts';
import { sender } from './send.ts';

/** Text messages from the installation's own number: what people write comes by a queue, not by HTTP. */
export const byAws = (texts: Texts): Channel => ({
  name: 'sms',
  can: smsCan,
  limits: smsRates(texts.from),
  routes: [],
  receive: () => ({ kind: 'refused', reason: 'no_route', ack: { status: 404 } }),
  addressed: (to) => addressed(to, awsTenant),
  render,
  send: sender(texts),
  busy,
  publish: async () => [
    {
      state: 'left',
      what: `Where messages to ${texts.from} go, in AWS End User Messaging, at the number, "Two-way SMS": on, to the SNS topic of the stage that ends in -texts`,
    },
  ],
});
