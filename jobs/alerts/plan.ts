import type { Place } from '../../shared/channel/inbound.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { change } from '../../shared/store/change.ts';
import { collection } from '../../shared/store/store.ts';
import { type OnDuty, onDuty, type Rotation, turnAt } from './duty.ts';
import { tenantOf } from './incident.ts';
import type { Route } from './route.ts';
import { type MaintenanceWindow, spanOf } from './window.ts';

/** What a tenant has said about its alerts: one record, read whole when an incident opens. */
export interface Plan {
  readonly routes: readonly Route[];
  readonly rotations: readonly Rotation[];
  readonly notifiers: readonly NamedNotifier[];
  readonly windows: readonly MaintenanceWindow[];
}

/** A notifier that routes go to; what it was given is sealed. */
export interface NamedNotifier {
  /** In lower case. */
  readonly name: string;
  readonly kind: string;
  /** What people may see of where it sends. */
  readonly shown: string;
  /** The language that it speaks. */
  readonly locale: string;
}

export const plans = collection<Plan>('alert_plans', {});

const nothing: Plan = { routes: [], rotations: [], notifiers: [], windows: [] };
const writeTries = 20;

export interface AlertPlans {
  /** A place's tenant's. */
  get(place: Pick<Place, 'channel' | 'tenant'>): Promise<Plan>;
  /** Changes it by a function that may be asked again, and answers what stands then; null from it leaves it as it is. */
  change(place: Pick<Place, 'channel' | 'tenant'>, to: (before: Plan) => Plan | null): Promise<Plan>;
  /** Who is on duty at an instant; null: there is no such rotation. */
  onDuty(place: Pick<Place, 'channel' | 'tenant'>, rotation: string, at: number): Promise<OnDuty | null>;
  /** The time of a maintenance window that is now, or else the next one; null: none comes any more. */
  spanOf(window: MaintenanceWindow, at: number): { readonly from: number; readonly until: number } | null;
  /** Where an address of mail, or a telephone number, is told something, whoever reads it; null for what is none, or none that can be reached from here. */
  addressed(to: string): Place | null;
}

declare module '../../shared/command/context.ts' {
  interface Services {
    alertPlans: AlertPlans;
  }
}

export const planOf = async (store: Pick<SkillDeps['store'], 'get'>, place: Pick<Place, 'channel' | 'tenant'>): Promise<Plan> => ({
  ...nothing,
  ...(await store.get(plans, tenantOf(place)))?.value,
});

export function planBook({ store, clock, addressed }: Pick<SkillDeps, 'store' | 'clock' | 'addressed'>): AlertPlans {
  return {
    get: (place) => planOf(store, place),
    async change(place, to) {
      const { value } = await change(
        store,
        plans,
        tenantOf(place),
        (before) => {
          const after = to({ ...nothing, ...before });
          const now = clock.now();
          return (
            after && {
              ...after,
              rotations: after.rotations.map((one) => broughtUp(one, now)),
              windows: after.windows.filter((one) => spanOf(one, now) !== null),
            }
          );
        },
        writeTries,
      );
      return value ?? nothing;
    },
    async onDuty(place, name, at) {
      const found = (await planOf(store, place)).rotations.find((one) => one.name === name);
      return found ? onDuty(found, at) : null;
    },
    spanOf,
    addressed,
  };
}

/** With its turn as it is now, so that no reader counts far, and without who stood in once. */
function broughtUp(rotation: Rotation, now: number): Rotation {
  const { member, at } = turnAt(rotation, now);
  return { ...rotation, turn: { member, at }, overrides: rotation.overrides.filter(({ until }) => until > now) };
}
