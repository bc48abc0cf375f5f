import type { Env } from '../../../shared/channel/channel.ts';
import { systemClock } from '../../../shared/clock.ts';
import { ingress } from '../../../shared/flow/ingress.ts';
import { dynamodbStore } from '../../../shared/store/dynamodb/store.ts';
import type { Endpoint } from '../../http/endpoint.ts';
import { awsSettings } from '../environment.ts';
import { type HttpFunction, httpFunction } from '../events/http.ts';
import { dynamodbClient } from './clients.ts';
import { given } from './given.ts';
import { openMail } from './mail.ts';
import { traced } from './powertools.ts';
import { openSecrets } from './secrets.ts';
import { bySettings } from './settings.ts';
import { openTalking } from './talking.ts';

/** The channels' own pages for people: what they do there may seal a secret, and accepts no command. */
export function pagesFunction(env: Env = process.env): HttpFunction {
  const clock = systemClock;
  const table = { client: traced(dynamodbClient()), name: given(env, awsSettings.table) };
  const endpoints = bySettings(env, { clock }, (settings): Endpoint[] => {
    const store = dynamodbStore(table, { clock });
    const { on, observing: observer } = openTalking(settings, clock, {
      mail: openMail(settings, clock),
      kept: { store, secrets: openSecrets(settings, store, clock) },
    });
    return on.flatMap((channel) => {
      const answer = ingress({ channel, accept: () => Promise.reject(new TypeError('A page accepts no command.')), clock, observer });
      return channel.routes.filter(({ page }) => page).map((route) => ({ ...route, answer }));
    });
  });
  return httpFunction(endpoints, (cause) => void process.stderr.write(`A page could not be shown: ${cause}\n`));
}
