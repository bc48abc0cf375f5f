import { afterAll, beforeAll, describe, it } from 'vitest';
import { homeOpened, interaction, pressed, shortcut, slashCommand, submitted, workspace } from '../platforms/slack.ts';
import { type JourneyWorld, worlds } from './worlds.ts';

const inTurn = { concurrent: false, timeout: 60_000 };
const soon = { timeout: 10_000 };

describe.concurrent.each(worlds)('what Slack has beside messages, in %s', (_, open) => {
  let bellhop: JourneyWorld;
  let count = 0;
  beforeAll(async () => {
    bellhop = await open();
  }, 60_000);
  afterAll(() => bellhop.close());

  async function post(path: string, body: string): Promise<number> {
    const headers = { ...bellhop.slack.sign(body), 'content-type': 'application/x-www-form-urlencoded' };
    return (await fetch(`${bellhop.origin()}${path}`, { method: 'POST', headers, body })).status;
  }
  /** Answers the trigger. */
  async function slash(text: string): Promise<string> {
    const trigger = `form.${++count}`;
    await post('/slack/commands', slashCommand({ text, trigger_id: trigger, response_url: bellhop.slack.responseUrl() }));
    return trigger;
  }
  async function opens(tab: 'home' | 'messages'): Promise<number> {
    const body = homeOpened(`17000000${10 + ++count}.000100`, { tab });
    const headers = { ...bellhop.slack.sign(body), 'content-type': 'application/json' };
    return (await fetch(`${bellhop.origin()}/slack/events`, { method: 'POST', headers, body })).status;
  }
  const opened = (trigger: string) => bellhop.slack.views.find((view) => view.trigger === trigger);
  const heard = () => JSON.stringify(bellhop.slack.posted.map(({ text, blocks }) => [text, blocks]));

  it(
    'a command called by its bare name opens its form, and the filled-in form is the command, once, however often it is sent',
    inTurn,
    async ({ expect }) => {
      const view = opened(await slash('remind'));
      expect(view?.blocks).toMatchObject([{ block_id: 'what' }, { block_id: 'when' }]);
      expect(heard()).not.toMatch('What should I remind you of');

      const body = interaction(submitted(view ?? {}, { what: 'water the ferns', when: 'in 2 hours' }));
      expect([await post('/slack/interactions', body), await post('/slack/interactions', body)]).toEqual([200, 200]);
      await expect.poll(heard, soon).toMatch(/I'll remind you to water the ferns/);
      await slash('reminders');
      const listed = () => bellhop.slack.posted.find(({ text }) => text.startsWith('Your reminders'))?.text;
      await expect.poll(listed, soon).toBeDefined();
      expect(listed()?.match(/water the ferns/g)).toHaveLength(1);
    },
  );

  it('what is written wrongly into it is asked again, in the conversation', inTurn, async ({ expect }) => {
    const view = opened(await slash('remind'));
    await post('/slack/interactions', interaction(submitted(view ?? {}, { what: 'call Kim', when: 'when the cows come home' })));
    await expect.poll(heard, soon).toMatch(/cows come home/);
  });

  it('a message is reminded of from its own menu, with what is missing in a form, and only who asked sees the answer', inTurn, async ({ expect }) => {
    const trigger = `form.${++count}`;
    const asked = shortcut('bellhop:on:remind:what', 'feed the cat', { trigger_id: trigger, response_url: bellhop.slack.responseUrl() });
    await post('/slack/interactions', interaction(asked));
    const view = opened(trigger);
    expect(view?.blocks).toMatchObject([{ block_id: 'when' }]);
    await post('/slack/interactions', interaction(submitted(view ?? {}, { when: 'in 3 hours' })));
    await expect.poll(heard, soon).toMatch(/I'll remind you to feed the cat/);
    expect(bellhop.slack.posted.find(({ text }) => /feed the cat/.test(text))?.onlyFor).toBe(workspace.user);
  });

  it('where Slack opens none, the question is asked in words, and nothing is lost', inTurn, async ({ expect }) => {
    bellhop.slack.refuse('views.open', 'expired_trigger_id');
    await slash('remind');
    await expect.poll(heard, soon).toMatch(/What should I remind you of/);
    bellhop.slack.refuse('views.open', null);
    expect(bellhop.slack.posted.every(({ channel }) => channel === workspace.channel || channel.endsWith(workspace.user))).toBe(true);
  });

  it('the Messages tab suggests what can be said', inTurn, async ({ expect }) => {
    expect(await opens('messages')).toBe(200);
    const prompts = () => bellhop.slack.prompts.get(workspace.direct) ?? [];
    await expect.poll(() => prompts().map(({ message }) => message), soon).toEqual(expect.arrayContaining(['check example.com', 'help']));
  });

  it('the Home tab shows what is going on, and what is pressed there is answered beside it', inTurn, async ({ expect }) => {
    expect(await opens('home')).toBe(200);
    const home = () => JSON.stringify(bellhop.slack.homes.get(workspace.user) ?? null);
    await expect.poll(home, soon).toMatch(/feed the cat.*What you can say/);

    const [button] = home().match(/"value":"forget[^"]*"/) ?? [];
    const press = pressed(String(JSON.parse(`{${button}}`).value), {
      container: { type: 'view' },
      channel: undefined,
      trigger_id: `form.${++count}`,
    });
    const view = bellhop.slack.homes.get(workspace.user);
    expect(await post('/slack/interactions', interaction({ ...press, view }))).toBe(200);
    await expect.poll(() => bellhop.slack.posted.findLast(({ channel }) => channel === workspace.direct)?.text, soon).toMatch(/won't remind|forgot/i);
  });
});
