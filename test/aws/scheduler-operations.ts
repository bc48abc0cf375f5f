import type { Clock } from '../../shared/clock.ts';
import type { Schedule, ScheduleBook } from './scheduler-book.ts';
import { asked, token } from './scheduler-requests.ts';
import type { Operation } from './scheduler-throttle.ts';

/** The model's routes: restJson. */
export const routes: Readonly<Record<string, Operation>> = {
  'POST schedules/NAME': 'CreateSchedule',
  'GET schedules/NAME': 'GetSchedule',
  'PUT schedules/NAME': 'UpdateSchedule',
  'DELETE schedules/NAME': 'DeleteSchedule',
  'GET schedules': 'ListSchedules',
  'POST schedule-groups/NAME': 'CreateScheduleGroup',
  'GET schedule-groups/NAME': 'GetScheduleGroup',
  'DELETE schedule-groups/NAME': 'DeleteScheduleGroup',
  'GET schedule-groups': 'ListScheduleGroups',
};

/** Answers a request that has found its way. Throws SchedulerError. */
export type Operations = Readonly<Record<Operation, (name: string, query: URLSearchParams, body: Readonly<Record<string, unknown>>) => object>>;

/** The operations on a book. `plan` is told of each schedule that is new or was replaced. */
export function operationsOn(book: ScheduleBook, clock: Clock, plan: (schedule: Schedule) => void): Operations {
  return {
    CreateSchedule(name, _, body) {
      const { schedule, isNew } = book.create(asked(name, body, clock.now()));
      if (isNew) plan(schedule);
      return { ScheduleArn: schedule.arn };
    },
    UpdateSchedule(name, _, body) {
      const schedule = book.replace(asked(name, body, clock.now()));
      plan(schedule);
      return { ScheduleArn: schedule.arn };
    },
    GetSchedule: (name, query) => shown(book.schedule(query.get('groupName') ?? 'default', name)),
    DeleteSchedule(name, query) {
      token(query.get('clientToken'));
      book.remove(query.get('groupName') ?? 'default', name);
      return {};
    },
    ListSchedules(_, query) {
      const { page, next } = book.list(query.get('ScheduleGroup'), query.get('State'), listing(query));
      return { Schedules: page.map(summary), NextToken: next };
    },
    CreateScheduleGroup: (name, _, body) => ({ ScheduleGroupArn: book.createGroup(name, token(body.ClientToken)) }),
    GetScheduleGroup: (name) => book.group(name),
    DeleteScheduleGroup(name) {
      book.removeGroup(name);
      return {};
    },
    ListScheduleGroups(_, query) {
      const { page, next } = book.listGroups(listing(query));
      return { ScheduleGroups: page, NextToken: next };
    },
  };
}

const listing = (query: URLSearchParams) => ({
  prefix: query.get('NamePrefix') ?? '',
  after: query.get('NextToken'),
  max: query.get('MaxResults'),
});

const summary = (one: Schedule) => ({
  Arn: one.arn,
  Name: one.name,
  GroupName: one.group,
  State: one.enabled ? 'ENABLED' : 'DISABLED',
  // Seconds, as in all timestamps of its protocol.
  CreationDate: one.createdAt / 1_000,
  LastModificationDate: one.changedAt / 1_000,
  Target: { Arn: one.target.Arn },
});

const shown = (one: Schedule) => ({
  ...summary(one),
  ScheduleExpression: one.expression,
  ScheduleExpressionTimezone: 'UTC',
  Description: one.description,
  FlexibleTimeWindow: { Mode: 'OFF' },
  ActionAfterCompletion: one.deleteAfter ? 'DELETE' : 'NONE',
  Target: one.target,
});
