import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { prefixOf } from '../queues.ts';
import type { Queues } from './make-queues.ts';
import type { Stage } from './stage.ts';

/** What EventBridge Scheduler needs to wake timers. */
export interface Clockwork {
  /** Group of the schedules of timers that have no tenant's: in it, and in its tenants', is nothing else, for what is no timer's would be taken for a stray. */
  readonly group: CfnScheduleGroup;
  /** ARNs of all the timers' schedules, in the stage's group and its tenants': the program names them when it arms them. */
  readonly scheduleArns: string[];
  /** ARN of the tenants' groups: the program makes each when it is first needed. A stage's name has no dash, so they are no other stage's. */
  readonly groupArns: string;
  /** What the Scheduler does in our name. */
  readonly role: Role;
}

/** The stage's group for timers, and the role by which each of its schedules puts a timer into the clock queue. */
export function makeClockwork(scope: Construct, stage: Stage, queues: Queues): Clockwork {
  const name = prefixOf(stage.name);
  const group = new CfnScheduleGroup(scope, 'Timers', { name });
  const role = new Role(scope, 'TimersRole', {
    assumedBy: scheduler(scope),
    description: 'Puts timers that are due into the clock queue',
    inlinePolicies: { send: policy('sqs:SendMessage', [queues.clock.queueArn, queues.dead.queueArn]) },
  });
  const arn = (resource: string, resourceName: string) => Stack.of(scope).formatArn({ service: 'scheduler', resource, resourceName });
  const scheduleArns = [arn('schedule', `${name}/*`), arn('schedule', `${name}-*/*`)];
  return { group, scheduleArns, groupArns: arn('schedule-group', `${name}-*`), role };
}

/** Wakes a function each minute. A run that fails is not repeated: the next one does its work. */
export function everyMinute(scope: Construct, stage: Stage, name: string, target: LambdaFunction): void {
  const role = new Role(scope, `Minute-${name}`, {
    assumedBy: scheduler(scope),
    inlinePolicies: { invoke: policy('lambda:InvokeFunction', [target.functionArn]) },
  });
  new CfnSchedule(scope, `Each-${name}`, {
    name: `${prefixOf(stage.name)}-${name}`,
    scheduleExpression: 'rate(1 minute)',
    flexibleTimeWindow: { mode: 'OFF' },
    target: { arn: target.functionArn, roleArn: role.roleArn, retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 } },
  });
}

/** The Scheduler, for schedules of this account alone. */
function scheduler(scope: Construct): ServicePrincipal {
  return new ServicePrincipal('scheduler.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } } });
}

const policy = (action: string, resources: string[]) => new PolicyDocument({ statements: [new PolicyStatement({ actions: [action], resources })] });
