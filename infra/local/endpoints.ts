import { channelsByName, labelOf } from '../../shared/channel/bots.ts';
import type { Channel } from '../../shared/channel/channel.ts';
import type { Inbound } from '../../shared/channel/inbound.ts';
import type { Clock } from '../../shared/clock.ts';
import { InboxFull } from '../../shared/errors.ts';
import type { Accept } from '../../shared/flow/accept.ts';
import { ingress } from '../../shared/flow/ingress.ts';
import type { Observer } from '../../shared/flow/observe.ts';
import { speakHere } from '../../shared/flow/speak-here.ts';
import { voice } from '../../shared/flow/voice.ts';
import type { Inbox, Outcome, Taken } from '../../shared/inbox/inbox.ts';
import type { Form } from '../../shared/reply/form.ts';
import type { Store } from '../../shared/store/store.ts';
import type { Endpoint } from '../http/endpoint.ts';
import type { Health } from './health.ts';

export interface EndpointParts {
  readonly on: readonly Channel[];
  readonly accept: Accept;
  readonly form: (inbound: Inbound) => Form | null;
  readonly dispatch: (taken: Taken) => Promise<Outcome>;
  readonly inbox: Inbox;
  readonly store: Store;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly health: Health;
}

/** The routes of the channels that are on, and whether we live. */
export function endpointsOf({ on, accept, form, dispatch, inbox, store, clock, observer, health }: EndpointParts): Endpoint[] {
  const names = on.map(labelOf);
  const channels = channelsByName(on);
  return [
    ...on.flatMap((channel) => {
      const run = speakHere({ channel: channel.name, dispatch, inbox, clock, observer });
      const speaks = channel.can.voice ? { voice: voice({ channel, channels, accept, run, inbox, store, clock, observer }) } : {};
      const answer = ingress({ channel, accept, form, clock, observer, ...speaks });
      const refused = (reason: string) => observer.rejected(channel.name, reason);
      return channel.routes.map((route): Endpoint => ({ ...route, answer, refused }));
    }),
    { method: 'GET', path: '/healthz', answer: () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: '{"status":"ok"}' }) },
    { method: 'GET', path: '/readyz', answer: () => health.readyz(names) },
  ];
}

/** For channels that fetch their deliveries themselves: accepts, and counts as the HTTP way does. */
export function countedAccept({ accept, clock, observer }: Pick<EndpointParts, 'accept' | 'clock' | 'observer'>): Accept {
  return async (inbound, options) => {
    const { channel } = inbound.place;
    const startedAt = clock.now();
    try {
      const accepted = await accept(inbound, options);
      if (accepted.known) observer.duplicate(channel);
      else observer.accepted(channel, clock.now() - startedAt);
      return accepted;
    } catch (cause) {
      observer.rejected(channel, cause instanceof InboxFull ? 'busy' : 'storage', cause);
      throw cause;
    }
  };
}
