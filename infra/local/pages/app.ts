import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { Door } from '../../../bots/web/door.ts';
import type { Blobs } from '../../../shared/blobs/blobs.ts';
import type { Channel } from '../../../shared/channel/channel.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { AnyCommand } from '../../../shared/command/define.ts';
import type { InstallationStatus } from '../../../shared/command/installation.ts';
import type { Measure, PageDeps, SkillPage } from '../../../shared/command/skill.ts';
import type { Accept } from '../../../shared/flow/accept.ts';
import type { KeptBook } from '../../../shared/flow/kept.ts';
import type { Inbox, Outcome, Taken } from '../../../shared/inbox/inbox.ts';
import type { Secrets } from '../../../shared/secrets/secrets.ts';
import type { Store } from '../../../shared/store/store.ts';
import type { Installation } from '../../config/world.ts';
import type { Log } from '../../core/log/log.ts';
import type { Arrived } from '../arrivals.ts';
import type { Metrics } from '../metrics.ts';
import { blobsPage } from './blobs.ts';
import { configPage } from './config.ts';
import { metricsPage } from './metrics.ts';
import { mine } from './mine.ts';
import { problem } from './problem.ts';
import { publishedPage } from './published.ts';
import { secretsPage } from './secrets.ts';
import { page, simulator } from './simulator.ts';
import { skillPages } from './skills.ts';

export interface PageParts {
  readonly on: readonly Channel[];
  readonly door: Door;
  readonly metrics: Metrics;
  /** Those of skills and jobs. */
  readonly skillPages: readonly SkillPage[];
  readonly deps: PageDeps;
  /** Gauges of skills. */
  measures(): readonly Measure[];
  readonly metricsToken: string | undefined;
  readonly accept: Accept;
  readonly arrived: Arrived;
  readonly kept: Pick<KeptBook, 'tell'>;
  readonly dispatch: (taken: Taken) => Promise<Outcome>;
  readonly inbox: Inbox;
  readonly store: Store;
  readonly secrets: Secrets;
  readonly blobs: Pick<Blobs, 'get'>;
  /** BELLHOP_KEY, by which links to blobs are signed. */
  readonly key: string;
  /** All that there are, hidden ones too. */
  readonly commands: readonly AnyCommand[];
  readonly clock: Clock;
  /** What a file of checks and schedules is applied to. */
  readonly installation: Installation;
  status(): Promise<InstallationStatus>;
  readonly log: Log;
  /** Ends the streams when the process stops. */
  readonly signal: AbortSignal;
  /** BELLHOP_URL. */
  readonly url: string;
}

export type Pages = Hono<{ Bindings: HttpBindings }>;

/** Everything that isn't a platform's route: pages for people, metrics, and the CLI's own routes. */
export function pages(parts: PageParts): Pages {
  const app: Pages = new Hono();
  app.use(async (c, next) => {
    const allow = methodsAt(app, c.req.path);
    if (allow.length === 0 || allow.includes(c.req.method)) return next();
    return problem(405, 'method', `${c.req.path} takes ${allow.join(', ')}.`, undefined, { allow: allow.join(', ') });
  });
  app.get('/', (c) => c.redirect('/simulator'));
  app.get('/login', (c) => {
    const cookie = parts.door.cookieFor(c.req.query('token') ?? '', parts.url.startsWith('https:'));
    if (cookie === null) {
      if (c.req.header('accept')?.includes('text/html')) return page('sign-in.html', 401);
      return problem(401, 'signed_out', 'This link does not sign in here.', 'Take the one that the server prints when it starts.');
    }
    return new Response(null, { status: 303, headers: { location: '/simulator', 'set-cookie': cookie, 'referrer-policy': 'no-referrer' } });
  });
  metricsPage(app, parts);
  simulator(app, parts);
  mine(app, parts);
  publishedPage(app, parts);
  secretsPage(app, parts);
  configPage(app, parts);
  blobsPage(app, parts);
  skillPages(app, parts);
  app.notFound((c) => problem(404, 'not_found', `There is nothing at ${c.req.path}.`));
  app.onError((cause, c) => {
    parts.log.error({ err: cause, path: c.req.path }, 'A page met a defect.');
    return problem(500, 'internal', 'Something is wrong on our side.', 'The log has the details.');
  });
  return app;
}

/** The methods that a path has pages for. */
function methodsAt(app: Pages, path: string): string[] {
  const parts = path.split('/');
  const isHere = (pattern: string) => {
    const wanted = pattern.split('/');
    return wanted.length === parts.length && wanted.every((part, i) => part.startsWith(':') || part === parts[i]);
  };
  // Middleware is there for ALL methods, and no page.
  return app.routes.flatMap(({ method, path: pattern }) => {
    if (method === 'ALL' || !isHere(pattern)) return [];
    return method === 'GET' ? ['GET', 'HEAD'] : [method];
  });
}
