import { createHash } from 'node:crypto';
import type { Place } from '../../shared/channel/inbound.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { allowList } from '../../shared/net/allow.ts';
import { sayLength } from '../../shared/time/sayLength.ts';
import { type Incident, incidents, tenantOf } from './incident.ts';
import type { Given, Notifier } from './notifiers/notifier.ts';
import { type AlertPlans, type NamedNotifier, planOf } from './plan.ts';
import { speak } from './words/speak.ts';

type Where = Pick<Place, 'channel' | 'tenant'>;

export interface Notifiers {
  /** The kinds there are. */
  kinds(): Promise<readonly string[]>;
  /** Seals what it was given, and keeps it under its name; one of that name is replaced. Answers null for what this kind doesn't take. */
  set(place: Where, named: Omit<NamedNotifier, 'shown'>, given: Given): Promise<NamedNotifier | null>;
  /** Not while a route goes to it. */
  remove(place: Where, name: string): Promise<'removed' | 'used' | 'unknown'>;
  /** Has it tell an incident as it stands now. Nothing is told of what is gone, or what it doesn't follow. Throws SendFailed, and Refusal. */
  send(which: string, name: string, key: string, signal: AbortSignal): Promise<void>;
}

declare module '../../shared/command/context.ts' {
  interface Services {
    notifiers: Notifiers;
  }
}

/** Loaded when something is told: most processes never do. */
const all = async () => (await import('./notifiers/index.ts')).notifiers;

export function notifierBook(
  { store, secrets, env, clock, mail }: Pick<SkillDeps, 'store' | 'secrets' | 'env' | 'clock' | 'mail'>,
  plans: AlertPlans,
): Notifiers {
  const known = async (kind: string): Promise<Notifier | undefined> => (await all()).find((one) => one.kind === kind);
  return {
    kinds: async () => (await all()).map(({ kind }) => kind),
    async set(place, named, given) {
      const notifier = await known(named.kind);
      const shown = notifier?.shown(given);
      if (shown == null) return null;
      const made = { ...named, shown };
      await secrets.put(secretOf(place, named.name), JSON.stringify(given));
      await plans.change(place, (plan) => {
        const others = plan.notifiers.filter(({ name }) => name !== named.name);
        return { ...plan, notifiers: [...others, made] };
      });
      return made;
    },
    async remove(place, name) {
      const { notifiers, routes } = await plans.get(place);
      if (routes.some(({ steps }) => steps.some(({ targets }) => targets.some((one) => one.to === 'notifier' && one.name === name)))) return 'used';
      if (!notifiers.some((one) => one.name === name)) return 'unknown';
      await plans.change(place, (plan) => ({ ...plan, notifiers: plan.notifiers.filter((one) => one.name !== name) }));
      await secrets.delete(secretOf(place, name));
      return 'removed';
    },
    async send(which, name, key, signal) {
      const incident = (await store.get(incidents, which))?.value;
      const named = incident && (await planOf(store, incident.place)).notifiers.find((one) => one.name === name);
      const notifier = named && (await known(named.kind));
      if (!incident || !notifier || (incident.state !== 'open' && !notifier.follows.includes(incident.state))) return;
      const sealed = await secrets.get(secretOf(incident.place, name));
      if (sealed === null) return;
      const given: Given = JSON.parse(sealed);
      const { locale } = named;
      await notifier.send({ incident, key, locale, text: textOf(incident, locale, clock.now()) }, given, {
        env,
        mail,
        allow: allowList(env.BELLHOP_ALLOW_HOSTS),
        signal,
        now: () => clock.now(),
      });
    },
  };
}

const secretOf = (place: Where, name: string) =>
  `notifier/${createHash('sha256')
    .update(`${tenantOf(place)}|${name}`)
    .digest('hex')
    .slice(0, 32)}`;

function textOf({ what, why, state, by, openedAt, closedAt }: Incident, locale: string, now: number): string {
  const say = speak(locale);
  if (state === 'closed') return say.over(what, sayLength((closedAt ?? now) - openedAt, locale));
  return state === 'acknowledged' && by ? say.has(by.name, what) : `${what}: ${why}`;
}
