import { afterAll, beforeAll, describe, it } from 'vitest';
import { page, type Told } from '../platforms/messenger.ts';
import { type JourneyWorld, untilTaken, worlds, wrongIn } from './worlds.ts';

const hour = 3_600_000;
const inTurn = { concurrent: false, timeout: 60_000 };
const patience = { timeout: 15_000, interval: 50 };

describe.concurrent.each(worlds)('Messenger, in %s', (_, open) => {
  let bellhop: JourneyWorld;
  beforeAll(async () => {
    bellhop = await open();
  }, 60_000);
  afterAll(() => bellhop.close());

  /** One POST, as Meta tells it: on a bad day again, until it is answered with 200. Resolves to the last status. */
  async function told(...events: readonly Told[]): Promise<number> {
    const { messenger, origin } = bellhop;
    return untilTaken(bellhop, () => messenger.deliver(origin(), ...events));
  }

  it('checks its webhook by the verify token', inTurn, async ({ expect }) => {
    const { messenger, origin } = bellhop;
    expect(await messenger.shake(origin())).toEqual({ status: 200, body: '1158201444' });
    expect((await messenger.shake(origin(), 'another')).status).toBe(403);
  });

  it('tells of two people in one POST, and of one of them twice: each is answered, once', inTurn, async ({ expect }) => {
    const { messenger } = bellhop;
    const { says } = messenger;
    const [ada, bob] = [
      says.message('m_ada', 'timezone Europe/Madrid', { user: '101' }),
      says.message('m_bob', 'timezone Europe/Vienna', { user: '102' }),
    ];
    expect(await told(ada, says.read({ user: '101' }), bob)).toBe(200);
    expect(await told(bob)).toBe(200);
    await expect.poll(() => JSON.stringify(messenger.sent('101')), patience).toContain('Madrid');
    await expect.poll(() => JSON.stringify(messenger.sent('102')), patience).toContain('Vienna');
    await expect.poll(async () => (await bellhop.depth()).undelivered, patience).toBe(0);
    if (!bellhop.isHasty) expect([messenger.sent('101').length, messenger.sent('102').length]).toEqual([1, 1]);
  });

  it('what is pressed is done: the button that begins says what there is', inTurn, async ({ expect }) => {
    const { messenger } = bellhop;
    expect(await told(messenger.says.press('m_start', '|get-started', { user: '103' }))).toBe(200);
    await expect.poll(() => JSON.stringify(messenger.sent('103')), patience).toContain('help');
    expect(await told(messenger.says.press('m_menu', 'whoami', { user: '103' }))).toBe(200);
    await expect.poll(() => JSON.stringify(messenger.sent('103')), patience).toMatch(/member/i);
  });

  it('what falls due after the 24 hours is a dead letter that an admin sees, and nothing else was refused', inTurn, async ({ expect }) => {
    const { messenger } = bellhop;
    expect(await told(messenger.says.message('m_remind', 'remind me in 30 hours to stretch', { user: '104' }))).toBe(200);
    await expect.poll(() => JSON.stringify(messenger.sent('104')), patience).toContain('stretch');
    const before = (await bellhop.depth()).dead;
    // A process that starts finds what fell due meanwhile.
    await bellhop.stop();
    bellhop.later(30 * hour + 1_000);
    await bellhop.start();
    await expect.poll(async () => (await bellhop.depth()).dead, { timeout: 40_000, interval: 100 }).toBe(before + 1);
    const refused = messenger.calls.flatMap(({ path, problem }) => (path === `${page.id}/messages` && problem !== undefined ? [problem] : []));
    expect(wrongIn(bellhop, refused).filter((problem) => !problem.includes('outside of allowed window'))).toEqual([]);
  });
});
