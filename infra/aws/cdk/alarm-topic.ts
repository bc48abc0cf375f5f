import { Stack } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { prefixOf } from '../queues.ts';
import type { Stage } from './stage.ts';

/** Per cent of the budget at which a mail comes. */
const budgetMailAt = 80;

/** Whoever hears of alarms and of money: by mail, which needs nothing of Bellhop, and at an address. */
export function makeAlarmTopic(scope: Construct, stage: Stage, masterKey: IKey): Topic {
  const name = prefixOf(stage.name);
  const topic = new Topic(scope, 'Alarms', { topicName: `${name}-alarms`, displayName: `Bellhop ${stage.name}`, masterKey, enforceSSL: true });
  if (stage.alarmEmail) topic.addSubscription(new EmailSubscription(stage.alarmEmail));
  if (stage.alarmUrl) topic.addSubscription(new UrlSubscription(stage.alarmUrl));
  const ours = { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } };
  for (const service of ['cloudwatch', 'budgets']) topic.grantPublish(new ServicePrincipal(`${service}.amazonaws.com`, { conditions: ours }));
  makeBudget(scope, stage, topic);
  return topic;
}

/** Told when most of a month's money is spent, and when all of it will be. */
function makeBudget(scope: Construct, { name, budgetUsd, alarmEmail }: Stage, topic: Topic): void {
  const mail = alarmEmail ? [{ subscriptionType: 'EMAIL', address: alarmEmail }] : [];
  const subscribers = [{ subscriptionType: 'SNS', address: topic.topicArn }, ...mail];
  const notify = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
    notification: { notificationType, threshold, thresholdType: 'PERCENTAGE', comparisonOperator: 'GREATER_THAN' },
    subscribers,
  });
  new CfnBudget(scope, 'Budget', {
    budget: { budgetName: prefixOf(name), budgetType: 'COST', timeUnit: 'MONTHLY', budgetLimit: { amount: budgetUsd, unit: 'USD' } },
    notificationsWithSubscribers: [notify('ACTUAL', budgetMailAt), notify('FORECASTED', 100)],
  });
}
