import type { Place } from '../../shared/channel/inbound.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { tenantOf } from './incident.ts';
import { planOf } from './plan.ts';
import { covers, type MaintenanceWindow, spanOf } from './window.ts';

/** What is watched, as a window knows it. */
export interface Maintained {
  readonly name: string;
  readonly tags: readonly string[];
  readonly place: Pick<Place, 'channel' | 'tenant'>;
}

/** So long what was read is believed, ms: another process may change it. */
const believedMs = 10_000;

interface Known {
  readonly readAt: number;
  readonly windows: readonly MaintenanceWindow[];
  /** Of each, by its place: its next time, until that is over. */
  readonly spans: (ReturnType<typeof spanOf> | undefined)[];
}

export type IsInMaintenance = (watched: Maintained, at: number) => boolean | Promise<boolean>;

/** Whether something that is watched is in maintenance at an instant. Asked at each look of many: it reads a tenant's windows once in ten seconds, and is no promise in between. */
export function maintenanceOf({ store, clock }: Pick<SkillDeps, 'store' | 'clock'>): IsInMaintenance {
  const tenants = new Map<string, Known>();
  const isIn = ({ windows, spans }: Known, watched: Maintained, at: number) =>
    windows.some((window, i) => {
      let span = spans[i];
      if (span === undefined || (span !== null && at >= span.until)) {
        span = spanOf(window, at);
        spans[i] = span;
      }
      return span !== null && span.from <= at && at < span.until && covers(window, watched);
    });
  return (watched, at) => {
    const tenant = tenantOf(watched.place);
    const known = tenants.get(tenant);
    if (known && clock.now() - known.readAt < believedMs && clock.now() >= known.readAt) return isIn(known, watched, at);
    return planOf(store, watched.place).then(({ windows }) => {
      const read = { readAt: clock.now(), windows, spans: [] };
      tenants.set(tenant, read);
      return isIn(read, watched, at);
    });
  };
}
