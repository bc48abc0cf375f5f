import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everySkill, type OpenSkills, openSkills } from '../../test/open-skills.ts';
import { badgePage } from './badge.ts';
import { checkStates, fresh } from './judge.ts';

const dayMs = 86_400_000;

describe('a badge', () => {
  let bell: OpenSkills;
  beforeEach(() => {
    bell = openSkills(everySkill);
  });
  afterEach(() => bell.close());

  const made = async () => {
    const { actions } = await bell.say('watch example.com');
    return actions?.[0]?.args.which ?? '';
  };
  const shown = async (name: string, query = '') => {
    const { status, headers, body = '' } = await badgePage.answer(name, bell, { query, isHead: false, headers: {}, body: '' });
    expect(headers).toMatchObject({ 'content-type': 'image/svg+xml; charset=utf-8', 'cache-control': 'public, max-age=300' });
    return { status, label: /aria-label="([^"]*)"/.exec(body)?.[1], body };
  };

  it('says how much of the last days it was up, never rounded up, or how it is', async () => {
    const id = await made();
    expect(await shown(`${id}.svg`)).toMatchObject({ status: 200, label: 'uptime: unknown' });
    const now = bell.clock.now();
    const sample = (daysAgo: number, state: 'up' | 'down', forMs = dayMs) => ({ series: id, at: now - daysAgo * dayMs, forMs, state });
    await bell.series.append([
      sample(3, 'up'),
      sample(2, 'up', dayMs - 60_000),
      { ...sample(1, 'down', 60_000), at: now - dayMs - 60_000 },
      sample(1, 'up'),
    ]);
    expect(await shown(`${id}.svg`)).toMatchObject({ label: 'uptime: 99.97%' });
    expect(await shown(`${id}.svg`, 'days=1&label=Shop%20%3C%26%22')).toMatchObject({ label: 'Shop &#60;&#38;&#34;: 100%' });
    await bell.store.put(checkStates, id, { ...fresh(now), status: 'down' });
    expect(await shown(`${id}.svg`, 'what=state')).toMatchObject({ label: 'status: down' });
  });

  it('is found by its id alone, and tells nothing of what is watched', async () => {
    const id = await made();
    expect((await shown(`${id}.svg`)).body).not.toContain('example.com');
    for (const name of [id, 'example.com.svg', `${'0'.repeat(24)}.svg`, '.svg'])
      expect(await shown(name)).toMatchObject({ status: 404, label: 'badge: not found' });
  });
});
