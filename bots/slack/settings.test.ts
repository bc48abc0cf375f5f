import { describe, expect, it } from 'vitest';
import { SettingsError } from '../../shared/errors.ts';
import { slackConfig } from './settings.ts';

const secret = '8f742231b10e8888abcd99babe1085a5';

describe('Slack’s settings', () => {
  it('none: off, with the way to turn it on', () => {
    expect(slackConfig({})).toEqual({ off: expect.stringContaining('SLACK_BOT_TOKEN') });
  });

  it('signing secret and bot token: by HTTP', () => {
    expect(slackConfig({ SLACK_SIGNING_SECRET: secret, SLACK_BOT_TOKEN: 'xoxb-1' })).toEqual({
      botToken: 'xoxb-1',
      apiUrl: 'https://slack.com/api/',
      from: { kind: 'http', signingSecret: secret },
    });
  });

  it('app token and bot token: by Socket Mode, whatever else is set', () => {
    const env = { SLACK_SIGNING_SECRET: secret, SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_API_URL: 'http://127.0.0.1:9/api' };
    expect(slackConfig(env)).toEqual({ botToken: 'xoxb-1', apiUrl: 'http://127.0.0.1:9/api/', from: { kind: 'socket', appToken: 'xapp-1' } });
  });

  it.each([
    [{ SLACK_SIGNING_SECRET: secret }, 'SLACK_BOT_TOKEN'],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_BOT_TOKEN'],
    [{ SLACK_BOT_TOKEN: 'xoxp-1', SLACK_SIGNING_SECRET: secret }, 'SLACK_BOT_TOKEN'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'a b c d e' }, 'SLACK_SIGNING_SECRET'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: secret, SLACK_API_URL: 'slack.com' }, 'SLACK_API_URL'],
  ])('half or wrong: an error that names the variable and says what to do (%#)', (env, name) => {
    let thrown: unknown;
    try {
      slackConfig(env);
    } catch (cause) {
      thrown = cause;
    }
    if (!(thrown instanceof SettingsError)) throw new Error('expected a SettingsError');
    expect(thrown.message).toContain(name);
    expect(thrown.hint).toBeTruthy();
    expect(thrown.message + thrown.hint).not.toMatch(/xoxp-1|a b c d e/);
  });
});
