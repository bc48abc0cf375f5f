import { afterEach, describe, expect, it } from 'vitest';
import { plain } from '../../shared/reply/text.ts';
import { everySkill, type OpenSkills, openSkills } from '../../test/open-skills.ts';

const opened: OpenSkills[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});
function open() {
  const bell = openSkills(everySkill);
  opened.push(bell);
  return { ...bell, words: async (said: string, locale = 'en') => plain((await bell.say(said, { person: { locale } })).text) };
}

describe('watch', () => {
  it.each([
    ['watch example.com', 'en', 'I watch https://example.com/ every minute, and tell you here when it is down.'],
    ['watch example.com every minute', 'en', 'I watch https://example.com/ every minute, and tell you here when it is down.'],
    ['beobachte example.com jede Minute', 'de', 'Ich beobachte https://example.com/, jede Minute, und sage hier Bescheid, wenn es ausfällt.'],
    ['watch example.com every 30 seconds', 'en', 'I watch https://example.com/ every 30 seconds, and tell you here when it is down.'],
    ['beobachte example.com alle 5 Minuten', 'de', 'Ich beobachte https://example.com/, alle 5 Minuten, und sage hier Bescheid, wenn es ausfällt.'],
  ])('%s', async (said, locale, answer) => {
    expect(await open().words(said, locale)).toBe(answer);
  });

  it('what it can not read is refused, with what to give', async () => {
    await expect(open().say('watch the kettle')).rejects.toThrow("I don't know how to watch “the kettle”.");
    await expect(open().run('watch', { args: { what: 'example.com', every: '1s' } })).rejects.toThrow(/5 ?s/);
  });

  it('depends on what it names, and on nothing that isn’t one thing that is watched', async () => {
    const { say, run, services } = open();
    await say('watch router.example.com');
    await say('watch shop.example.com depends:router.example.com');
    const all = await services.checks.list({ channel: 'slack', bot: 'main', tenant: 't1', conversation: 'k1' }, 'slack/t1/u1' as never);
    const [router, shop] = all.map(({ check }) => check);
    expect([router?.dependsOn, shop?.dependsOn]).toEqual([[], [router?.id]]);
    await expect(run('watch', { args: { what: 'example.com', depends: 'the moon' } })).rejects.toThrow(
      '“the moon” is not one thing that is watched.',
    );
  });

  it('is listed, silenced, taken away and brought back', async () => {
    const { words, say, services } = open();
    expect(await words('checks')).toBe('Nothing is watched. Begin like this: watch example.com every minute');
    await words('watch example.com every 30 seconds');
    await words('watch example.org');
    const { table, speech } = await say('checks');
    expect(table?.rows.map((row) => row.slice(0, 3))).toEqual([
      ['1', 'https://example.com/', 'not looked at yet'],
      ['2', 'https://example.org/', 'not looked at yet'],
    ]);
    expect(speech).toBe('2 things are watched. All of it is up.');
    expect(await words('silence example.com for 1 hour')).toBe(
      'https://example.com/ is silenced until today at 15:00: I look at it and tell nobody.',
    );
    expect((await say('checks')).table?.rows[0]?.[2]).toBe('not looked at yet, silenced');
    expect(await words('unsilence 1')).toBe("https://example.com/ isn't silenced any more.");
    expect(await words('unwatch the second one')).toBe('Watched no more: https://example.org/.');
    expect((await services.checks.list({ channel: 'slack', bot: 'main', tenant: 't1', conversation: 'k1' }, 'slack/t1/u1' as never)).length).toBe(1);
    expect(await words('unwatch nothing')).toBe('Nothing that is watched fits “nothing”. checks shows all there is.');
  });
});
