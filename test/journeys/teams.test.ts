import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doorNamed, doorsOf, post } from '../hostile/doors.ts';
import { defectsIn, quiet } from '../hostile/witness.ts';
import { filledIn } from '../platforms/teams/card.ts';
import { ann, bob, conversations } from '../platforms/teams/says.ts';
import type { TeamsCall } from '../platforms/teams.ts';
import { type JourneyWorld, worlds, wrongIn } from './worlds.ts';

/** Every kind of message that Teams sends, to the real entry, and where what is said to it arrives. */
describe.each(worlds)('in %s', (_, open) => {
  let bellhop: JourneyWorld;
  beforeAll(async () => {
    bellhop = await open();
  }, 60_000);
  afterAll(() => bellhop.close());

  const says = () => bellhop.teams.says;
  const bot = () => `28:${bellhop.teams.appId}`;
  const sent = () => bellhop.teams.calls.filter(({ kind }) => kind === 'send' || kind === 'reply' || kind === 'update');
  let conversation = 0;
  /** A conversation that nobody has talked in: each is counted by itself. */
  const fresh = (kind: keyof typeof conversations) => ({
    ...conversations[kind],
    id: conversations[kind].id.replace(/^([^;@]+)/, `$1-${++conversation}`),
  });

  const deliver = (activity: object) => post(bellhop.origin(), doorNamed(doorsOf(bellhop), 'Teams'), Buffer.from(JSON.stringify(activity)));

  /** What comes of a delivery once all is quiet: its acknowledgement, and what was sent. */
  async function tell(activity: object): Promise<{ status: number; body: string; answers: readonly TeamsCall[] }> {
    const before = sent().length;
    const { status, body } = await deliver(activity);
    await quiet(bellhop);
    return { status, body, answers: sent().slice(before) };
  }
  const said = ({ body }: TeamsCall) => JSON.stringify(body);

  /** The tokens of the buttons in a message, by what stands on them. */
  function buttonsIn(call: TeamsCall | undefined): Record<string, string> {
    const found = [...JSON.stringify(call?.body).matchAll(/"title":"([^"]+)","data":\{"bellhop":"([^"]+)"\}/g)];
    return Object.fromEntries(found.map(([, title = '', token = '']) => [title, token]));
  }

  describe('a message', () => {
    it('to the bot alone is answered there', async () => {
      const place = fresh('personal');
      const { status, answers } = await tell(says().message('a1', 'echo hello', { conversation: place }));
      expect(status).toBe(200);
      expect(answers).toMatchObject([{ kind: 'send', conversation: place.id, status: 201, body: { text: 'echo: hello' } }]);
    });

    it('in a group chat is answered there, without the mention in it', async () => {
      const place = fresh('group');
      const { answers } = await tell(says().mention('a2', 'echo hello', { conversation: place }));
      expect(answers).toMatchObject([{ conversation: place.id, status: 201, body: { text: 'echo: hello' } }]);
    });

    it('in a channel is answered in its thread', async () => {
      const place = fresh('channel');
      const { answers } = await tell(says().mention('a3', 'echo hello', { conversation: place }));
      expect(answers).toMatchObject([
        { conversation: place.id, status: 201, body: { text: 'echo: hello', conversation: { conversationType: 'channel' } } },
      ]);
    });

    it('that mentions others, or nobody, is not for us', async () => {
      const entities = [{ type: 'mention', mentioned: bob, text: '<at>Bob</at>' }];
      for (const over of [{ entities }, { entities: [] }]) {
        expect((await tell(says().mention('a4', 'echo hello', { conversation: fresh('channel'), ...over }))).answers).toEqual([]);
      }
    });

    it('keeps the names of others who are mentioned', async () => {
      const entities = [
        { type: 'mention', mentioned: { id: bot(), name: 'Bellhop' }, text: '<at>Bellhop</at>' },
        { type: 'mention', mentioned: bob, text: '<at>Bob</at>' },
      ];
      const text = '<at>Bellhop</at> echo <at>Bob</at> and <quoted messageId="1"/> this';
      const { answers } = await tell(says().mention('a5', '', { text, entities, conversation: fresh('channel') }));
      expect(answers.map(said).join()).toContain('echo: Bob and');
    });

    it('that is edited is answered anew', async () => {
      const place = fresh('personal');
      await tell(says().message('a6', 'ehco hello', { conversation: place }));
      const { answers } = await tell(says().edited('a6', 'echo hello', { conversation: place }));
      expect(answers).toMatchObject([{ conversation: place.id, body: { text: 'echo: hello' } }]);
      expect((await tell(says().edited('a6', 'echo hello', { conversation: place }))).answers).toEqual([]);
    });

    it('told twice, also after a restart, is answered once', async () => {
      const place = fresh('personal');
      expect((await tell(says().message('a7', 'echo hello', { conversation: place }))).answers).toHaveLength(1);
      expect(await tell(says().message('a7', 'echo hello', { conversation: place }))).toMatchObject({ status: 200, answers: [] });
      await bellhop.stop();
      await bellhop.start();
      expect(await tell(says().message('a7', 'echo hello', { conversation: place }))).toMatchObject({ status: 200, answers: [] });
    });

    it('for one person’s eyes is answered to them alone, in a conversation of their own', async () => {
      const { answers } = await tell(says().mention('a8', 'reminders', { conversation: fresh('channel') }));
      expect(answers.map(({ conversation }) => conversation)).toEqual([`a:direct-${ann.id}`]);
    });
  });

  describe('a button', () => {
    it.each([
      ['Action.Submit', 'submit', 200, ''],
      ['Action.Execute', 'execute', 200, JSON.stringify({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'On it.' })],
    ] as const)('pressed by %s does what stands on it', async (_, kind, status, body) => {
      const place = fresh('personal');
      const set = await tell(says().message(`b-${kind}`, 'remind me in 2 hours to stretch', { conversation: place }));
      const token = buttonsIn(set.answers[0])['Forget it'];
      if (!token) throw new Error(`no button in ${JSON.stringify(set.answers)}`);
      const pressed = await tell(says()[kind](`p-${kind}`, token, { conversation: place }));
      expect(pressed).toMatchObject({ status, body });
      expect(pressed.answers.map(({ conversation }) => conversation)).toEqual([place.id]);
      expect(pressed.answers.map(said).join()).toMatch(/forgot|forgotten/i);
    });

    it('pressed in a channel needs no mention, and is answered in the thread of its card', async () => {
      const place = fresh('channel');
      const { answers } = await tell(says().submit('b3', 'echo|words=again', { conversation: place }));
      expect(answers).toMatchObject([{ conversation: place.id, body: { text: 'echo: again' } }]);
    });

    it('that isn’t ours, or refreshes a card by itself, is answered in its own form, and does nothing', async () => {
      for (const value of [{ action: { data: {} } }, { trigger: 'automatic', action: { data: { bellhop: 'echo|words=x' } } }]) {
        const { status, body, answers } = await tell(says().execute('b4', '', { value }));
        expect([status, JSON.parse(body).statusCode, answers]).toEqual([200, 400, []]);
      }
    });
  });

  it('a command chosen on a message is answered to its person alone, and what it needs is asked for in a dialog', async () => {
    const place = fresh('channel');
    const { body, answers } = await tell(says().chosen('x1', 'check:site', '<p>https://nowhere.invalid</p>', { conversation: place }));
    expect(JSON.parse(body)).toMatchObject({ task: { type: 'message' } });
    expect(answers.map(({ conversation }) => conversation)).toEqual([`a:direct-${ann.id}`]);
    expect(answers.map(said).join()).toContain('nowhere.invalid');

    const asked = await tell(says().chosen('x2', 'remind:what', '<p>feed the cat</p>', { conversation: place }));
    expect(asked.answers).toEqual([]);
    const { card } = JSON.parse(asked.body).task.value;
    const sent = await tell(
      says().filledIn('x3', 'remind:what', filledIn(card.content, { 'date:when': '2040-12-24', 'time:when': '18:30' }), { conversation: place }),
    );
    expect(sent.answers.map(({ conversation }) => conversation)).toEqual([`a:direct-${ann.id}`]);
    expect(sent.answers.map(said).join()).toContain('remind you to feed the cat');
  });

  describe('an installation', () => {
    it.each(['personal', 'group', 'channel'] as const)('is welcomed once (%s), though Teams tells of it twice', async (kind) => {
      // An installation is in the channel, not in a thread of it.
      const place = { ...fresh(kind), id: fresh(kind).id.split(';')[0] };
      const update = await tell(says().added([ann.id, bot()], { conversation: place }));
      const installed = await tell(says().installed('add', { conversation: place }));
      expect(update.answers.map(said).join()).toContain('I am Bellhop');
      expect([...update.answers, ...installed.answers]).toMatchObject([{ conversation: place.id, status: 201 }]);
    });

    it('of others, and one that ends, is no occasion', async () => {
      expect((await tell(says().added([bob.id], { conversation: fresh('group') }))).answers).toEqual([]);
      expect((await tell(says().installed('remove', { conversation: fresh('personal') }))).answers).toEqual([]);
    });
  });

  it('what asks for nothing is acknowledged, and an invoke that we don’t know is told so', async () => {
    for (const type of ['messageReaction', 'messageDelete', 'typing', 'event', 'endOfConversation']) {
      expect(await tell(says().event(type))).toMatchObject({ status: 200, answers: [] });
    }
    for (const name of [
      'fileConsent/invoke',
      'task/fetch',
      'task/submit',
      'composeExtension/query',
      'signin/verifyState',
      'actionableMessage/executeAction',
    ]) {
      expect(await tell(says().invoke(name))).toMatchObject({ status: 501, answers: [] });
    }
  });

  describe('speaking up', () => {
    it.each(['personal', 'group', 'channel'] as const)('reaches where it was asked for (%s), after a restart and with nobody there', async (kind) => {
      const place = fresh(kind);
      const asked = kind === 'personal' ? says().message : says().mention;
      await tell(asked(`c-${kind}`, 'remind me in 30 minutes to stretch', { conversation: place }));
      await bellhop.stop();
      const before = sent().length;
      bellhop.later(31 * 60_000);
      await bellhop.start();
      await expect.poll(() => sent().length, { timeout: 10_000 }).toBeGreaterThan(before);
      await quiet(bellhop);
      const told = sent().slice(before);
      expect(told).toMatchObject([{ status: 201 }]);
      expect(told[0]?.conversation).toBe(place.id);
      expect(said(told[0] as TeamsCall)).toContain('stretch');
    });

    it('to someone who has blocked us becomes a dead letter that says what to do', async () => {
      const place = fresh('personal');
      bellhop.teams.blocked.set(place.id, 'ConversationBlockedByUser');
      await tell(says().message('c-blocked', 'echo hello', { conversation: place }));
      expect((await bellhop.depth()).dead).toBe(1);
      expect(JSON.stringify(bellhop.lines.filter(({ level }) => level >= 40))).toContain('ConversationBlockedByUser');
    });
  });

  it('twelve answers at once in one conversation keep within its limits', { timeout: 60_000 }, async () => {
    const place = fresh('personal');
    const before = sent().length;
    await Promise.all(Array.from({ length: 12 }, (_, n) => deliver(says().message(`d-${n}`, `echo ${n}`, { conversation: place }))));
    await quiet(bellhop, 40_000);
    expect(
      sent()
        .slice(before)
        .filter(({ status }) => status === 201),
    ).toHaveLength(12);
  });

  it('no call broke a documented limit, and nothing met a defect', () => {
    const problems = wrongIn(
      bellhop,
      bellhop.teams.calls.flatMap(({ kind, problem }) => (problem === undefined ? [] : [`${kind}: ${problem}`])),
    );
    expect(problems.filter((problem) => !problem.includes('ConversationBlockedByUser'))).toEqual([]);
    expect(defectsIn(bellhop.lines)).toEqual([]);
  });
});
