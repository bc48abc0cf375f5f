import { afterAll, beforeAll, describe, it } from 'vitest';
import { interactionModel } from '../../bots/alexa/publish.ts';
import { allSkills } from '../../infra/core/skills.ts';
import { catalogueOf } from '../../shared/command/catalogue.ts';
import { claimCode } from '../../shared/people/claim.ts';
import { talk } from '../platforms/alexa-talk.ts';
import { elsewhere, interaction, pressed, workspace } from '../platforms/slack.ts';
import { mouths } from './mouths.ts';
import { type JourneyWorld, worldsApart } from './worlds.ts';

const { model } = interactionModel(catalogueOf(allSkills([]).flatMap((skill) => skill.commands)), 'my bellhop');
const openers = new Map(mouths);
const key = Buffer.alloc(32, 7).toString('base64');

/** One person on Slack, Telegram and Alexa: linked by codes, with one list of reminders and rights that follow them. */
describe.concurrent.each(worldsApart)('one person on three channels, in %s', (_, open) => {
  let bellhop: JourneyWorld;
  beforeAll(async () => {
    bellhop = await open({ slackRates: 'bursts', env: { BELLHOP_KEY: key } });
  }, 60_000);
  afterAll(() => bellhop.close());

  it('is linked, is the same, has the same reminders, may what both may, asks a second person, and takes an alert aloud', async ({ expect }) => {
    let delivery = 700;
    const at = (name: string) => {
      const mouth = openers.get(name)?.(bellhop);
      if (!mouth) throw new Error(`There is no ${name}.`);
      return {
        say: (words: string) => mouth.say(words, ++delivery),
        async hears(words: RegExp): Promise<string> {
          await expect.poll(() => mouth.heard(), { timeout: 15_000 }).toMatch(words);
          return [...mouth.heard().matchAll(new RegExp(words, 'g'))].at(-1)?.[1] ?? '';
        },
      };
    };
    const [slack, telegram] = [at('slack'), at('telegram')];
    const echo = talk(bellhop.alexa, () => bellhop.origin(), model, { user: 'amzn1.ask.account.HOME' });

    await slack.say('link');
    const code = await slack.hears(/link ([34679ACDEFGHJKMNPQRTWXY]{6})\b/);
    await telegram.say(`link ${code}`);
    await telegram.hears(/You are the same person here now/);
    await slack.hears(/You are linked on Telegram now/);
    await telegram.say('whoami');
    await telegram.hears(/slack\/\w+\/\w+/);

    await slack.say('link voice');
    const digits = await slack.hears(/link (\d{6})\b/);
    expect(await echo.ask('link me')).toMatch(/link, and then: \d, \d/);
    expect(await echo.ask(`my code is ${[...digits].join(' ')}`)).toMatch(/All right, I know you now/);

    await telegram.say('remind me in 3 hours to water the plants');
    await telegram.hears(/water the plants/);
    // An index may lag.
    await expect.poll(() => echo.ask('my reminders'), { timeout: 15_000, interval: 200 }).toMatch(/You have one reminder: water the plants/);

    await slack.say('roles');
    await slack.hears(/it needs the role admin/);
    await slack.say(`claim ${claimCode(key)}`);
    await slack.hears(/You are an admin now, and the first/);
    await slack.say('roles');
    await slack.hears(/more than a member here:/);
    await telegram.say('roles');
    await telegram.hears(/it needs the role admin/);

    // Asked on Telegram, approved in Slack by somebody else, taken back where it was asked, and told of aloud.
    const bob = at('slack (slash command)');
    await bob.say('whoami');
    await bob.hears(new RegExp(`slack/\\w+/${elsewhere.user}`));
    await slack.say(`role <@${elsewhere.user}> operator`);
    await slack.hears(/operator/);
    await telegram.say('launch Ariane');
    await telegram.hears(/Shall I do it/);
    await pressTelegram('Yes, do it');
    await telegram.hears(/needs a second person’s yes. I asked/);
    await bob.hears(/asks for a second person’s yes/);
    await pressSlack('Approve', elsewhere.user);
    await telegram.hears(/Ariane is up/);
    await telegram.hears(/✓ Yes, do it/);
    await bob.hears(/✓ .+ approved it/);
    await telegram.say('undo');
    await telegram.hears(/Ariane is down again/);
    await expect.poll(() => echo.ask('history mine'), { timeout: 15_000, interval: 200 }).toMatch(/Your last: undo, done/);

    // An alert in Slack that nobody takes goes on to Telegram, and is taken aloud; all its messages show that.
    await slack.say('route errors tagged test to here, then after 1 second me, then after 1 second me');
    await slack.hears(/tagged test/);
    await slack.say('test alert');
    await slack.hears(/somebody tries whether alerts get through/);
    await telegram.hears(/somebody tries whether alerts get through/);
    await expect.poll(() => echo.ask('what is down'), { timeout: 15_000, interval: 200 }).toMatch(/One thing is down\. Number 1: A test/);
    expect(await echo.ask('acknowledge')).toMatch(/It is yours: A test/);
    await slack.hears(/A test is fine again/);
    await telegram.hears(/A test is fine again/);

    async function pressTelegram(label: string): Promise<void> {
      const sent = bellhop.telegram.calls.findLast(({ payload }) => JSON.stringify(payload).includes(label));
      const board = sent?.payload.reply_markup as { inline_keyboard: { text: string; callback_data: string }[][] } | undefined;
      const button = board?.inline_keyboard.flat().find(({ text }) => text === label);
      const posted = bellhop.telegram.posted().findLast(({ shown }) => shown.includes('Shall I do it'));
      const where = posted ? { messageId: posted.id } : {};
      const press = bellhop.telegram.says.press(button?.callback_data ?? '', where, `q${++delivery}`, 9_000 + ++delivery);
      // Telegram tells it until it is acknowledged.
      await expect.poll(() => bellhop.telegram.deliver(bellhop.origin(), press), { timeout: 15_000 }).toBe(200);
    }
    async function pressSlack(label: string, user: string): Promise<void> {
      const message = bellhop.slack.posted.findLast(({ blocks }) => JSON.stringify(blocks).includes(`"${label}"`));
      const buttons = (message?.blocks ?? []) as { elements?: { text?: { text?: string }; value?: string }[] }[];
      const token = buttons.flatMap(({ elements = [] }) => elements).find(({ text }) => text?.text === label)?.value ?? '';
      const channel = message?.channel ?? '';
      const body = interaction(
        pressed(token, {
          user: { id: user, username: 'bob', name: 'bob', team_id: workspace.team },
          trigger_id: `press.${++delivery}`,
          channel: { id: channel, name: 'there' },
          container: { type: 'message', message_ts: message?.ts, channel_id: channel, is_ephemeral: false },
          message: { type: 'message', ts: message?.ts, bot_id: 'B0001', text: '' },
        }),
      );
      const headers = { ...bellhop.slack.sign(body), 'content-type': 'application/x-www-form-urlencoded' };
      await fetch(`${bellhop.origin()}/slack/interactions`, { method: 'POST', headers, body });
    }
  }, 60_000);
});
