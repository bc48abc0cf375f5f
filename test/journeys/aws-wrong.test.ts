import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { tableKey } from '../../shared/aws/table.ts';
import { commandId } from '../../shared/flow/accept.ts';
import { names } from '../../shared/inbox/aws/item.ts';
import type { Meddling } from '../aws/lambda/wire.ts';
import { quiet } from '../hostile/witness.ts';
import { mention, workspace } from '../platforms/slack.ts';
import { onAws } from './aws-world.ts';

type World = Awaited<ReturnType<typeof onAws>>;

/** What goes wrong on AWS with functions, queues and schedules, and what then. What becomes of a single call stands beside each driver. */
let world: World;
afterEach(() => world.close());

/** Where it is about messages and records, not about processes. */
const shared = { shared: true } as const;
let said = 0;
const well: Meddling = (call, through) => through(call);

/** Someone mentions the bot, in a channel where nobody else does; Slack tells it until it is acknowledged. Answers where, and how the answers are found. */
async function ask(text: string) {
  const channel = `C9${String(++said).padStart(4, '0')}`;
  const ts = `${Math.floor(world.clock.now() / 1_000)}.${String(said).padStart(6, '0')}`;
  const body = mention(text, ts, { channel });
  const tell = async () => {
    const headers = { ...world.slack.sign(body), 'content-type': 'application/json' };
    return (await fetch(`${world.origin()}/slack/events`, { method: 'POST', headers, body })).status;
  };
  await expect.poll(tell, soon).toBe(200);
  return {
    id: commandId('slack', 'main', workspace.team, `${channel}:${ts}`),
    answers: () => world.slack.posted.filter((one) => one.channel === channel).map((one) => one.text),
  };
}

const soon = { timeout: 20_000, interval: 100 };

/** Half a minute passes, and the sweeper runs: what died with its lease is free then. */
async function goesOn(): Promise<void> {
  world.later(31_000);
  await world.stage.minute();
}

async function waitingIn(queue: Parameters<World['stage']['queueUrl']>[0]): Promise<number> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const command = new GetQueueAttributesCommand({ QueueUrl: world.stage.queueUrl(queue), AttributeNames: [...names] });
  const { Attributes } = await world.stage.aws.fauxqs.sqs.send(command);
  return names.reduce((sum, name) => sum + Number(Attributes?.[name]), 0);
}

it('whichever function dies, before or after whichever of its calls, each command is answered', { timeout: 120_000 }, async () => {
  world = await onAws({}, { hiddenS: () => 1 });
  const { stage } = world;
  const calls = new Map<string, number>();
  const deaths: string[] = [];
  stage.mood.calls = async (call, through) => {
    const what = `${call.from.split('.')[0]?.replace(`${stage.name}-`, '')}: ${call.operation.split('/')[0]}`;
    const nth = (calls.get(what) ?? 0) + 1;
    calls.set(what, nth);
    const dies = nth === 1 ? 'before' : nth === 4 ? 'after' : null;
    if (!dies) return through(call);
    deaths.push(`${what}, ${dies}`);
    if (dies === 'after') await through(call);
    stage.kill(call.from);
    return 'cut';
  };
  const all: Awaited<ReturnType<typeof ask>>[] = [];
  for (let wave = 0; wave < 3; wave++) {
    all.push(...(await Promise.all([ask('whoami'), ask('whoami'), ask('whoami')])));
    await expect
      .poll(
        async () => {
          await goesOn();
          return all.filter(({ answers }) => answers().length === 0).length;
        },
        { timeout: 60_000, interval: 200 },
      )
      .toBe(0);
  }
  expect(all.flatMap(({ answers }) => answers()).filter((text) => !text.startsWith('You are'))).toEqual([]);
  expect((await world.depth()).dead).toBe(0);
  // Each kind of call that the way of a command has was died of.
  expect([...new Set(deaths.map((one) => one.split(':')[0]))].sort()).toEqual(['deliver', 'ingress-slack', 'run-quick', 'sweep']);
  expect(deaths.length).toBeGreaterThanOrEqual(12);
});

describe('what no function can take', () => {
  it('is put aside without holding up what came with it; its commands are dead letters, which an admin redrives', { timeout: 60_000 }, async () => {
    world = await onAws({}, { ...shared, hiddenS: () => 1, receiptsMax: 2 });
    const { stage } = world;
    const { sqs } = stage.aws.fauxqs;
    for (const MessageBody of ['words', '{"no":"command"}', '{"id":"nobody","errand":"juggle"}'])
      await sqs.send(new SendMessageCommand({ QueueUrl: stage.queueUrl('run-quick-interactive'), MessageBody }));
    const good = await ask('whoami');
    await expect.poll(good.answers, soon).toHaveLength(1);
    await quiet(world);

    // Nothing that delivers gets through to the table: all of it is put aside, however much.
    const many = 25;
    stage.mood.calls = async (call, through) => (call.from.includes('-deliver.') && call.service === 'dynamodb' ? 'cut' : through(call));
    const all = await Promise.all(Array.from({ length: many }, () => ask('whoami')));
    await expect.poll(async () => (await world.depth()).dead, { timeout: 40_000, interval: 200 }).toBe(many);
    expect(all.flatMap(({ answers }) => answers())).toEqual([]);
    // What is nobody's stays where an alarm sees it.
    await expect.poll(() => waitingIn('run-quick-interactive'), soon).toBe(0);
    await expect.poll(() => waitingIn('dead'), soon).toBe(2);

    stage.mood.calls = well;
    for (const { id } of all) expect(await world.inbox.redrive(id)).toBe(true);
    await expect.poll(() => all.filter(({ answers }) => answers().length === 1).length, soon).toBe(many);
    expect((await world.depth()).dead).toBe(0);
  });
});

describe('while versions change', () => {
  /** Someone asks; before anything is run, what another version would have written is put into the record: `change` makes it of what stands there. */
  async function asked(change: (command: string) => { readonly command?: string; readonly later?: string }) {
    const { stage } = world;
    const { client } = stage.aws.dynamodb;
    stage.mood.calls = async (call, through) => (call.from.includes('-run-quick.') ? 'cut' : through(call));
    const one = await ask('whoami');
    const at = { TableName: stage.table, Key: { [tableKey]: { S: `c#${one.id}` } } };
    const itemNow = async () => (await client.send(new GetItemCommand({ ...at, ConsistentRead: true }))).Item ?? {};
    const before = (await itemNow())[names.command]?.S ?? '';
    const { command = before, later = '' } = change(before);
    await client.send(
      new UpdateItemCommand({
        ...at,
        UpdateExpression: 'SET #command = :command, #later = :later',
        ExpressionAttributeNames: { '#command': names.command, '#later': 'later' },
        ExpressionAttributeValues: { ':command': { S: command }, ':later': { S: later } },
      }),
    );
    stage.mood.calls = well;
    return { ...one, itemNow };
  }

  it('what another version wrote beside is kept, and what it says beside is passed over', async () => {
    world = await onAws({}, { ...shared, hiddenS: () => 1 });
    const { stage } = world;
    const one = await asked(() => ({ later: 'of another version' }));
    const MessageBody = JSON.stringify({ id: one.id, errand: 'run', later: { unheard: 'of' } });
    await stage.aws.fauxqs.sqs.send(new SendMessageCommand({ QueueUrl: stage.queueUrl('run-quick-interactive'), MessageBody }));
    await expect.poll(one.answers, soon).toHaveLength(1);
    expect((await one.itemNow()).later).toEqual({ S: 'of another version' });
  });

  it('a command that only the newer functions know ends visibly where an older one takes it', async () => {
    world = await onAws({}, { ...shared, hiddenS: () => 1 });
    const one = await asked((command) => ({ command: command.replaceAll('whoami', 'brandnew') }));
    await expect.poll(one.answers, soon).toEqual([expect.stringContaining('brandnew')]);
  });
});

it('a schedule that fires for a reminder that was forgotten says nothing', async () => {
  world = await onAws({}, shared);
  const { stage, slack } = world;
  await expect.poll((await ask('remind me in 2 hours to stretch')).answers, soon).toHaveLength(1);
  const [schedule] = stage.aws.scheduler.schedules();
  if (!schedule) expect.fail('there is no schedule');
  await expect.poll((await ask('forget stretch')).answers, soon).toHaveLength(1);
  const shown = slack.posted.length;
  world.later(2 * 3_600_000);
  stage.aws.scheduler.fire(schedule);
  await stage.aws.scheduler.settled();
  const { function: of } = stage;
  await expect.poll(() => [of('clock').invocations, of('clock').running], soon).toEqual([1, 0]);
  await expect.poll(() => waitingIn('clock'), soon).toBe(0);
  expect(slack.posted.length).toBe(shown);
});

it('a rotated secret is taken up by the processes that run, within minutes', async () => {
  world = await onAws({ env: { TELEGRAM_WEBHOOK_SECRET: 'the-former_one' } });
  const { stage, telegram } = world;
  const tell = () => telegram.deliver(world.origin(), telegram.says.message('whoami'));
  expect(await tell()).toBe(401);
  await stage.rotate({ BELLHOP_ENV: 'test', ...world.slack.env, ...telegram.env, ...world.teams.env, ...world.alexa.env });
  world.later(6 * 60_000);
  expect(await tell()).toBe(200);
  // None of them was started for it.
  expect(stage.function('ingress-telegram').starts).toBe(1);
  await expect.poll(() => telegram.of('sendMessage').length, soon).toBe(1);
});
