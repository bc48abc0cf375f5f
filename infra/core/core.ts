import type { Blobs } from '../../shared/blobs/blobs.ts';
import { linkTo } from '../../shared/blobs/link.ts';
import { channelsByName } from '../../shared/channel/bots.ts';
import type { Channel, Env } from '../../shared/channel/channel.ts';
import type { Inbound } from '../../shared/channel/inbound.ts';
import type { Clock } from '../../shared/clock.ts';
import { catalogueOf } from '../../shared/command/catalogue.ts';
import { formFor } from '../../shared/command/form.ts';
import type { InstallationStatus } from '../../shared/command/installation.ts';
import type { Skill, SkillDeps } from '../../shared/command/skill.ts';
import { acceptor } from '../../shared/flow/accept.ts';
import { deliverer } from '../../shared/flow/deliver.ts';
import { dispatcher } from '../../shared/flow/dispatch.ts';
import { givenFiles } from '../../shared/flow/given-files.ts';
import { issuer } from '../../shared/flow/issue.ts';
import { mender } from '../../shared/flow/mended.ts';
import type { Observer } from '../../shared/flow/observe.ts';
import { progress } from '../../shared/flow/progress.ts';
import { working } from '../../shared/flow/working.ts';
import type { Inbox } from '../../shared/inbox/inbox.ts';
import type { Limits } from '../../shared/limits/limits.ts';
import type { Mail } from '../../shared/mail/mail.ts';
import { sparing } from '../../shared/mail/suppressed.ts';
import type { Secrets } from '../../shared/secrets/secrets.ts';
import type { Series } from '../../shared/series/series.ts';
import type { Store } from '../../shared/store/store.ts';
import type { Timers } from '../../shared/timers/timers.ts';
import type { Log } from './log/log.ts';
import { servicesOf, timerHandler } from './skills.ts';

export interface CoreParts {
  readonly inbox: Inbox;
  readonly store: Store;
  readonly timers: Timers;
  readonly series: Series;
  readonly limits: Limits;
  /** As it goes out: the core keeps it from whom it must not reach. */
  readonly mail: Mail;
  readonly secrets: Secrets;
  readonly blobs: Blobs;
  /** BELLHOP_URL: links lead there. */
  readonly url: string;
  readonly clock: Clock;
  /** All settings. */
  readonly env: Env;
  readonly skills: readonly Skill[];
  readonly on: readonly Channel[];
  /** Of those that are off: what is said there is kept. */
  readonly away: readonly Channel[];
  readonly observer: Observer;
  readonly log: Log;
  status(): Promise<InstallationStatus>;
}

/** What runs, whichever drivers it stands on: the commands there are, and their way from acceptance to the reply. Throws SettingsError for skills that don't fit together. */
export function openCore({
  inbox,
  store,
  timers,
  series,
  limits,
  mail,
  secrets,
  blobs,
  url,
  clock,
  env,
  skills,
  on,
  away,
  observer,
  log,
  status,
}: CoreParts) {
  const catalogue = catalogueOf(skills.flatMap((skill) => skill.commands));
  const channels = channelsByName([...on, ...away]);
  const deps: SkillDeps = {
    store,
    timers,
    series,
    inbox,
    clock,
    mail: sparing(mail, { store, clock }),
    secrets,
    issue: issuer({ inbox, clock }),
    env,
    log,
    url,
    observer,
    catalogue: () => catalogue,
    status,
    speaks: (channel) => channels.get(channel)?.can.voice ?? false,
    proactive: (channel) => channels.get(channel)?.can.proactive ?? false,
    addressed: (to) => on.map((channel) => channel.addressed?.(to) ?? null).find((place) => place !== null) ?? null,
    optOut: (channel) => channels.get(channel)?.can.optOut ?? false,
    keeps: (channel) => channels.get(channel)?.can.proactive === false,
  };
  const link = (key: string, endsAt: number) => `${url}${linkTo(env.BELLHOP_KEY ?? '', key, endsAt)}`;
  const services = servicesOf(skills, deps);
  return {
    deps,
    services,
    form: (inbound: Inbound) => formFor(inbound.said, catalogue),
    accept: acceptor({ inbox, catalogue: () => catalogue, clock }),
    dispatch: dispatcher({
      catalogue: () => catalogue,
      store,
      channels,
      services,
      clock,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      observer,
      working: working({ channels }),
      progress: progress({ channels, store, limits, clock }),
      keepFiles: givenFiles({ blobs, clock, link }),
      inbox,
    }),
    deliver: deliverer({ channels, store, limits, clock, random: Math.random, observer, inbox, blobs }),
    /** What a refused token held back. */
    mend: mender({ channels, store, clock, inbox }),
    fire: timerHandler(skills, deps, log),
  };
}

export type Core = ReturnType<typeof openCore>;
