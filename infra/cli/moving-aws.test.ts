import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checks } from '../../jobs/checks/check.ts';
import { systemClock } from '../../shared/clock.ts';
import { people, personId } from '../../shared/people/person.ts';
import { dynamodbStore } from '../../shared/store/dynamodb/store.ts';
import { type Aws, startAws } from '../../test/aws/aws.ts';
import { type Listening, listening } from '../../test/aws/listening.ts';
import { makeStageParts, type StageParts } from '../../test/aws/stage-environment.ts';
import { compiled } from '../../test/process.ts';

const cli = fileURLToPath(new URL('./bellhop.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'bellhop-cli-aws-'));
let aws: Aws;
let stage: StageParts;
let lambda: Listening;

beforeAll(async () => {
  aws = await startAws();
  stage = await makeStageParts(aws, { TELEGRAM_BOT_TOKEN: '7:test', TELEGRAM_WEBHOOK_SECRET: 'hook' });
  // Of Lambda's API what the verb asks: the configuration of one function.
  lambda = await listening(
    createServer(({ url }, response) => {
      const isThere = url?.includes(`/functions/bellhop-${stage.env.BELLHOP_STAGE}-run-quick/`);
      const variables = Object.fromEntries(Object.entries(stage.env).filter(([name]) => name.startsWith('BELLHOP_')));
      response.writeHead(isThere ? 200 : 404, {
        'content-type': 'application/json',
        ...(isThere ? {} : { 'x-amzn-errortype': 'ResourceNotFoundException' }),
      });
      response.end(JSON.stringify(isThere ? { Environment: { Variables: variables } } : { Message: 'Function not found' }));
    }),
  );
});
afterAll(async () => {
  await Promise.all([lambda.close(), aws.close()]);
  rmSync(root, { recursive: true, force: true });
});

/** Runs the command line on a data folder, with what the SDK needs to find the stand-ins. */
async function bellhop(words: readonly string[], data: string, more: Readonly<Record<string, string>> = {}, typed = '') {
  const sdk = Object.entries(stage.env).filter(([name]) => name.startsWith('AWS_'));
  const env = {
    PATH: process.env.PATH,
    ...compiled,
    HOME: root,
    TZ: 'UTC',
    BELLHOP_DATA: join(root, data),
    AWS_ENDPOINT_URL_LAMBDA: lambda.endpoint,
    ...Object.fromEntries(sdk),
    ...more,
  };
  const child = spawn(process.execPath, [cli, ...words], { cwd: root, env });
  child.stdin.end(typed);
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), new Promise((resolve) => child.once('close', resolve))]);
  return { out, err, code };
}

it('moves from the one machine to a stage that is named, and back from one that the settings name', async () => {
  expect((await bellhop(['run', 'remind me in 2 hours to stretch'], 'here')).code).toBe(0);
  const [there, back] = [join(root, 'there'), join(root, 'back')];
  expect((await bellhop(['backup', there], 'here')).code).toBe(0);
  const name = stage.env.BELLHOP_STAGE ?? '';
  expect(await bellhop(['restore', there, '--stage', name], 'unused')).toMatchObject({
    code: 0,
    out: expect.stringMatching(new RegExp(`^bellhop-${name} has 1 command, \\d+ records, 1 timer,`)),
  });
  const made = await bellhop(['backup', back, '--json'], 'unused', stage.env);
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(made.out)).toMatchObject({ commands: 1, timers: 1 });
  expect((await bellhop(['restore', back], 'again')).code).toBe(0);
  expect((await bellhop(['run', 'reminders'], 'again')).out).toContain('stretch');
}, 30_000);

it('keeps a secret of checks on a stage', async () => {
  const words = ['secret', 'set', 'slack/T1', 'shop', '--json', '--stage', stage.env.BELLHOP_STAGE ?? ''];
  expect(await bellhop(words, 'unused', {}, 'very secret')).toEqual({ code: 0, out: '{"names":["shop"]}\n', err: '' });
});

it('makes checks and schedules on a stage as a file says', async () => {
  const store = dynamodbStore({ client: aws.dynamodb.client, name: stage.env.BELLHOP_TABLE ?? '' }, { clock: systemClock });
  const home = { channel: 'telegram', bot: 'main', tenant: '7', conversation: '42', direct: true };
  const id = personId(home, '42');
  await store.put(people, id, { id, role: 'admin', locale: 'en', timeZone: 'UTC', home });
  const file = join(root, 'bellhop.yaml');
  const text = `for: { owner: ${id} }\nchecks: [{ name: shop, tcp: { host: shop.example.com, port: 443 } }]\nschedules: [{ name: look, run: status, when: every day at 9 }]\n`;
  writeFileSync(file, text);
  const words = ['apply', file, '--yes', '--stage', stage.env.BELLHOP_STAGE ?? ''];
  expect(await bellhop(words, 'unused')).toEqual({ code: 0, out: expect.stringMatching(/^\+ check shop\n\+ schedule look\n.*\nDone\.\n$/), err: '' });
  expect(await store.query(checks, { index: 'tenant', partition: 'telegram/7' })).toMatchObject({ items: [{ value: { name: 'shop', person: id } }] });
});

it('says which stage is not there, and that other verbs take none', async () => {
  const [unknown, wrong] = await Promise.all([
    bellhop(['backup', join(root, 'none'), '--stage', 'nowhere'], 'unused'),
    bellhop(['run', 'help', '--stage', 'prod'], 'unused'),
  ]);
  expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining('There is no stage nowhere here: no function bellhop-nowhere-run-quick.') });
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('it takes no --stage') });
});
