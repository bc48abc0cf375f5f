import { afterEach, expect, it } from 'vitest';
import { command } from '../../shared/command/define.ts';
import { SendFailed } from '../../shared/errors.ts';
import { mender } from '../../shared/flow/mended.ts';
import { reply } from '../../shared/reply/reply.ts';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import { checkLockedOut } from '../cli/doctor/locked-out.ts';
import { installationStatus } from './status.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const hello = command({ name: 'hello', summary: 'Says hello', run: () => reply('Hello') });
const lockedOut = new SendFailed('token_revoked', 'Paper refused the message: token_revoked.', { hint: 'Set another token.', lockedOut: true });

/** A channel of two workspaces, one of which takes our token back. */
function open({ probed = true } = {}) {
  const revoked = new Set<string>();
  const channel = paperChannel({
    before: (_, { tenant }) => {
      if (revoked.has(tenant)) throw lockedOut;
    },
    ...(probed ? { probe: async (_, at) => ({ ok: !revoked.has(at?.tenant ?? ''), detail: '' }) } : {}),
  });
  const world = flowWorld({ commands: [hello], channels: [channel] });
  closing.push(() => world.close());
  const { inbox, store, clock } = world;
  const status = installationStatus({ on: [channel], off: [], inbox, store, clock });
  const mend = mender({ channels: new Map([[channel.name, channel]]), inbox, store, clock });
  const place = (tenant: string) => ({ channel: 'paper', bot: 'main', tenant, conversation: 'c1', direct: true }) as const;
  return { revoked, channel, world, status, mend, say: (tenant: string) => world.say('hello', { place: place(tenant) }) };
}
type Opened = ReturnType<typeof open>;
const failing = async ({ status }: Pick<Opened, 'status'>) => (await status()).channels.filter(({ state }) => state === 'failing');

it('marks the workspace whose token is refused, with what to do; the other goes on, and what was to be said is kept', async () => {
  const one = open();
  one.revoked.add('t1');
  const reason = 'Paper refused the message: token_revoked. Set another token.';
  expect((await one.say('t1')).delivery).toMatchObject({ state: 'dead', reason });
  expect((await one.say('t2')).delivery).toEqual({ state: 'sent' });
  expect(await failing(one)).toEqual([{ name: 'paper (t1)', state: 'failing', detail: reason, tenant: 't1' }]);
  const server = { ask: async () => ({ ...(await one.status()) }) };
  expect(await checkLockedOut(server)).toEqual([{ about: 'paper (t1)', state: 'wrong', detail: reason }]);
});

it('says no more of it once the token works again, and what it held back is sent by itself', async () => {
  const one = open();
  one.revoked.add('t1');
  const { command: lost } = await one.say('t1');
  one.revoked.delete('t1');
  expect(await failing(one)).toEqual([]);
  expect(await one.mend()).toBe(1);
  await expect.poll(async () => (await one.world.inbox.read(lost.id))?.delivery.state).toBe('sent');
  expect(await one.mend()).toBe(0);
});

it('sends nothing of what another bot, or another reason, holds back, nor what is a day old', async () => {
  const one = open();
  for (const tenant of ['t1', 't2']) one.revoked.add(tenant);
  const [, { command: others }] = [await one.say('t1'), await one.say('t2')];
  expect(await one.mend()).toBe(0);
  one.world.later(86_400_000);
  one.revoked.delete('t1');
  expect(await one.mend()).toBe(0);
  const { command: late } = await one.say('t2');
  one.revoked.delete('t2');
  expect(await one.mend()).toBe(1);
  await expect.poll(async () => (await one.world.inbox.read(late.id))?.delivery.state).toBe('sent');
  expect((await one.world.inbox.read(others.id))?.delivery.state).toBe('dead');
});

it('says it for a day where the platform can not be asked, and nothing of a channel that is off', async () => {
  const one = open({ probed: false });
  one.revoked.add('t1');
  await one.say('t1');
  const { inbox, store, clock } = one.world;
  expect(await failing({ status: installationStatus({ on: [], off: [], inbox, store, clock }) })).toEqual([]);
  await one.say('t1');
  expect(await failing(one)).toHaveLength(1);
  one.world.later(86_400_001);
  expect(await failing(one)).toEqual([]);
});
