import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plain } from '../../shared/reply/text.ts';
import { everySkill, type OpenSkills, openSkills } from '../../test/open-skills.ts';
import { checkOf, heartbeatPage, heartbeats, tokenOf } from './heartbeat.ts';
import { heartbeat } from './kinds/heartbeat.ts';

const dayMs = 86_400_000;
const key = 'a key of this installation';

describe('a token', () => {
  const id = '0123456789abcdef01234567';

  it('leads to its check, and nobody guesses another', () => {
    const token = tokenOf(key, id);
    expect(token).toMatch(/^[\w-]{46}$/);
    expect(checkOf(key, token)).toBe(id);
    for (const wrong of ['', id, tokenOf('another key', id), token.replace(/^./, 'f'), `${token}x`, `${id}${'é'.repeat(22)}`])
      expect(checkOf(key, wrong)).toBeNull();
  });
});

describe('a heartbeat', () => {
  let bell: OpenSkills;
  beforeEach(() => {
    bell = openSkills(everySkill, { env: { BELLHOP_KEY: key } });
  });
  afterEach(() => bell.close());

  async function watched(words = 'watch heartbeat backup every 1 day') {
    const { text, speech } = await bell.say(words);
    const token = /\/heartbeat\/([\w-]+)/.exec(plain(text))?.[1] ?? '';
    const id = checkOf(key, token) ?? '';
    const found = await bell.services.checks.get(id);
    if (!found) throw new Error('It is not watched.');
    return { id, token, check: found.check, text: plain(text), speech };
  }

  it('is made from chat, and answered with its address, which a voice does not spell', async () => {
    const { check, text, speech, token } = await watched();
    expect(text).toBe(
      `I wait for backup to report in every 1 day, and tell you here when it is late. It does so by calling its own address, which nobody else should know: curl -fsS https://bellhop.example.com/heartbeat/${token}`,
    );
    expect(speech).toBe('I wait for backup to report in every 1 day. The uptime of it shows you in writing where.');
    expect(check).toMatchObject({ name: 'backup', kind: 'heartbeat', config: { name: 'backup', everyMs: dayMs }, everyMs: 60_000 });
    const shown = await bell.say('uptime backup');
    expect(shown.fields?.map(({ name, value }) => `${name} ${plain(value)}`)).toContain(
      `Reports in at https://bellhop.example.com/heartbeat/${token}`,
    );
  });

  it('is kept before it is answered, once a second; a preview of its link is none, and neither is a token of nobody', async () => {
    const { id, token } = await watched();
    const heard: string[] = [];
    const page = heartbeatPage((_, check) => heard.push(check));
    const call = (named: string, isHead = false) => page.answer(named, bell, { query: '', isHead, headers: {}, body: '' });
    expect(await call(token, true)).toMatchObject({ status: 200 });
    expect(await bell.store.get(heartbeats, id)).toBeNull();
    expect(await call(token)).toMatchObject({ status: 200, body: '{"ok":true}' });
    expect(await call(token)).toMatchObject({ status: 200 });
    expect((await bell.store.get(heartbeats, id))?.value).toEqual({ at: bell.clock.now() });
    expect(heard).toEqual([id]);
    expect(await call(tokenOf('another key', id))).toMatchObject({ status: 404 });
    await bell.services.checks.remove(id);
    expect(await call(token)).toMatchObject({ status: 404 });
  });

  it('is up while it comes, late past its interval and grace, and unknown until the first', async () => {
    const run = (lastAt: number | null, now: number) =>
      heartbeat.run({ name: 'backup', everyMs: dayMs }, {
        reported: async () => ({ lastAt, since: 0 }),
        now: () => now,
        timeoutMs: 1_000,
      } as Parameters<typeof heartbeat.run>[1]);
    expect(await run(null, dayMs)).toMatchObject({ up: false, code: 'not_reported_yet' });
    expect(await run(null, dayMs + 60_001)).toMatchObject({ up: false, code: 'not_reported' });
    expect(await run(dayMs, 2 * dayMs + 60_000)).toMatchObject({ up: true, ms: 0 });
    expect(await run(dayMs, 2 * dayMs + 60_001)).toMatchObject({ up: false, code: 'not_reported', values: { everyMs: dayMs } });
  });

  it('may be each week; what is looked at is so once a day at the least', async () => {
    expect((await watched('watch heartbeat audit every 7 days')).check.config).toMatchObject({ everyMs: 7 * dayMs });
    expect(plain((await bell.say('watch example.com every 3 days')).text)).toContain('every 1 day');
  });
});
