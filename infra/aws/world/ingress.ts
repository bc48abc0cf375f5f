import { failure, ingress } from '../../../shared/flow/ingress.ts';
import type { Endpoint } from '../../http/endpoint.ts';
import { secretsIn } from '../../settings/channels.ts';
import type { Door } from '../doors/door.ts';
import { type HttpFunction, httpFunction } from '../events/http.ts';
import { bySettings } from './settings.ts';
import { openTaking } from './taking.ts';

/** A way in, of one channel or of several: verifies, keeps, acknowledges; two calls for a command. */
export function ingressFunction(doors: readonly Door[], env = process.env): HttpFunction {
  const { clock, lines, report, observing, accept, hide } = openTaking(env);

  const endpoints = bySettings(env, { clock, report }, (settings): Endpoint[] => {
    hide(secretsIn(settings, doors));
    return doors.flatMap((door) => {
      const opened = door.open(settings, { clock, random: Math.random, url: settings.BELLHOP_URL ?? '', env: settings });
      const answer =
        'off' in opened
          ? () => failure(503, 'off', `${door.name} is off.`, opened.off)
          : ingress({ channel: { name: door.name, ...opened }, accept, ...(door.form ? { form: door.form } : {}), clock, observer: observing });
      return door.routes.map((route) => ({ ...route, answer, refused: (reason) => observing.rejected(door.name, reason) }));
    });
  });
  return httpFunction(endpoints, (cause) => lines.error({ err: cause }, 'A request could not be taken.'));
}
