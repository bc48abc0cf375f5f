import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { channels } from '../../../bots/index.ts';
import { expiryAttribute, tableDeclaration, tableIndexes } from '../../../shared/aws/table.ts';
import { blobsPath } from '../../../shared/blobs/link.ts';
import { lifecycleRules } from '../../../shared/blobs/s3/expiry.ts';
import { type MadeStack, makeStack, ofType } from '../../../test/aws/stack.ts';
import { noOwn } from '../../core/own.ts';
import { skillPages } from '../../core/skills.ts';
import { awsSettings } from '../environment.ts';
import { deadQueue, lostTextsQueue, mailQueue, queueNames, textQueue } from '../queues.ts';
import { feedsOf, pagesPart, partsOf } from './functions.ts';

const prod = makeStack({
  alarmEmail: 'ops@example.com',
  alarmUrl: 'https://pager.example.com/x',
  alexaSkillId: 'amzn1.ask.skill.1',
  mailFrom: 'example.com',
  smsFrom: '+14155550100',
});
const functionParts = partsOf({ mailFrom: 'example.com', smsFrom: '+14155550100' });
const fedQueues = [...queueNames, mailQueue];
const small = makeStack({ keepData: false, concurrency: 0, logDays: 7 }, 'test');

const idOf = (made: MadeStack, type: string, property: string, value: string): string => {
  const [id] = Object.entries(ofType(made, type)).find(([, properties]) => properties[property] === value) ?? [];
  return id ?? expect.fail(`there is no ${type} with ${property} ${value}`);
};
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const queueArn = (name: string) => arnOf(idOf(prod, 'AWS::SQS::Queue', 'QueueName', `bellhop-prod-${name}`));

describe('what is kept', () => {
  it('lies in the table that the drivers declare', () => {
    const { TableName: _, AttributeDefinitions, ...declared } = tableDeclaration('any');
    prod.template.hasResource('AWS::DynamoDB::Table', {
      Properties: {
        ...declared,
        AttributeDefinitions: AttributeDefinitions?.map((one) => Match.objectLike(one)),
        TimeToLiveSpecification: { AttributeName: expiryAttribute, Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  it('takes so many writes at once as the stage says', () => {
    const WarmThroughput = { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 16_000 };
    const { template } = makeStack({ warmWrites: 16_000 });
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      WarmThroughput,
      GlobalSecondaryIndexes: tableIndexes.map(() => Match.objectLike({ WarmThroughput })),
    });
    prod.template.hasResourceProperties('AWS::DynamoDB::Table', { WarmThroughput: Match.absent() });
  });

  it.each(['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::SecretsManager::Secret', 'AWS::KMS::Key'])(
    'stays when the stack goes, unless the stage says otherwise: %s',
    (type) => {
      prod.template.allResources(type, { DeletionPolicy: 'Retain' });
      small.template.allResources(type, { DeletionPolicy: 'Delete' });
    },
  );

  it('lies in a bucket that is closed, logged, and takes no plain HTTP', () => {
    prod.template.allResourcesProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      LifecycleConfiguration: Match.anyValue(),
    });
    prod.template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          Match.objectLike({ BucketKeyEnabled: true, ServerSideEncryptionByDefault: Match.objectLike({ SSEAlgorithm: 'aws:kms' }) }),
        ],
      },
      LoggingConfiguration: Match.anyValue(),
    });
    prod.template.allResourcesProperties('AWS::S3::BucketPolicy', { PolicyDocument: { Statement: Match.arrayWith([deniesPlain('s3:*')]) } });
  });

  it('goes, of blobs, when the driver says: by the tags it puts on them', () => {
    const Rules = lifecycleRules.map(({ ID, Filter, Expiration }) =>
      Match.objectLike({
        Id: ID,
        Status: 'Enabled',
        ...('Tag' in Filter
          ? { TagFilters: [Filter.Tag], ExpirationInDays: Expiration?.Days }
          : { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }),
      }),
    );
    prod.template.hasResourceProperties('AWS::S3::Bucket', { LifecycleConfiguration: { Rules } });
  });

  it('is a secret that no template shows: its key is made when it is deployed', () => {
    prod.template.hasResourceProperties('AWS::SecretsManager::Secret', {
      GenerateSecretString: { GenerateStringKey: 'BELLHOP_KEY', PasswordLength: 43, ExcludePunctuation: true, SecretStringTemplate: '{}' },
      SecretString: Match.absent(),
    });
    const secrets = channels.flatMap(({ settings }) => settings.flatMap(({ name, secret }) => (secret ? [name] : [])));
    expect(secrets.length).toBeGreaterThan(4);
    const text = JSON.stringify(prod.resources);
    expect(secrets.filter((name) => text.includes(name))).toEqual([]);
  });
});

const deniesPlain = (action: string) => Match.objectLike({ Action: action, Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });

const hasAlarm = (name: string, MetricName: string) =>
  prod.template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: `bellhop-prod-${name}`,
    MetricName,
    AlarmActions: [{ Ref: idOf(prod, 'AWS::SNS::Topic', 'TopicName', 'bellhop-prod-alarms') }],
    OKActions: Match.anyValue(),
  });

const mailTopic = idOf(prod, 'AWS::SNS::Topic', 'TopicName', 'bellhop-prod-mail-events');

describe('what comes back of mail', () => {
  it('goes from SES to a topic, which takes it from SES of this account alone, and bare to the queue', () => {
    prod.template.hasResourceProperties('AWS::SES::ConfigurationSet', { Name: 'bellhop-prod' });
    prod.template.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: Match.objectLike({
        Enabled: true,
        MatchingEventTypes: ['bounce', 'complaint'],
        SnsDestination: { TopicARN: { Ref: mailTopic } },
      }),
    });
    prod.template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      Topics: [{ Ref: mailTopic }],
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'sns:Publish',
            Principal: { Service: 'ses.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ]),
      },
    });
    prod.template.hasResourceProperties('AWS::SNS::Subscription', {
      TopicArn: { Ref: mailTopic },
      Protocol: 'sqs',
      Endpoint: queueArn(mailQueue),
      RawMessageDelivery: true,
    });
  });

  it('is encrypted on its way by the key of the stage, which lets SES do so', () => {
    prod.template.hasResourceProperties('AWS::SNS::Topic', { TopicName: 'bellhop-prod-mail-events', KmsMasterKeyId: Match.anyValue() });
    prod.template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({ Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Principal: { Service: 'ses.amazonaws.com' } }),
        ]),
      }),
    });
  });

  it('names the set by which it is sent to whoever sends it', () => {
    prod.template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'bellhop-prod-deliver',
      Environment: { Variables: Match.objectLike({ MAIL_FROM: 'Bellhop <bellhop@example.com>', BELLHOP_MAIL_SET: 'bellhop-prod' }) },
    });
  });

  it('has nothing of this in a stage that sends no mail', () => {
    for (const type of ['AWS::SES::ConfigurationSet', 'AWS::SES::ConfigurationSetEventDestination']) small.template.resourceCountIs(type, 0);
    expect(JSON.stringify(small.resources)).not.toContain(mailQueue);
  });
});

describe('short messages', () => {
  it('come from End User Messaging of the account alone, by a topic, to the queue of what takes them', () => {
    const topic = idOf(prod, 'AWS::SNS::Topic', 'TopicName', 'bellhop-prod-texts');
    prod.template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'sns:Publish',
            Principal: { Service: 'sms-voice.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ]),
      },
    });
    prod.template.hasResourceProperties('AWS::SNS::Subscription', {
      TopicArn: { Ref: topic },
      Endpoint: queueArn(textQueue),
      RawMessageDelivery: true,
    });
  });

  it('that no function takes go to a queue of their own, with an alarm on the first', () => {
    prod.template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'bellhop-prod-texts',
      RedrivePolicy: { deadLetterTargetArn: queueArn(lostTextsQueue), maxReceiveCount: 12 },
      SqsManagedSseEnabled: true,
    });
    prod.template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName: 'bellhop-prod-lost-texts', Threshold: 0 });
  });

  it('go out from what runs and what delivers, to numbers alone', () => {
    expect(JSON.stringify(prod.resources)).toContain('"NotResource":{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":sns:*:*:*"]]}');
    prod.template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'bellhop-prod-deliver',
      Environment: { Variables: Match.objectLike({ BELLHOP_SMS_FROM: '+14155550100' }) },
    });
  });

  it('have nothing of this in a stage without a number', () => {
    expect(JSON.stringify(small.resources)).not.toMatch(/NotResource|SMS_FROM|bellhop-test-texts/);
  });
});

describe('a queue', () => {
  it('is there for each priority of each group, for deliveries, for timers and for the dead', () => {
    const names = Object.values(ofType(prod, 'AWS::SQS::Queue')).map(({ QueueName }) => QueueName);
    expect(names.sort()).toEqual([...fedQueues, deadQueue, textQueue, lostTextsQueue].map((name) => `bellhop-prod-${name}`).sort());
  });

  it.each(fedQueues)('%s: what no function takes goes to the dead, and its age has an alarm', (name) => {
    prod.template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: `bellhop-prod-${name}`,
      RedrivePolicy: { deadLetterTargetArn: queueArn(deadQueue), maxReceiveCount: 12 },
      SqsManagedSseEnabled: true,
    });
    prod.template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queueArn(name)['Fn::GetAtt'][0], 'QueueName'] } }],
    });
  });

  it('of the dead takes from these alone, keeps longest, and has an alarm on the first', () => {
    prod.template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'bellhop-prod-dead',
      MessageRetentionPeriod: 14 * 86_400,
      RedriveAllowPolicy: {
        redrivePermission: 'byQueue',
        sourceQueueArns: fedQueues.map((name) => Match.objectLike({ 'Fn::Join': ['', Match.arrayWith([`:bellhop-prod-${name}`])] })),
      },
    });
    prod.template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'bellhop-prod-dead-letters',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 0,
    });
  });

  it('takes no plain HTTP', () => {
    small.template.resourceCountIs('AWS::SQS::QueuePolicy', queueNames.length + 1);
    small.template.allResourcesProperties('AWS::SQS::QueuePolicy', { PolicyDocument: { Statement: [deniesPlain('sqs:*')] } });
    prod.template.resourceCountIs('AWS::SQS::QueuePolicy', fedQueues.length + 3);
    prod.template.resourcePropertiesCountIs(
      'AWS::SQS::QueuePolicy',
      { PolicyDocument: { Statement: [deniesPlain('sqs:*')] } },
      queueNames.length + 2,
    );
    prod.template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: [
          deniesPlain('sqs:*'),
          Match.objectLike({
            Action: 'sqs:SendMessage',
            Principal: { Service: 'sns.amazonaws.com' },
            Condition: { ArnEquals: { 'aws:SourceArn': { Ref: mailTopic } } },
          }),
        ],
      },
    });
  });

  it.each(functionParts.flatMap((part) => feedsOf(part).map((feed) => ({ part, feed }))))(
    '$feed.queue feeds $part.name, which tells failures one by one and has a sixth of the time for which a message is hidden',
    ({ part, feed }) => {
      const { timeoutS } = part;
      prod.template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
        EventSourceArn: queueArn(feed.queue),
        FunctionName: { Ref: idOf(prod, 'AWS::Lambda::Function', 'FunctionName', `bellhop-prod-${part.name}`) },
        BatchSize: feed.batch,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: Match.anyValue() },
      });
      prod.template.hasResourceProperties('AWS::SQS::Queue', { QueueName: `bellhop-prod-${feed.queue}`, VisibilityTimeout: 6 * timeoutS });
    },
  );
});

describe('a function', () => {
  it.each(functionParts)(
    '$name has its log, its role, a trace, and an alarm: of its own, or the one of the API that calls it',
    ({ name, memoryMb, timeoutS, trigger }) => {
      const FunctionName = `bellhop-prod-${name}`;
      prod.template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: `/bellhop/prod/${name}`, RetentionInDays: 30 });
      prod.template.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName,
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        MemorySize: memoryMb,
        Timeout: timeoutS,
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: idOf(prod, 'AWS::Logs::LogGroup', 'LogGroupName', `/bellhop/prod/${name}`) } },
        Environment: {
          Variables: Match.objectLike({ BELLHOP_STAGE: 'prod', BELLHOP_TABLE: Match.anyValue(), POWERTOOLS_METRICS_NAMESPACE: 'Bellhop' }),
        },
      });
      if (trigger.kind === 'http' && !trigger.skill) hasAlarm('api-5xx', '5xx');
      else hasAlarm(`${name}-errors`, 'Errors');
    },
  );

  it.each(functionParts.filter(({ slots, name, trigger }) => slots > 1 && name !== pagesPart.name && trigger.kind !== 'functions'))(
    '$name, which not only queues invoke, has an alarm for when its runs are all taken',
    ({ name }) => {
      hasAlarm(`${name}-throttled`, 'Throttles');
    },
  );

  it('is told where only those things are that it may touch', () => {
    const told = (name: string) =>
      Object.keys(
        Object(Object(prod.resources[idOf(prod, 'AWS::Lambda::Function', 'FunctionName', `bellhop-prod-${name}`)]?.Properties.Environment).Variables),
      );
    const common = ['BELLHOP_STAGE', 'BELLHOP_TABLE', 'BELLHOP_URL', 'POWERTOOLS_METRICS_NAMESPACE', 'POWERTOOLS_SERVICE_NAME'];
    expect(told('dead').sort()).toEqual([...common, 'BELLHOP_QUEUES', 'BELLHOP_BUCKET'].sort());
    expect(told('ingress-slack').sort()).toEqual([...common, 'BELLHOP_QUEUES', 'BELLHOP_SECRET', 'ALEXA_SKILL_ID'].sort());
    const all = new Set(functionParts.flatMap(({ name }) => told(name)));
    expect(Object.values(awsSettings).filter(({ name }) => !all.has(name))).toEqual([]);
  });

  it('that sends to a queue which feeds it is not ended by Lambda for it', () => {
    for (const part of functionParts) {
      const RecursiveLoop = part.may.sendsTo ? 'Allow' : 'Terminate';
      prod.template.hasResourceProperties('AWS::Lambda::Function', { FunctionName: `bellhop-prod-${part.name}`, RecursiveLoop });
    }
  });

  it('sweeps each minute', () => {
    prod.template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      // Not in the timers' group, where it would be a stray.
      GroupName: Match.absent(),
      Target: Match.objectLike({ Arn: arnOf(idOf(prod, 'AWS::Lambda::Function', 'FunctionName', 'bellhop-prod-sweep')) }),
    });
  });
});

describe('a door', () => {
  it('stands open at each route of each channel that is reached over HTTP, and nowhere else', () => {
    const reached = channels.filter(({ name }) => name !== 'web');
    const routes = reached.flatMap(({ routes, severalBots }) =>
      routes.flatMap(({ method, path }) => [`${method} ${path}`, ...(severalBots ? [`${method} ${path}/{bot}`] : [])]),
    );
    expect(routes).toContain('POST /slack/events');
    const shown = skillPages([]).flatMap(({ methods, under }) => methods.map((method) => `${method} ${under}/{name}`));
    routes.push(`GET ${blobsPath}`, ...shown);
    expect(
      Object.values(ofType(prod, 'AWS::ApiGatewayV2::Route'))
        .map(({ RouteKey }) => RouteKey)
        .sort(),
    ).toEqual(routes.sort());
  });

  it("stands open at the routes of people's own channels, which share one function; there is none without them", () => {
    const routes = [{ method: 'POST', path: '/pigeon' }] as const;
    const own = makeStack({}, 'prod', { ...noOwn, channels: [{ name: 'pigeon', settings: [], routes, configure: () => ({ off: 'ill' }) }] });
    own.template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'POST /pigeon' });
    own.template.hasResourceProperties('AWS::Lambda::Function', { FunctionName: 'bellhop-prod-ingress-own' });
    prod.template.resourcePropertiesCountIs('AWS::Lambda::Function', { FunctionName: 'bellhop-prod-ingress-own' }, 0);
    const part = (name: string) => partsOf({}, [{ routes }]).find((one) => one.name === name);
    expect(part('ingress-own')?.may).toEqual(part('ingress-telegram')?.may);
  });

  it('is a function URL as well', () => {
    expect(Object.keys(ofType(prod, 'AWS::Lambda::Url'))).toHaveLength(functionParts.filter(({ trigger }) => trigger.kind === 'http').length);
  });

  it('has a log and a throttle', () => {
    prod.template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      AccessLogSettings: Match.objectLike({ DestinationArn: Match.anyValue() }),
      DefaultRouteSettings: { ThrottlingRateLimit: 1_000, ThrottlingBurstLimit: 2_000 },
    });
  });

  it('opens for Alexa to one skill alone, and to none where the stage names none', () => {
    const skill = { Principal: 'alexa-appkit.amazon.com' };
    prod.template.hasResourceProperties('AWS::Lambda::Permission', {
      ...skill,
      EventSourceToken: 'amzn1.ask.skill.1',
      Action: 'lambda:InvokeFunction',
    });
    small.template.resourcePropertiesCountIs('AWS::Lambda::Permission', skill, 0);
  });
});

describe('who hears of alarms', () => {
  it('hears by mail and at an address; over an encrypted topic that takes no plain HTTP', () => {
    prod.template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'ops@example.com' });
    prod.template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'https', Endpoint: 'https://pager.example.com/x' });
    prod.template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
    prod.template.hasResourceProperties('AWS::SNS::TopicPolicy', { PolicyDocument: { Statement: Match.arrayWith([deniesPlain('sns:Publish')]) } });
  });

  it('hears of money by mail', () => {
    prod.template.hasResourceProperties('AWS::Budgets::Budget', {
      Budget: Match.objectLike({ BudgetLimit: { Amount: 50, Unit: 'USD' }, TimeUnit: 'MONTHLY' }),
      NotificationsWithSubscribers: [
        {
          Notification: Match.objectLike({ NotificationType: 'ACTUAL', Threshold: 80 }),
          Subscribers: Match.arrayWith([{ SubscriptionType: 'EMAIL', Address: 'ops@example.com' }]),
        },
        Match.anyValue(),
      ],
    });
  });

  it.each([
    ['late-timers', 'bellhop_timer_lateness_seconds'],
    ['api-5xx', '5xx'],
    ['table-read-throttled', 'ReadThrottleEvents'],
    ['table-write-throttled', 'WriteThrottleEvents'],
  ])('hears of %s', (name, metric) => hasAlarm(name, metric));
});

it('all that can carry a tag says whose it is', () => {
  const named = [
    'AWS::Lambda::Function',
    'AWS::DynamoDB::Table',
    'AWS::S3::Bucket',
    'AWS::SQS::Queue',
    'AWS::KMS::Key',
    'AWS::IAM::Role',
    'AWS::SecretsManager::Secret',
    'AWS::SNS::Topic',
  ];
  const tags = Match.arrayWith([
    { Key: 'app', Value: 'bellhop' },
    { Key: 'stage', Value: 'prod' },
  ]);
  for (const type of named) prod.template.allResourcesProperties(type, { Tags: tags });
});

it('one stage shares no name with another', () => {
  const names = (made: MadeStack) =>
    Object.values(made.resources).flatMap(({ Properties }) =>
      ['FunctionName', 'QueueName', 'AlarmName', 'LogGroupName', 'TopicName', 'DashboardName']
        .map((name) => Properties[name])
        .filter((name) => typeof name === 'string'),
    );
  expect(names(small).length).toBeGreaterThan(40);
  expect(names(small).filter((name) => names(prod).includes(name))).toEqual([]);
});
