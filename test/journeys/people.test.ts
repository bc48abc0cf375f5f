import { afterAll, beforeAll, describe, it } from 'vitest';
import { interactionModel } from '../../bots/alexa/publish.ts';
import { allSkills } from '../../infra/core/skills.ts';
import { catalogueOf } from '../../shared/command/catalogue.ts';
import { claimCode } from '../../shared/people/claim.ts';
import { talk } from '../platforms/alexa-talk.ts';
import { mouths } from './mouths.ts';
import { type JourneyWorld, worlds } from './worlds.ts';

const { model } = interactionModel(catalogueOf(allSkills([]).flatMap((skill) => skill.commands)), 'my bellhop');
const openers = new Map(mouths);
const key = Buffer.alloc(32, 7).toString('base64');

/** One person on Slack, Telegram and Alexa: linked by codes, with one list of reminders and rights that follow them. */
describe.concurrent.each(worlds)('one person on three channels, in %s', (_, open) => {
  let bellhop: JourneyWorld;
  beforeAll(async () => {
    bellhop = await open({ slackRates: 'bursts', env: { BELLHOP_KEY: key } });
  }, 60_000);
  afterAll(() => bellhop.close());

  it('is linked, is the same, has the same reminders, and may what both may', async ({ expect }) => {
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
  }, 60_000);
});
