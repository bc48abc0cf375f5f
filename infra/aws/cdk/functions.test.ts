import { describe, expect, it } from 'vitest';
import { channels } from '../../../bots/index.ts';
import { systemClock as clock } from '../../../shared/clock.ts';
import { deadQueue, mailQueue, queueNames, textQueue } from '../queues.ts';
import { feedsOf, functionParts, partsOf } from './functions.ts';

describe('the functions', () => {
  it('have names of their own', () => {
    const names = functionParts.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('take from each queue, and no two from one', () => {
    const fed = (mailFrom?: string, smsFrom?: string) => partsOf({ mailFrom, smsFrom }).flatMap((part) => feedsOf(part).map(({ queue }) => queue));
    expect(fed().sort()).toEqual([...queueNames, deadQueue].sort());
    expect(fed('example.com').sort()).toEqual([...queueNames, deadQueue, mailQueue].sort());
    expect(fed(undefined, '+14155550100').sort()).toEqual([...queueNames, deadQueue, textQueue].sort());
  });

  it('send to each queue', () => {
    const reached = new Set(functionParts.flatMap(({ may }) => may.sendsTo ?? []));
    expect([...reached].sort()).toEqual([...queueNames].sort());
  });

  it('invoke only each other', () => {
    const names = functionParts.map(({ name }) => name);
    for (const { may } of functionParts) expect(names).toEqual(expect.arrayContaining([...(may.invokes ?? [])]));
  });

  it('run heavy commands one by one: each has the memory for itself', () => {
    const batches = (group: string) =>
      functionParts.filter((part) => part.group === group).flatMap((part) => feedsOf(part).map(({ batch }) => batch));
    expect(batches('heavy')).toEqual([1, 1, 1]);
    expect(batches('quick')).toEqual([10, 10, 10]);
  });

  it('end within what Lambda lets them live, and an ingress within what platforms wait', () => {
    for (const { timeoutS, trigger } of functionParts) expect(timeoutS).toBeLessThanOrEqual(trigger.kind === 'http' ? 10 : 900);
  });
});

describe('a channel', () => {
  const mail = { send: () => Promise.reject(new Error('not here')) };
  const tools = { clock, random: Math.random, url: 'https://bellhop.example', env: {}, mail };
  it.each([
    ['slack', { SLACK_SIGNING_SECRET: '0123456789abcdef', SLACK_BOT_TOKEN: 'xoxb-1' }],
    ['telegram', { TELEGRAM_BOT_TOKEN: '1:a', TELEGRAM_WEBHOOK_SECRET: 'secret' }],
    ['teams', { TEAMS_APP_ID: '00000000-0000-0000-0000-000000000000', TEAMS_APP_PASSWORD: 'x', TEAMS_TENANT_ID: 'botframework.com' }],
    ['messenger', { MESSENGER_APP_SECRET: '0123456789abcdef', MESSENGER_VERIFY_TOKEN: 'some-words', MESSENGER_PAGE_TOKEN: 'EAAtoken' }],
    ['sms', { TWILIO_ACCOUNT_SID: `AC${'a1'.repeat(16)}`, TWILIO_AUTH_TOKEN: '0f'.repeat(16), TWILIO_FROM: '+14155550100' }],
    ['email', { EMAIL_WEBHOOK_TOKEN: '0123456789abcdef' }],
    ['alexa', { ALEXA_SKILL_ID: 'amzn1.ask.skill.1' }],
    ['web', { BELLHOP_KEY: Buffer.alloc(32, 1).toString('base64') }],
  ])('%s serves, once it is on, the routes for which it has a door', (name, env) => {
    const module = channels.find((one) => one.name === name);
    const configured = module?.configure(env, { ...tools, env });
    expect(configured && 'on' in configured ? configured.on.routes : []).toEqual(module?.routes);
    expect(module?.routes.length).toBeGreaterThan(0);
  });

  it('that is polled, or speaks by a socket, serves none of them', () => {
    for (const [name, env] of [
      ['slack', { SLACK_APP_TOKEN: 'xapp-1', SLACK_BOT_TOKEN: 'xoxb-1' }],
      ['telegram', { TELEGRAM_BOT_TOKEN: '1:a' }],
    ] as const) {
      const configured = channels.find((one) => one.name === name)?.configure(env, { ...tools, env });
      expect(configured && 'on' in configured && configured.on.routes).toEqual([]);
    }
  });
});
