import type { Place } from '../../shared/channel/inbound.ts';
import { channelTitle } from '../../shared/channel/title.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { Refusal } from '../../shared/errors.ts';
import { tenantsOf } from '../../shared/people/behind.ts';
import type { PersonId } from '../../shared/people/person.ts';
import type { Part } from '../../shared/series/series.ts';
import { change } from '../../shared/store/change.ts';
import { toldAt } from '../place.ts';
import { badgesPath } from './badge.ts';
import { type Check, checks, everyMaxMs, idOf } from './check.ts';
import type { Engine } from './engine.ts';
import { forgetLater } from './gone.ts';
import { heartbeatsPath, tokenOf } from './heartbeat.ts';
import { type CheckState, checkStates, fresh } from './judge.ts';
import { kindOf, readTarget, type Target } from './kinds/index.ts';
import { tell } from './look.ts';
import { begin } from './minute.ts';
import { speak } from './words/speak.ts';

/** Checks that one tenant may have. */
export const checksMax = 10_000;
const writeTries = 20;

/** A check and what is known of it. */
export interface Standing {
  readonly check: Check;
  readonly state: CheckState;
}

export interface Checks {
  /** What words mean, looked at so often, ms: "example.com", "tcp example.com:5432"; null: nothing that can be looked at. */
  read(words: string, everyMs: number): Promise<(Target & { readonly name: string; readonly everyMs: number }) | null>;
  /** Keeps it, and looks at it soon. Made again under its key, it stays one. Throws Refusal for one too many, and where nobody could be told. */
  add(key: string, check: Omit<Check, 'id' | 'madeAt'>): Promise<Check>;
  /** Brings back one that was taken away, as it was: within a day with what it saw. */
  restore(check: Check): Promise<void>;
  /** Answers null when there is none. */
  change(id: string, to: (before: Check) => Check): Promise<Check | null>;
  /** Takes it away; its incident is closed, and what it saw is forgotten in a day. Answers null when there was none. */
  remove(id: string): Promise<Standing | null>;
  /** Those of a place's tenant, and of each where a person is at home too, by name. May miss what changed in the last seconds. */
  list(place: Place, person: PersonId): Promise<readonly Standing[]>;
  get(id: string): Promise<Standing | null>;
  /** Where what reports in by itself does so; null for what is looked at. */
  address(check: Check): string | null;
  /** Of its picture, for whoever knows it. */
  badge(check: Check): string;
  /** What it saw in a range, ms since 1970, in so many equal parts; exact, see shared/series. May miss the last seconds. */
  seen(id: string, range: { readonly from: number; readonly to: number }, parts?: number): Promise<readonly Part[]>;
}

declare module '../../shared/command/context.ts' {
  interface Services {
    checks: Checks;
  }
}

export function checkBook({ store, clock, proactive, keeps, issue, timers, series, url, env }: SkillDeps, engine: Engine): Checks {
  async function standing(check: Check): Promise<Standing> {
    const known = engine.get(check.id)?.state ?? (await store.get(checkStates, check.id))?.value;
    return { check, state: known ?? fresh(check.madeAt) };
  }

  async function ofTenant(partition: string): Promise<readonly Check[]> {
    const found: Check[] = [];
    let after: string | undefined;
    do {
      const page = await store.query(checks, {
        index: 'tenant',
        partition,
        limit: 1_000,
        ...(after === undefined ? {} : { after }),
      });
      found.push(...page.items.map(({ value }) => value));
      after = page.next ?? undefined;
    } while (after !== undefined);
    return found;
  }

  return {
    async read(words, saidMs) {
      const target = await readTarget(words);
      if (!target) return null;
      const kind = await kindOf(target.kind);
      if (!kind) return null;
      const { config, everyMs } = kind.paced?.(target.config, saidMs) ?? { config: target.config, everyMs: Math.min(everyMaxMs, saidMs) };
      return { kind: target.kind, config, everyMs, name: kind.target(config) };
    },
    async add(key, check) {
      const id = idOf(key);
      const made: Check = { ...check, id, madeAt: clock.now() };
      const say = speak(check.locale);
      const told = await toldAt(check, { store, proactive, keeps });
      // Kept until they come back is no alert.
      if (!told || told.how === 'when they come')
        throw new Refusal('check_unreachable', say.unreachable(channelTitle(check.place.channel)), { hint: say.elsewhere });
      if ((await ofTenant(`${check.place.channel}/${check.place.tenant}`)).length >= checksMax)
        throw new Refusal('too_many_checks', say.tooMany(checksMax), { hint: say.takeSomeAway });
      const { value } = await change(store, checks, id, (before) => (before ? null : made), writeTries);
      const kept = value ?? made;
      await begin(store);
      engine.put(kept);
      return kept;
    },
    async restore(check) {
      const { value } = await change(store, checks, check.id, (before) => (before ? null : check), writeTries);
      await begin(store);
      engine.put(value ?? check);
    },
    async change(id, to) {
      const { value } = await change(store, checks, id, (before) => before && to(before), writeTries);
      if (value) engine.put(value);
      return value;
    },
    async remove(id) {
      const found = await store.get(checks, id);
      if (!found) return null;
      const turn = engine.get(id);
      // A look that is under way may just have opened an incident.
      await engine.drop(id);
      const gone = turn ? { check: found.value, state: turn.state } : await standing(found.value);
      const { openedAt } = gone.state;
      if (openedAt !== undefined)
        await tell(gone.check, { state: 'close', openedAt, why: speak(gone.check.locale).watchedNoMore }, clock.now(), issue);
      // Before it is gone, so that nothing of it stays behind.
      await forgetLater(gone.check, clock.now(), timers);
      await store.delete(checks, id);
      await store.delete(checkStates, id);
      return gone;
    },
    list: async (place, person) => {
      const found = (await Promise.all((await tenantsOf(store, person, place)).map(ofTenant))).flat();
      return Promise.all(found.sort((one, other) => (one.name < other.name ? -1 : 1)).map(standing));
    },
    async get(id) {
      const found = await store.get(checks, id);
      return found && standing(found.value);
    },
    address: ({ id, kind }) => (kind === 'heartbeat' ? `${url}${heartbeatsPath}/${tokenOf(env.BELLHOP_KEY ?? '', id)}` : null),
    badge: ({ id }) => `${url}${badgesPath}/${id}.svg`,
    seen: (id, { from, to }, parts = 1) => series.read(id, from, to, parts),
  };
}
