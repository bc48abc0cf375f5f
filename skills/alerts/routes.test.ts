import { afterEach, describe, expect, it } from 'vitest';
import type { Place } from '../../shared/channel/inbound.ts';
import { type Person, type PersonId, people } from '../../shared/people/person.ts';
import { plain } from '../../shared/reply/text.ts';
import { everySkill, type OpenSkills, openSkills } from '../../test/open-skills.ts';

const opened: OpenSkills[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

const minute = 60_000;
const idOf = (user: string) => `slack/t1/${user}` as PersonId;
const home = (user: string): Place => ({ channel: 'slack', bot: 'main', tenant: 't1', conversation: `D-${user}`, user, direct: true });

/** Ada, Ben and Cem of one workspace; `homeless` can be told nothing directly. It is Wednesday 10 June 2026, 14:00 in Berlin. */
async function open({ homeless = [] as string[] } = {}) {
  const bell = openSkills(everySkill);
  opened.push(bell);
  for (const [user, name] of [
    ['ada', 'Ada'],
    ['ben', 'Ben'],
    ['cem', 'Cem'],
  ] as const) {
    const person: Person = { id: idOf(user), name, role: user === 'ada' ? 'admin' : 'operator', locale: 'en', timeZone: 'Europe/Berlin' };
    await bell.store.put(people, person.id, homeless.includes(user) ? person : { ...person, home: home(user) });
  }
  const as = (user: string) => ({ user, person: { id: idOf(user), name: user.charAt(0).toUpperCase() + user.slice(1) } });
  const say = async (words: string, user = 'ada') => bell.say(words, as(user));
  const told = async (over: { level?: string; tags?: string } = {}) => {
    const before = bell.issued.length;
    await bell.run('incident', { args: { key: `k/${before}/${bell.clock.now()}`, state: 'open', what: 'shop', why: 'x', ...over } }, as('ada'));
    return bell.issued.slice(before).map(({ name, place }) => `${name} ${place.user ?? place.conversation}`);
  };
  return { ...bell, ask: async (words: string, user?: string) => plain((await say(words, user)).text), said: say, told };
}

describe('a route', () => {
  it('says whom incidents are told; the one that says most is used, and without any it is told where it was asked for', async () => {
    const { said, told } = await open();
    expect(await told()).toEqual(['alert k1']);
    const made = await said('route everything to me, then after 10 minutes @ben and here');
    expect(made.fields?.map(({ value }) => value)).toEqual(['at once Ada', 'after 10 minutes Ben and here']);
    await said('route errors tagged shop, db to @ben');
    await said('route warnings to @cem');
    expect(await told()).toEqual(['alert ada']);
    expect(await told({ tags: 'db shop eu' })).toEqual(['alert ben']);
    expect(await told({ tags: 'shop' })).toEqual(['alert ada']);
    expect(await told({ level: 'warning', tags: 'db shop' })).toEqual(['alert cem']);
  });

  it('is listed, set anew and taken away', async () => {
    const { said, ask } = await open();
    await said('route errors to me');
    await said('route errors to @ben, then here');
    await said('leite alles zwischen 8 und 18 an mich');
    const list = await said('routes');
    expect(list.table?.rows).toEqual([
      ['1', 'errors', 'at once Ben; after 5 minutes here'],
      ['2', 'everything between 08:00 and 18:00 (Berlin time)', 'at once Ada'],
    ]);
    expect(await ask('unroute everything between 08:00 and 18:00 (berlin time)')).toContain('is taken away');
    expect(await ask('unroute 1')).toBe('The route for errors is taken away.');
    expect(await ask('unroute 1')).toBe('There is no route “1”.');
    expect(await ask('routes')).toContain('There are no routes');
  });

  it('that nobody understands, or to nobody, is refused with an example', async () => {
    const { said } = await open();
    await expect(said('route bananas to me')).rejects.toThrow('I don’t know what “bananas” is for a route.');
    await expect(said('route errors between 22 and 27 to me')).rejects.toThrow('22:00–27:00');
    await expect(said('route everything to @nobody')).rejects.toThrow('nobody');
  });
});

describe('a rotation', () => {
  it('hands over by its rule, and who takes it is on duty until then', async () => {
    const { said, ask, clock, told } = await open();
    expect(await ask('who is on duty')).toBe('There are no rotations, so nobody is on duty.');
    await said('rotation ops of @ada, @ben every day at 9');
    await said('route everything to ops');
    const who = async () => (await said('who is on duty')).table?.rows;
    expect(await who()).toEqual([['ops', 'Ada', 'tomorrow at 09:00']]);
    expect(await ask('i take it until 18:00', 'cem')).toBe('You are on duty in ops until today at 18:00.');
    expect(await who()).toEqual([['ops', 'Cem instead of Ada', 'today at 18:00']]);
    expect(await told()).toEqual(['alert cem']);
    await ask('ack', 'cem');
    await clock.advance(28 * 60 * minute);
    // A change of the plan forgets nothing of whose turn it is.
    await said('route warnings to ops');
    expect(await told()).toEqual(['alert ben']);
  });

  it('whose member has no channel: the next step is taken at once, and an admin hears it, once', async () => {
    const { said, told, ask, issued, run } = await open({ homeless: ['ben'] });
    await said('rotation ops of @ben every monday at 9');
    await said('route everything to ops, then @cem');
    expect(await told()).toEqual(['duty_unreachable ada', 'alert cem']);
    const heard = await run('duty_unreachable', issued.find(({ name }) => name === 'duty_unreachable')?.raw ?? {});
    expect(plain(heard.text)).toBe('Ben is on duty in ops and has no channel where I could say so: shop. I went on to the next step.');
    expect(await ask('timeline shop')).toBe('What happened: shop');
  });

  it('that reaches nobody at all is told where it was asked for', async () => {
    const { said, told } = await open({ homeless: ['ben'] });
    await said('rotation ops of @ben every monday at 9');
    await said('route everything to ops');
    expect(await told()).toEqual(['duty_unreachable ada', 'alert k1']);
  });

  it('is refused where it would not go on, and isn’t taken away while a route goes to it', async () => {
    const { said, ask } = await open();
    await expect(said('rotation ops of @ada tomorrow at 9')).rejects.toThrow('hands over again and again');
    await expect(said('rotation here of @ada every monday')).rejects.toThrow('can’t name a rotation');
    await said('rotation ops of @ada every monday');
    await said('route everything to ops');
    await expect(said('unrotate ops')).rejects.toThrow('A route goes to ops.');
    await said('unroute 1');
    expect(await ask('unrotate ops')).toBe('The rotation ops is taken away.');
  });
});
