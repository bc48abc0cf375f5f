import { timingSafeEqual } from 'node:crypto';
import { isLoopback } from '../../../bots/web/door.ts';
import { measuresText } from '../metrics.ts';
import type { PageParts, Pages } from './app.ts';
import { problem } from './problem.ts';

/** `/metrics`: for this machine, and for whoever has the token. */
export function metricsPage(
  app: Pages,
  { door, metrics, measures, metricsToken }: Pick<PageParts, 'door' | 'metrics' | 'measures' | 'metricsToken'>,
): void {
  app.get('/metrics', async (c) => {
    const { headers, socket } = c.env.incoming;
    const given = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
    const isFromHere = isLoopback((socket.remoteAddress ?? '').replace(/^::ffff:/, '')) && door.isDirect(headers);
    if (!isFromHere && !(metricsToken !== undefined && given !== undefined && same(given, metricsToken))) {
      return problem(401, 'signed_out', 'Metrics are for this machine.', 'From another one send BELLHOP_METRICS_TOKEN as a bearer token.');
    }
    return c.body(`${await metrics.registry.metrics()}${measuresText(measures())}`, 200, { 'content-type': metrics.registry.contentType });
  });
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
