import type { Table } from '../../../shared/aws/table.ts';
import { labelOf, pathOf, takingAs } from '../../../shared/channel/bots.ts';
import type { ChannelKept } from '../../../shared/channel/channel.ts';
import type { Clock } from '../../../shared/clock.ts';
import { failure, ingress } from '../../../shared/flow/ingress.ts';
import type { Endpoint } from '../../http/endpoint.ts';
import { botsIn, envOf } from '../../settings/bots.ts';
import { secretsIn } from '../../settings/channels.ts';
import type { Door } from '../doors/door.ts';
import { type HttpFunction, httpFunction } from '../events/http.ts';
import { bySettings } from './settings.ts';
import { openTaking } from './taking.ts';

export interface IngressOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** For doors of channels that keep something. */
  readonly keptIn?: (table: Table, clock: Clock) => ChannelKept;
}

/** A way in, of one channel or of several: verifies, keeps, acknowledges; two calls for a command. */
export function ingressFunction(doors: readonly Door[], { env = process.env, keptIn }: IngressOptions = {}): HttpFunction {
  const { clock, lines, report, table, observing, accept, hide } = openTaking(env);
  const kept = keptIn?.(table, clock);

  const endpoints = bySettings(env, { clock, client: table.client, report }, (settings): Endpoint[] => {
    hide(secretsIn(settings, doors));
    const tools = { clock, random: Math.random, url: settings.BELLHOP_URL ?? '', env: settings, ...(kept && { kept }) };
    return doors.flatMap((door) =>
      botsIn(settings, door).flatMap((bot) => {
        const opened = door.open(envOf(settings, door, bot), { ...tools, bot });
        const answer =
          'off' in opened
            ? () => failure(503, 'off', `${labelOf({ name: door.name, bot })} is off.`, opened.off)
            : ingress({
                channel: { name: door.name, ...takingAs(opened, bot) },
                accept,
                ...(door.form ? { form: door.form } : {}),
                clock,
                observer: observing,
              });
        const refused = (reason: string) => observing.rejected(door.name, reason);
        return door.routes.map((route) => ({ ...route, path: pathOf(route.path, bot), answer, refused }));
      }),
    );
  });
  return httpFunction(endpoints, (cause) => lines.error({ err: cause }, 'A request could not be taken.'));
}
