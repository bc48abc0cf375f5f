import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { choresAt } from '../../infra/aws/world/chores.ts';
import { bodyOf } from '../../shared/timers/aws/message.ts';
import { onAws } from './aws-world.ts';
import { mouths } from './mouths.ts';

let bellhop: Awaited<ReturnType<typeof onAws>>;
let delivery = 100;
beforeAll(async () => {
  bellhop = await onAws({ slackRates: 'bursts' });
}, 60_000);
/** Rejects when a function did what it may not. */
const closed = () => bellhop.close();
afterAll(() => closed().catch(() => {}));

const dayMinutes = 1_440;
/** The clock at the next minute of the day that such a chore is due in. */
async function at(isDue: (chores: ReturnType<typeof choresAt>) => boolean): Promise<void> {
  const now = bellhop.clock.now();
  const minutes = Array.from({ length: dayMinutes }, (_, n) => (n + 1) * 60_000);
  await bellhop.later(minutes.find((ms) => isDue(choresAt(now + ms))) ?? 0);
}

it('no function does what its role does not allow: commands, near and far timers, the sweeper and its chores, what was put aside', async () => {
  const [name, mouthOf] = mouths[0] ?? [];
  const mouth = mouthOf?.(bellhop);
  const { stage } = bellhop;
  expect(name).toBeDefined();
  const heard = (words: string) => expect.poll(() => mouth?.heard(), { timeout: 10_000 }).toContain(words);
  await mouth?.say('remind near in 2 minutes', ++delivery);
  await heard('near');
  await mouth?.say('remind far in 3 days', ++delivery);
  await heard('far');
  await mouth?.say('reminders', ++delivery);
  await mouth?.say('status', ++delivery);
  await heard('Dead letters');
  await at(({ mends }) => mends);
  await stage.minute();
  await at(({ part }) => part !== null);
  await stage.minute();
  const dead = async (MessageBody: string) => stage.aws.fauxqs.sqs.send(new SendMessageCommand({ QueueUrl: stage.queueUrl('dead'), MessageBody }));
  await dead(bodyOf({ id: 'reminder:none', version: 1, due: bellhop.clock.now() }));
  await dead(JSON.stringify({ id: 'nobody', errand: 'deliver' }));
  await expect.poll(() => stage.function('dead').invocations).toBeGreaterThan(0);
  await stage.pause();
  expect(bellhop.lines.filter(({ level }) => level >= 50)).toEqual([]);
  await closed();
}, 60_000);
