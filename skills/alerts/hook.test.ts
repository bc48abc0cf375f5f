import { expect, it } from 'vitest';
import type { PersonId } from '../../shared/people/person.ts';
import { plain } from '../../shared/reply/text.ts';
import { everySkill, openSkills } from '../../test/open-skills.ts';

it('a webhook is made from chat, shown to nobody else, listed, and taken away', async () => {
  const bell = openSkills(everySkill, { env: { BELLHOP_KEY: 'a key' } });
  try {
    const say = (words: string, locale = 'en') =>
      bell.say(words, { person: { id: 'slack/t1/u1' as PersonId, role: 'operator', locale }, id: 'once' });
    const made = await say('hook grafana');
    expect(made.visibility).toBe('private');
    const address = /https:\S+\/hooks\/[\w-]{46}$/.exec(plain(made.text))?.[0];
    expect(plain((await say('webhook für grafana', 'de')).text)).toContain(`Was grafana an diese Adresse schickt, wird als Störung gesagt`);
    expect((await say('hooks')).table?.rows).toEqual([['grafana', 'today at 14:00', address]]);
    expect(plain((await say('unhook Grafana')).text)).toBe('What comes to the address of Grafana is refused now.');
    expect(plain((await say('hooks')).text)).toContain('No program tells of incidents here');
  } finally {
    bell.close();
  }
});
