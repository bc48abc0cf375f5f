import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { access } from '../../../test/aws/listening.ts';
import { moto } from '../../../test/aws/moto.ts';
import { bootstrap, forCdk } from '../../../test/moto/bootstrap.ts';
import { cdkCli, checkTools, DeployFailed } from './cdk.ts';

/** The CDK's own command line, as far as a machine without AWS can run it: against moto's CloudFormation, where there is one. */
let folder: string;
const name = `bellhop-${randomBytes(4).toString('hex')}`;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bellhop-cdk-'));
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A stack with a queue that waits so long, as `synth` leaves one. */
function made(seconds: number) {
  const assembly = join(folder, `out-${seconds}`);
  const app = new App({ outdir: assembly, analyticsReporting: false });
  const stack = new Stack(app, name, { analyticsReporting: false });
  const queue = new Queue(stack, 'Q', { queueName: name, deliveryDelay: Duration.seconds(seconds) });
  new CfnOutput(stack, 'Url', { value: queue.queueUrl });
  app.synth();
  return cdkCli({ assembly, region: access.region });
}

it('has its tools in a checkout', () => {
  expect(() => checkTools()).not.toThrow();
  expect(() => checkTools(['aws-cdk', 'none', 'neither'])).toThrow('none, neither are not installed here.');
});

it('says why the CDK gave up, and that nothing was touched', async () => {
  const failure = await made(1)
    .diff('nonesuch')
    .catch((cause: unknown) => cause);
  expect(failure).toBeInstanceOf(DeployFailed);
  expect(failure).toMatchObject({
    code: 'deploy_failed',
    message: expect.stringMatching(/Comparing failed: .*nonesuch/),
    hint: 'Nothing was touched.',
  });
});

it.runIf(moto)('shows what changes, deploys it, telling what goes on; then nothing changes any more', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL', forCdk(moto ?? ''));
  await bootstrap(moto ?? '');
  const cdk = made(1);
  const told: string[] = [];
  expect(await cdk.diff(name)).toContain('AWS::SQS::Queue');
  // The stacks that moto makes by a change set say nothing at their end.
  expect(await cdk.deploy(name, (line) => told.push(line))).toEqual({});
  expect(told.join('\n')).toContain('CREATE_COMPLETE');
  expect(await cdk.diff(name)).toBeNull();
  expect(await made(2).diff(name)).toMatch(/DelaySeconds[\s\S]*2/);
});
