import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemClock as clock } from '../../../shared/clock.ts';
import { dynamodbStore } from '../../../shared/store/dynamodb/store.ts';
import type { Store } from '../../../shared/store/store.ts';
import { type Aws, startAws } from '../../../test/aws/aws.ts';
import { makeStageParts, type StageParts } from '../../../test/aws/stage-environment.ts';
import { openMail } from './mail.ts';
import { openSecrets } from './secrets.ts';

let aws: Aws;
let stage: StageParts;
let store: Store;
beforeAll(async () => {
  aws = await startAws();
  stage = await makeStageParts(aws, {});
  for (const [name, value] of Object.entries(stage.env)) vi.stubEnv(name, value);
  store = dynamodbStore({ client: aws.dynamodb.client, name: stage.env.BELLHOP_TABLE ?? '' }, { clock });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await aws.close();
});

const email = { key: 'a', to: 'ann@example.com', subject: 'From a stage', text: 'a' };

it('mail goes by SES from the address of the stage', async () => {
  await openMail({ ...stage.env, MAIL_FROM: 'Bellhop <bellhop@example.com>', BELLHOP_MAIL_SET: 'bellhop-prod' }, clock).send(email);
  expect((await aws.ses.mails()).map(({ subject, from }) => [subject, from])).toEqual([
    ['From a stage', expect.stringContaining('bellhop@example.com')],
  ]);
});

it('mail is refused, with what turns it on, from a stage that has no address', async () => {
  await expect(openMail(stage.env, clock).send(email)).rejects.toMatchObject({ code: 'mail_off', hint: expect.stringContaining('mailFrom') });
});

it('secrets are sealed in the table by KMS, and read by whoever may use the key', async () => {
  await openSecrets(stage.env, store, clock).put('t1/token', 'xoxb-1');
  expect(await openSecrets(stage.env, store, clock).get('t1/token')).toBe('xoxb-1');
  const { BELLHOP_KMS_KEY: _, ...keyless } = stage.env;
  await expect(openSecrets(keyless, store, clock).get('t1/token')).rejects.toMatchObject({ code: 'settings' });
});
