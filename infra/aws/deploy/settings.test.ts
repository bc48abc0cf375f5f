import { describe, expect, it } from 'vitest';
import type { Channel, ChannelModule } from '../../../shared/channel/channel.ts';
import { SettingsError } from '../../../shared/errors.ts';
import { manualClock } from '../../../shared/timers/manual-clock.ts';
import { stageOf } from '../cdk/stage.ts';
import { checkChannelsOf, secretSettings, settingsChange } from './settings.ts';

const tools = { clock: manualClock(), random: () => 0.5, url: 'https://bellhop.invalid' };
const stage = (settings: object = {}) => stageOf('prod', { prod: settings });
const telegram = { TELEGRAM_BOT_TOKEN: '1:a', TELEGRAM_WEBHOOK_SECRET: 'b' };
const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'c'.repeat(32) };

const words = (env: Record<string, string>, settings: object = {}) =>
  Object.fromEntries(
    checkChannelsOf(stage(settings), [], { ...tools, env }).map(({ about, state, hint }) => [about, `${state}${hint ? `: ${hint}` : ''}`]),
  );

describe('channels', () => {
  it('that are set up for HTTP go with the stage, and others are off', () => {
    expect(words({ ...telegram, ...slack })).toEqual({
      slack: 'ok',
      teams: 'off',
      telegram: 'ok',
      messenger: 'off',
      sms: 'off',
      email: 'off',
      alexa: 'off',
    });
  });

  it('that speak by mail need an address of the stage', () => {
    const email = { EMAIL_WEBHOOK_TOKEN: 'd'.repeat(16) };
    expect(words(email, { mailFrom: 'bot@example.com' }).email).toBe('ok');
    expect(words(email).email).toMatch(/^wrong: .*"mailFrom" of the stage/);
    expect(words({ IMAP_URL: 'imaps://a:b@mail.example.com' }, { mailFrom: 'bot@example.com' }).email).toMatch(/^wrong: Set EMAIL_WEBHOOK_TOKEN/);
    expect(secretSettings({ ...email, IMAP_URL: 'imaps://a:b@mail.example.com' }, [])).toEqual(email);
  });

  it('that ask their platform themselves can not: it says what to set', () => {
    expect(words({ TELEGRAM_BOT_TOKEN: '1:a' }).telegram).toBe('wrong: Set TELEGRAM_BOT_TOKEN and TELEGRAM_WEBHOOK_SECRET.');
    expect(words({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }).slack).toMatch(/^wrong: .*SLACK_SIGNING_SECRET/);
  });

  it('of voice are of the skill that cdk.json names', () => {
    const [one, other] = ['amzn1.ask.skill.1', 'amzn1.ask.skill.2'];
    expect(words({}, { alexaSkillId: one }).alexa).toBe('ok');
    expect(words({ ALEXA_SKILL_ID: one }, { alexaSkillId: one }).alexa).toBe('ok');
    expect(words({ ALEXA_SKILL_ID: one }).alexa).toContain(`wrong: Set "alexaSkillId": "${one}"`);
    expect(words({ ALEXA_SKILL_ID: one }, { alexaSkillId: other }).alexa).toContain('wrong');
    expect(words({ ALEXA_VERIFY: 'off' }, { alexaSkillId: one }).alexa).toContain('wrong');
  });
});

describe("people's own channels", () => {
  const own = (on: object) => ({ name: 'pigeon', settings: [], routes: [], configure: () => ({ on: { routes: [], ...on } as unknown as Channel }) });
  const found = (module: ChannelModule) => checkChannelsOf(stage(), [module], { ...tools, env: {} }).at(-1);

  it('go with the stage; those that are called must say at which routes in their definition, which the stage is made of', () => {
    const routes = [{ method: 'POST', path: '/pigeon' }] as const;
    expect(found(own({}))).toMatchObject({ about: 'pigeon', state: 'ok' });
    expect(found({ ...own({ routes }), routes })).toMatchObject({ state: 'ok' });
    expect(found(own({ routes }))).toMatchObject({ state: 'wrong', hint: expect.stringContaining('`routes` of the channel itself') });
  });

  it('whose settings are wrong are said to be', () => {
    const configure = () => {
      throw new SettingsError('PIGEON is malformed.', 'Feed it.');
    };
    expect(found({ ...own({}), configure })).toMatchObject({ state: 'wrong', detail: 'PIGEON is malformed.', hint: 'Feed it.' });
  });
});

describe('the secret', () => {
  it('has what channels need and how long things are kept, and nothing of this machine', () => {
    const here = {
      PORT: '1',
      BELLHOP_DATA: '/d',
      BELLHOP_KEY: 'k',
      BELLHOP_URL: 'http://x',
      SLACK_APP_TOKEN: 'xapp-1',
      ALEXA_SKILL_ID: 's',
      PATH: '/',
    };
    const kept = { ...telegram, ...slack, BELLHOP_KEEP_COMMANDS: '60d', BELLHOP_ALLOW_HOSTS: 'db.internal' };
    expect(secretSettings({ ...here, ...kept }, [])).toEqual(kept);
  });

  it("has people's own channels' settings too", () => {
    const own = { name: 'pigeon', settings: [{ name: 'PIGEON_TOKEN', meaning: '', secret: true }], routes: [], configure: () => ({ off: '' }) };
    expect(secretSettings({ PIGEON_TOKEN: 'p' }, [own])).toEqual({ PIGEON_TOKEN: 'p' });
  });

  it('keeps what is set there alone, its own key above all', () => {
    const change = settingsChange({ BELLHOP_KEY: 'k', A: '1', B: '1', C: '1' }, { A: '1', B: '2', D: '4' });
    expect(change).toEqual({ added: ['D'], changed: ['B'], kept: ['C'], next: { BELLHOP_KEY: 'k', A: '1', B: '2', C: '1', D: '4' } });
  });
});
