import { describe, expect, it } from 'vitest';
import { systemClock } from '../../shared/clock.ts';
import { lookAt } from './plan.ts';

describe('a channel that speaks by mail', () => {
  const env = { EMAIL_WEBHOOK_TOKEN: 'd'.repeat(16) };
  const problems = async (...[more = {}, there]: [object?, Parameters<typeof lookAt>[2]?]) =>
    (await lookAt({ ...env, ...more }, systemClock, there)).problems.map(({ message }) => message);

  it('is half of one where none can be sent, here or where the settings are for', async () => {
    expect(await problems()).toEqual([expect.stringContaining('Email is half configured')]);
    expect(await problems({ SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'bot@example.com' })).toEqual([]);
    expect(await problems({}, { send: () => Promise.reject(new Error('not here')) })).toEqual([]);
  });
});
