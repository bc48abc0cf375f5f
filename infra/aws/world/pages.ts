import { own } from '#own';
import { blobsPath, keyOfLink } from '../../../shared/blobs/link.ts';
import type { Env } from '../../../shared/channel/channel.ts';
import { systemClock } from '../../../shared/clock.ts';
import { failure, ingress } from '../../../shared/flow/ingress.ts';
import { issuer } from '../../../shared/flow/issue.ts';
import { dynamodbStore } from '../../../shared/store/dynamodb/store.ts';
import { lazySeries } from '../../core/lazy-series.ts';
import { skillPages } from '../../core/skills.ts';
import type { Endpoint } from '../../http/endpoint.ts';
import { awsSettings } from '../environment.ts';
import { type HttpFunction, httpFunction } from '../events/http.ts';
import { openBlobs } from './blobs.ts';
import { dynamodbClient } from './clients.ts';
import { given } from './given.ts';
import { openMail } from './mail.ts';
import { traced } from './powertools.ts';
import { openSecrets } from './secrets.ts';
import { bySettings } from './settings.ts';
import { openTaking } from './taking.ts';
import { openTalking } from './talking.ts';

/** So long a browser has to follow to where the file itself is, ms. */
const followMs = 60_000;

/** The channels' own pages for people, links to files, and what skills and jobs show at addresses of their own: what they do there may seal a secret, and accepts no command. */
export function pagesFunction(env: Env = process.env): HttpFunction {
  const clock = systemClock;
  const { inbox } = openTaking(env);
  const table = { client: traced(dynamodbClient()), name: given(env, awsSettings.table) };
  const blobs = openBlobs(env, clock);
  const endpoints = bySettings(env, { clock, client: table.client }, (settings): Endpoint[] => {
    const store = dynamodbStore(table, { clock });
    const {
      on,
      observing: observer,
      rawMs,
    } = openTalking(settings, clock, {
      mail: openMail(settings, clock),
      kept: { store, secrets: openSecrets(settings, store, clock) },
    });
    const files: Endpoint = {
      method: 'GET',
      path: blobsPath,
      async answer({ path, query }) {
        const key = keyOfLink(settings.BELLHOP_KEY ?? '', `${path}?${query}`, clock.now());
        const address = key === null ? null : await blobs.link(key, clock.now() + followMs);
        if (address === null) return failure(404, 'no_file', 'This link has ended, or was never one.', 'Ask for the file again.');
        return { status: 302, headers: { location: address, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } };
      },
    };
    const pages = on.flatMap((channel) => {
      const answer = ingress({ channel, accept: () => Promise.reject(new TypeError('A page accepts no command.')), clock, observer });
      return channel.routes.filter(({ page }) => page).map((route) => ({ ...route, answer }));
    });
    const series = lazySeries(async () => (await import('../../../shared/series/aws/series.ts')).awsSeries({ table, blobs, clock, rawMs }));
    const deps = { store, series, clock, env: settings, issue: issuer({ inbox, clock }) };
    const shown = skillPages(own.skills).flatMap(({ methods, under, answer }) =>
      methods.map(
        (method): Endpoint => ({
          method,
          path: under,
          under: true,
          answer({ path, query, method: asked, headers, body }) {
            const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
            return answer(decoded(path.slice(under.length + 1)), deps, { query, isHead: asked === 'HEAD', headers: named, body: body.toString() });
          },
        }),
      ),
    );
    return [...pages, files, ...shown];
  });
  return httpFunction(endpoints, (cause) => void process.stderr.write(`A page could not be shown: ${cause}\n`));
}

/** Part of a path as it was meant; as it stands where it is no good encoding. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}
