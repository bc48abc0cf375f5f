import { afterEach, describe, expect, it } from 'vitest';
import type { PersonId } from '../../shared/people/person.ts';
import { plain } from '../../shared/reply/text.ts';
import { everySkill, type OpenSkills, openSkills } from '../../test/open-skills.ts';

const opened: OpenSkills[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

const minute = 60_000;
const place = { channel: 'slack', tenant: 't1' };

/** It is Wednesday 10 June 2026, 14:00 in Berlin. */
function open() {
  const bell = openSkills(everySkill);
  opened.push(bell);
  const say = (words: string, locale = 'en') => bell.say(words, { person: { id: 'slack/t1/u1' as PersonId, name: 'Ada', role: 'operator', locale } });
  /** The windows there are, as they are kept. */
  const kept = async () => (await bell.services.alertPlans.get(place)).windows;
  return { ...bell, say, kept, ask: async (words: string, locale?: string) => plain((await say(words, locale)).text) };
}

describe('maintenance', () => {
  it('for a tag, from a time on, is then and only then, and of what has the tag', async () => {
    const { ask, kept } = open();
    expect(await ask('maintenance for tag shop from 22:00 for 2 hours')).toBe(
      'Maintenance for tag shop begins today at 22:00 and ends tomorrow at 00:00: nobody is told meanwhile.',
    );
    expect(await kept()).toMatchObject([{ tags: ['shop'], names: [], forMs: 120 * minute, by: 'Ada' }]);
  });

  it('begins at once without a time, is of names too, listed, and ended', async () => {
    const { ask, say, kept } = open();
    expect(await ask('maintenance for shop.example and db.example for 30 minutes')).toContain('is on until today at 14:30');
    expect(await kept()).toMatchObject([{ names: ['shop.example', 'db.example'], tags: [] }]);
    await say('wartung für alles jeden Sonntag um 3 für 1 Stunde', 'de');
    expect((await say('maintenance windows')).table?.rows).toEqual([
      ['1', 'shop.example and db.example', 'once', 'now, until today at 14:30', '30 minutes', 'Ada'],
      ['2', 'everything', 'every Sunday at 03:00 Europe/Berlin', 'on Sunday 14 June at 03:00', '1 hour', 'Ada'],
    ]);
    expect(await ask('end maintenance 1')).toBe('Maintenance for shop.example and db.example is over: what is down is told again.');
    expect(await kept()).toMatchObject([{ names: [], tags: [] }]);
    expect(await ask('beende wartung für alles', 'de')).toContain('ist vorbei');
    expect(await ask('windows')).toBe('There is no maintenance, and none to come.');
  });
});
