import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkedStack, type MadeStack, ofType } from '../../../test/aws/stack.ts';
import { circle, danglingReference, schemaProblems } from '../../../test/aws/template.ts';
import { noOwn } from '../../core/own.ts';
import { mailService, services } from '../deploy/services.ts';

/** One with all that a stage can have, and one that keeps little: what changes a stack is in one of them. */
const prod = checkedStack(
  {
    alarmEmail: 'ops@example.com',
    alarmUrl: 'https://pager.example.com/x',
    mailFrom: 'example.com',
    smsFrom: '+14155550100',
    alexaSkillId: 'amzn1.ask.skill.1',
  },
  'prod',
  { ...noOwn, channels: [{ name: 'pigeon', settings: [], routes: [{ method: 'POST', path: '/pigeon' }], configure: () => ({ off: 'ill' }) }] },
);
const named = checkedStack({ account: '123456789012', region: 'eu-central-1', keepData: false, concurrency: 0, logDays: 7, warmWrites: 16_000 });

describe('the template', () => {
  it("fits CloudFormation's schemas, and each of its references leads somewhere, none in a circle", () => {
    for (const { resources } of [prod, named]) {
      expect(schemaProblems({ Resources: resources })).toEqual([]);
      expect(danglingReference({ Resources: resources })).toBeNull();
      expect(circle({ Resources: resources })).toBeNull();
    }
  });

  it('has resources of services alone that `deploy` looks for in the region', () => {
    const types = new Set(Object.values(prod.resources).map(({ Type }) => Type.split('::')[1] ?? ''));
    // Those two are of no region.
    const regional = [...types].filter((type) => type !== 'IAM' && type !== 'Budgets');
    expect(regional.filter((type) => ![...services, mailService].some((service) => service.type === type))).toEqual([]);
  });

  it('is far from the 500 resources and the megabyte that CloudFormation takes', () => {
    expect(Object.keys(prod.resources).length).toBeLessThan(250);
    expect(JSON.stringify(prod.resources).length).toBeLessThan(500_000);
  });
});

describe('the rules of good practice', () => {
  it('hold, but for what was accepted for a reason', () => {
    for (const { report } of [prod, named]) {
      const [rules] = report.pluginReports.filter(({ pluginName }) => pluginName === 'AwsSolutions');
      expect(rules?.conclusion).toBe('success');
      expect(rules?.violations).toEqual([]);
      const accepted = rules?.suppressedViolations ?? [];
      expect(accepted.filter(({ reason }) => reason.length < 20)).toEqual([]);
      expect([...new Set(accepted.map(({ ruleName }) => ruleName.replace(/\[.*/, '')))].sort()).toEqual([
        'AwsSolutions-APIG4',
        'AwsSolutions-IAM5',
        'AwsSolutions-SMG4',
      ]);
    }
  });

  it('would end the making of one that breaks them', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'bellhop-bad-'));
    const app = new App({ outdir });
    new Queue(new Stack(app, 'Bad'), 'Q');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).toThrow('AwsSolutions-SQS4');
    rmSync(outdir, { recursive: true });
  });
});

const words = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const document = z.object({
  Statement: z.array(
    z.object({
      Effect: z.string(),
      Action: words,
      Resource: z
        .unknown()
        .optional()
        .transform((one) => (Array.isArray(one) ? one : [one])),
      NotResource: z.unknown().optional(),
      Principal: z.unknown().optional(),
      Condition: z.unknown().optional(),
    }),
  ),
});
const roles = z.record(
  z.string(),
  z.object({ Policies: z.array(z.object({ PolicyDocument: document })), ManagedPolicyArns: z.undefined().optional() }),
);

/** What each role may do: all of it stands in the role itself. */
function statementsOf(made: MadeStack) {
  expect(Object.keys(ofType(made, 'AWS::IAM::Policy'))).toEqual([]);
  return Object.entries(roles.parse(ofType(made, 'AWS::IAM::Role'))).flatMap(([role, { Policies }]) =>
    Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement.map((statement) => ({ role, ...statement }))),
  );
}

/** A resource with a star in it: what is around the star. */
const starIn = (resource: unknown) => /"([^"]*\*[^"]*)"/.exec(JSON.stringify(resource))?.[1];

describe('least privilege', () => {
  it('names each action; resources by a star only where they are named while it runs, or have no name', () => {
    const all = statementsOf(prod);
    expect(all.length).toBeGreaterThan(60);
    expect(all.filter(({ Action }) => Action.some((action) => action.includes('*')))).toEqual([]);
    const starred = all.flatMap(({ Action, Resource }) =>
      Resource.flatMap((one) => (starIn(one) ? Action.map((action) => `${action} on ${starIn(one)}`) : [])),
    );
    expect([...new Set(starred)].sort()).toEqual([
      // Named by the program, in a bucket and groups that are the stage's alone.
      's3:AbortMultipartUpload on /*',
      's3:DeleteObject on /*',
      's3:GetObject on /*',
      's3:PutObject on /*',
      's3:PutObjectTagging on /*',
      'scheduler:CreateSchedule on :schedule/bellhop-prod-*/*',
      'scheduler:CreateSchedule on :schedule/bellhop-prod/*',
      'scheduler:CreateScheduleGroup on :schedule-group/bellhop-prod-*',
      'scheduler:DeleteSchedule on :schedule/bellhop-prod-*/*',
      'scheduler:DeleteSchedule on :schedule/bellhop-prod/*',
      'scheduler:GetSchedule on :schedule/bellhop-prod-*/*',
      'scheduler:GetSchedule on :schedule/bellhop-prod/*',
      // The Scheduler lists by no name, and X-Ray has none.
      'scheduler:ListSchedules on *',
      'xray:PutTelemetryRecords on *',
      'xray:PutTraceSegments on *',
    ]);
  });

  it.each(['ingressteams', 'ingresstelegram', 'ingressmessenger', 'ingresssms'])(
    'lets %s put and get items, send to runs, and little else',
    (name) => {
      const actions = statementsOf(prod).flatMap(({ role, Action }) => (role.startsWith(`Role${name}`) ? Action : []));
      expect(actions.filter((action) => !/^(kms|logs|xray):/.test(action)).sort()).toEqual([
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'secretsmanager:GetSecretValue',
        'sqs:GetQueueAttributes',
        'sqs:SendMessage',
      ]);
    },
  );

  it('lets the way in of Slack take away the token of who takes the app out, and that of mail keep files, and open none', () => {
    const statements = statementsOf(prod).filter(({ role }) => /^Roleingress(slack|email)/.test(role));
    expect(new Set(statements.map(({ role }) => role)).size).toBe(2);
    const actions = new Set(statements.flatMap(({ Action }) => Action));
    expect([...actions].filter((action) => action.startsWith('dynamodb:')).sort()).toEqual([
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ]);
  });

  it('asks the key by way of the services that hold what it encrypts; directly only for what is sealed', () => {
    const direct = statementsOf(prod).filter(({ Action, Condition }) => Action.includes('kms:Decrypt') && Condition === undefined);
    expect(new Set(direct.flatMap(({ Action }) => Action))).toEqual(new Set(['kms:Decrypt', 'kms:GenerateDataKey']));
    const names = ['deliver', 'pages', 'runheavy', 'runquick', 'watch'];
    expect(direct.map(({ role }) => role).sort()).toEqual(names.map((name) => expect.stringMatching(`^Role${name}[0-9A-F]{8}$`)));
  });

  it('lets the Scheduler act for this account alone, and functions pass on no role but its', () => {
    const trusts = Object.values(ofType(prod, 'AWS::IAM::Role')).map(({ AssumeRolePolicyDocument }) => JSON.stringify(AssumeRolePolicyDocument));
    const scheduler = trusts.filter((trust) => trust.includes('scheduler.amazonaws.com'));
    expect(scheduler).toHaveLength(2);
    for (const trust of scheduler) expect(trust).toContain('"aws:SourceAccount":{"Ref":"AWS::AccountId"}');
    const passed = statementsOf(prod).filter(({ Action }) => Action.includes('iam:PassRole'));
    expect(passed.length).toBeGreaterThan(0);
    const toScheduler = { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } };
    for (const { Condition } of passed) expect(Condition).toEqual(toScheduler);
    expect(new Set(passed.map(({ Resource }) => JSON.stringify(Resource))).size).toBe(1);
  });

  it('lets only who runs handlers or delivers send mail, and only as the address of the stage', () => {
    const mails = statementsOf(prod).filter(({ Action }) => Action.some((action) => action.startsWith('ses:')));
    expect(mails.map(({ role }) => role).sort()).toEqual(
      ['deliver', 'runheavy', 'runquick'].map((name) => expect.stringMatching(`^Role${name}[0-9A-F]{8}$`)),
    );
    for (const { Resource } of mails) {
      expect(Resource).toHaveLength(2);
      expect(JSON.stringify(Resource)).toMatch(/:identity\/example\.com".*:configuration-set\/bellhop-prod"/);
    }
    expect(statementsOf(named).filter(({ Action }) => Action.some((action) => action.startsWith('ses:')))).toEqual([]);
  });

  it('lets the same send short messages to numbers, which have no name, and to nothing that has one', () => {
    const texts = statementsOf(prod).filter(({ NotResource }) => NotResource !== undefined);
    expect(texts.map(({ role }) => role).sort()).toEqual(
      ['deliver', 'runheavy', 'runquick'].map((name) => expect.stringMatching(`^Role${name}[0-9A-F]{8}$`)),
    );
    for (const { Action, NotResource } of texts) {
      expect(Action).toEqual(['sns:Publish']);
      expect(JSON.stringify(NotResource)).toContain(':sns:*:*:*"');
    }
  });

  it('opens to everybody function URLs, and nothing else', () => {
    const open = Object.values(ofType(prod, 'AWS::Lambda::Permission')).filter(({ Principal }) => Principal === '*');
    expect(open.length).toBeGreaterThan(0);
    for (const permission of open) expect(permission.FunctionUrlAuthType === 'NONE' || permission.InvokedViaFunctionUrl === true).toBe(true);
    for (const type of ['AWS::SQS::QueuePolicy', 'AWS::S3::BucketPolicy', 'AWS::SNS::TopicPolicy']) {
      const statements = Object.values(ofType(prod, type)).flatMap(({ PolicyDocument }) => document.parse(PolicyDocument).Statement);
      expect(statements.length).toBeGreaterThan(0);
      expect(statements.filter(({ Effect, Principal }) => Effect === 'Allow' && JSON.stringify(Principal).includes('*'))).toEqual([]);
    }
  });
});

describe('the promise of priorities', () => {
  const feed = z.object({ FunctionName: z.object({ Ref: z.string() }), ScalingConfig: z.object({ MaximumConcurrency: z.number() }) });

  it('is held by runs that each has for itself: no queue can take what is another’s', () => {
    const feeds = Object.values(ofType(prod, 'AWS::Lambda::EventSourceMapping')).map((one) => feed.parse(one));
    let reserved = 0;
    for (const [id, { ReservedConcurrentExecutions }] of Object.entries(ofType(prod, 'AWS::Lambda::Function'))) {
      const maxima = feeds.flatMap(({ FunctionName, ScalingConfig }) => (FunctionName.Ref === id ? [ScalingConfig.MaximumConcurrency] : []));
      for (const one of maxima) expect(one, id).toBeGreaterThanOrEqual(2);
      const most = maxima.reduce((sum, one) => sum + one, 0);
      expect(ReservedConcurrentExecutions, id).toBeGreaterThanOrEqual(Math.max(1, most));
      reserved += Number(ReservedConcurrentExecutions);
    }
    expect(reserved).toBeLessThanOrEqual(800);
  });
});
