import { afterAll, beforeAll, describe, it } from 'vitest';
import { interaction, slashCommand, submitted, workspace } from '../platforms/slack.ts';
import { type JourneyWorld, worlds } from './worlds.ts';

const inTurn = { concurrent: false, timeout: 60_000 };
const soon = { timeout: 10_000 };

describe.concurrent.each(worlds)('a form in Slack, in %s', (_, open) => {
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

  it('where Slack opens none, the question is asked in words, and nothing is lost', inTurn, async ({ expect }) => {
    bellhop.slack.refuse('views.open', 'expired_trigger_id');
    await slash('remind');
    await expect.poll(heard, soon).toMatch(/What should I remind you of/);
    bellhop.slack.refuse('views.open', null);
    expect(bellhop.slack.posted.every(({ channel }) => channel === workspace.channel || channel.endsWith(workspace.user))).toBe(true);
  });
});
