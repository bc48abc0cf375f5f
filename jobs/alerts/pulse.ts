import { createHash } from 'node:crypto';
import type { Place, Speaker } from '../../shared/channel/inbound.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { withDeadline } from '../../shared/deadline.ts';
import { allowList } from '../../shared/net/allow.ts';
import { post } from '../../shared/net/post.ts';
import { collection } from '../../shared/store/store.ts';
import { timerId } from '../../shared/timers/timer-id.ts';
import type { Due } from '../../shared/timers/timers.ts';
import { tenantOf } from './incident.ts';
import { addressOf } from './notifiers/sent.ts';

/** A dead man's switch: an address that is called each minute, so that somebody else notices when that stops. */
export interface Pulse {
  readonly id: string;
  readonly place: Place;
  readonly from: Speaker;
  /** What people may see of the address, which is sealed. */
  readonly shown: string;
  /** What was undelivered at the last minute, and for how many minutes it has not become less. */
  readonly undelivered?: number;
  readonly behind?: number;
}

/** By id: one of a tenant. */
export const pulses = collection<Pulse>('pulses', {});

/** The hidden command that calls it; skills/alerts defines it. */
export const pulseCommand = 'pulse';

const everyMs = 60_000;
/** An alert that waits so long, ms, or deliveries that become no fewer for so many minutes: what is said isn't getting through. */
const lateMs = 120_000;
const behindMax = 5;
const callMs = 10_000;
const mark = 'pulse-';

export interface Pulses {
  /** Has an address called each minute from now on, in place of the one before. Answers null for what is none. */
  set(place: Place, from: Speaker, to: string): Promise<Pulse | null>;
  get(place: Pick<Place, 'channel' | 'tenant'>): Promise<Pulse | null>;
  /** Answers whether there was one. */
  remove(place: Place): Promise<boolean>;
  /** Calls it, unless alerts wait longer than they should; one that fails is left out, for the next comes in a minute. */
  beat(id: string, signal: AbortSignal): Promise<void>;
}

declare module '../../shared/command/context.ts' {
  interface Services {
    pulses: Pulses;
  }
}

const idOf = (place: Pick<Place, 'channel' | 'tenant'>) => createHash('sha256').update(tenantOf(place)).digest('hex').slice(0, 24);
const timerOf = ({ id, place }: Pulse) => timerId('incident', place.tenant, `${mark}${id}`);
const secretOf = (id: string) => `pulse/${id}`;

export function pulseBook({ store, secrets, timers, clock, env, inbox, log }: SkillDeps): Pulses {
  return {
    async set({ message: _, ...place }, from, to) {
      const address = addressOf(to.trim());
      if (!address) return null;
      const pulse = { id: idOf(place), place, from, shown: address.host };
      await secrets.put(secretOf(pulse.id), address.href);
      await store.put(pulses, pulse.id, pulse);
      await timers.arm(timerOf(pulse), clock.now(), clock.now());
      return pulse;
    },
    get: async (place) => (await store.get(pulses, idOf(place)))?.value ?? null,
    async remove(place) {
      const id = idOf(place);
      const was = (await store.get(pulses, id))?.value;
      if (!was) return false;
      await store.delete(pulses, id);
      await timers.disarm(timerOf(was));
      await secrets.delete(secretOf(id));
      return true;
    },
    async beat(id, signal) {
      const pulse = (await store.get(pulses, id))?.value;
      const sealed = pulse && (await secrets.get(secretOf(id)));
      if (!sealed) return;
      const { waiting, undelivered } = await inbox.depth();
      const behind = undelivered > 0 && undelivered >= (pulse.undelivered ?? 0) ? (pulse.behind ?? 0) + 1 : 0;
      await store.put(pulses, id, { ...pulse, undelivered, behind });
      const { oldestAt } = waiting.alert;
      if (behind > behindMax || (oldestAt !== null && clock.now() - oldestAt > lateMs)) return;
      const allow = allowList(env.BELLHOP_ALLOW_HOSTS);
      try {
        await withDeadline(callMs, signal, (ends) => post(new URL(sealed), { headers: {}, body: '', allow, signal: ends }));
      } catch (cause) {
        log.warn({ err: cause }, 'The dead man’s switch could not be reached.');
      }
    },
  };
}

/** The id of a pulse whose timer it is; null: it is an incident's. */
export const pulseOf = (timer: string): string | null => /\/pulse-([0-9a-f]{24})$/.exec(timer)?.[1] ?? null;

/** A minute is over: issues what calls it, so that it is called only while timers fire and commands run; and sets the next. */
export async function firePulse(
  id: string,
  due: Due,
  { store, timers, clock, issue }: Pick<SkillDeps, 'store' | 'timers' | 'clock' | 'issue'>,
): Promise<void> {
  const pulse = (await store.get(pulses, id))?.value;
  if (!pulse) return;
  const { place, from } = pulse;
  await issue({
    key: `pulse/${id}/${due.version}`,
    name: pulseCommand,
    raw: { args: { which: id } },
    from,
    place,
    priority: 'alert',
    saidAt: clock.now(),
  });
  const next = Math.max(clock.now(), due.version) + everyMs;
  await timers.arm(due.id, next, clock.now() + everyMs);
}
