import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccountStandIn, startAccount } from '../../test/aws/account.ts';
import { moto } from '../../test/aws/moto.ts';
import { bootstrap, forCdk } from '../../test/moto/bootstrap.ts';
import { compiled } from '../../test/process.ts';

const cli = fileURLToPath(new URL('./bellhop.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'bellhop-cli-deploy-'));
let aws: AccountStandIn;
beforeAll(async () => {
  aws = await startAccount();
});
afterAll(async () => {
  await aws.close();
  rmSync(root, { recursive: true, force: true });
});

/** `bellhop deploy`, as a process, with an account that stands on this machine; its settings in .env. */
async function deploy(words: readonly string[], settings: string, more: Readonly<Record<string, string>> = {}) {
  writeFileSync(join(root, '.env'), settings);
  const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_ENDPOINT_URL: aws.endpoint };
  const env = { PATH: process.env.PATH, ...compiled, HOME: root, TZ: 'UTC', ...credentials, ...more };
  const child = spawn(process.execPath, [cli, 'deploy', '--yes', '--stage', 'test', ...words], { cwd: root, env });
  child.stdin.end();
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), new Promise((resolve) => child.once('close', resolve))]);
  return { out, err, code };
}

const region = 'AWS_REGION=us-east-1\n';

describe('bellhop deploy', () => {
  it('says all that is wrong, each with its mend, and touches nothing: exit 1', async () => {
    aws.state.buckets.clear();
    const { out, err, code } = await deploy([], `${region}TELEGRAM_BOT_TOKEN=1:a\nBELLHOP_KEPT=1\n`);
    expect(code).toBe(1);
    expect(out).toMatch(/✗ bootstrap +.*\n +→ Once for both: npx cdk bootstrap aws:\/\/000000000000\/us-east-1/);
    expect(out).toMatch(/✗ telegram +.*\n +→ Set TELEGRAM_BOT_TOKEN and TELEGRAM_WEBHOOK_SECRET\./);
    expect(out).toMatch(/✗ settings +BELLHOP_KEPT is no setting of Bellhop\./);
    expect(err.trim()).toBe('Something is wrong: see each ✗. Nothing was touched.');
  });

  it('says the same as JSON', async () => {
    const { out, code } = await deploy(['--json'], `${region}TELEGRAM_BOT_TOKEN=1:a\n`);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      state: 'refused',
      stack: 'bellhop-test',
      checks: expect.arrayContaining([expect.objectContaining({ about: 'telegram', state: 'wrong' })]),
    });
  });

  it('wants to know the region, and a stage that is there', async () => {
    expect(await deploy([], '')).toMatchObject({ code: 1, err: expect.stringMatching(/^No region is named\.\nSet "region" of the stage test/) });
    expect(await deploy(['--stage', 'nowhere'], region)).toMatchObject({ code: 1, err: expect.stringContaining('cdk.json has no stage "nowhere"') });
  });

  // The stacks that moto makes do not say where they are: there it ends.
  it.runIf(moto)('makes the stage, shows what would change and has the CDK deploy it', async () => {
    await bootstrap(moto ?? '');
    const endpoints = { AWS_ENDPOINT_URL: forCdk(moto ?? ''), AWS_ENDPOINT_URL_LAMBDA: aws.endpoint, AWS_ENDPOINT_URL_SESV2: aws.endpoint };
    const { out, err, code } = await deploy([], region, endpoints);
    expect(out).toMatch(/✓ bootstrap/);
    expect(out).toContain('[+] AWS::DynamoDB::');
    expect(out).toMatch(/success: Published .*ingress-slack/i);
    expect(out).toContain('CREATE_COMPLETE');
    expect([code, err]).toEqual([1, expect.stringContaining('the stack bellhop-test does not say where it is (Url, SecretArn)')]);
  });
});
