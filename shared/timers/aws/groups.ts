import { createHash } from 'node:crypto';
import { CreateScheduleGroupCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import { called } from '../../aws/call.ts';
import { tenantIn } from '../timer-id.ts';

/** EventBridge Scheduler: the most characters of a group's name. */
const nameMax = 64;
const hashLength = 12;

/** A tenant's group by name. Of what Scheduler takes in names; what must be changed for that, or cut, has a hash behind it, so that no two tenants share a group. */
export function tenantGroup(stageGroup: string, tenant: string): string {
  const name = `${stageGroup}-${tenant}`;
  if (name.length <= nameMax && /^[\w.-]+$/.test(name)) return name;
  const hash = createHash('sha256').update(tenant).digest('hex').slice(0, hashLength);
  return `${name.replaceAll(/[^\w.-]/g, '_').slice(0, nameMax - hashLength - 1)}-${hash}`;
}

/**
 * The groups of a stage's schedules: one for each tenant, made when it is first needed, and the stage's own. The stage's own has what names no tenant, and what came when the account had
 * as many groups as it may (500 by default; EventBridge Scheduler User Guide, Quotas). Which those are is remembered as long as the process lives.
 */
export function scheduleGroups(client: Pick<SchedulerClient, 'send'>, stageGroup: string) {
  const refused = new Set<string>();

  return {
    isOurs: (group: string) => group === stageGroup || group.startsWith(`${stageGroup}-`),

    /** Where the schedule of a timer is looked for, in this order. */
    of(timer: string): readonly string[] {
      const tenant = tenantIn(timer);
      const group = tenant === null ? stageGroup : tenantGroup(stageGroup, tenant);
      return group === stageGroup || refused.has(group) ? [stageGroup] : [group, stageGroup];
    },

    /** Makes a tenant's group; one that is there is the same. Answers false when there may be no more. Throws StorageFailed. */
    async make(group: string): Promise<boolean> {
      return called("A tenant's group of schedules", async (abortSignal) => {
        try {
          await client.send(new CreateScheduleGroupCommand({ Name: group }), { abortSignal });
        } catch (cause) {
          const name = cause instanceof Error ? cause.name : '';
          if (name === 'ServiceQuotaExceededException') refused.add(group);
          else if (name !== 'ConflictException') throw cause;
        }
        return !refused.has(group);
      });
    },
  };
}
