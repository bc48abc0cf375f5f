import { afterEach, describe, expect, it } from 'vitest';
import { linkedPerson, personBehind } from '../../shared/people/behind.ts';
import { type Person, type PersonId, people } from '../../shared/people/person.ts';
import { plain } from '../../shared/reply/text.ts';
import { type Asking, everySkill, type OpenSkills, openSkills } from '../../test/open-skills.ts';

const opened: OpenSkills[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

const ada = 'slack/t1/u1' as PersonId;
const phone = 'telegram/b/7' as PersonId;
const onPhone = { place: { channel: 'telegram', tenant: 'b', conversation: '7' }, user: '7' } satisfies Asking;

/** Speaks as the flow would have it: with the person behind the identity. */
async function open(over: Partial<Record<'slack' | 'phone', Partial<Person>>> = {}) {
  const bell = openSkills(everySkill);
  opened.push(bell);
  const base = { role: 'member', locale: 'en', timeZone: 'Europe/Berlin' } as const;
  await bell.store.put(people, ada, { ...base, id: ada, name: 'Ada', ...over.slack });
  await bell.store.put(people, phone, { ...base, id: phone, name: 'Ada L', ...over.phone });
  const known = async (id: PersonId) => (await bell.store.get<Person>(people, id))?.value ?? ({ ...base, id } satisfies Person);
  const at = (id: PersonId, asking: Asking) => async (words: string) =>
    bell.say(words, { ...asking, person: await personBehind(bell.store, await known(id)) });
  const codeOf = (text: string) => /link (\w{6})/.exec(text)?.[1] ?? '';
  const here = at(ada, {});
  return {
    bell,
    known,
    here,
    there: at(phone, onPhone),
    other: (n: number) => at(`telegram/b/x${n}` as PersonId, { ...onPhone, user: `x${n}` }),
    code: async (words = 'link') => codeOf(plain((await here(words)).text)),
    whole: async (id: PersonId) => personBehind(bell.store, await known(id)),
  };
}

describe('link', () => {
  it('makes the other channel the same person, once for a code, and tells who made it', async () => {
    const { bell, code, there, other, whole } = await open();
    const made = await code();
    expect(made).toMatch(/^[34679ACDEFGHJKMNPQRTWXY]{6}$/);
    expect(plain((await there(`link ${made.toLowerCase()}`)).text)).toContain('You are the same person here now as Ada');
    expect(await whole(phone)).toMatchObject({ id: ada, speaksAs: phone, name: 'Ada' });
    await expect(other(1)(`link ${made}`)).rejects.toThrow('wrong, used, or older');
    expect(bell.issued).toMatchObject([{ name: 'link_news', raw: { args: { what: 'joined', where: 'Telegram' } }, place: { channel: 'slack' } }]);
  });

  it('takes a code of digits as it is spoken', async () => {
    const { code, there, whole } = await open();
    const names = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
    const spoken = [...(await code('link voice'))].map((digit) => names[Number(digit)]).join(' ');
    await there(`link ${spoken}`);
    expect((await whole(phone)).id).toBe(ada);
  });

  it('says a code of digits one by one where it is spoken', async () => {
    const { bell } = await open();
    const said = await bell.say('link', { place: { channel: 'alexa', tenant: 's', conversation: 'h' }, user: 'h' });
    expect(said.speech).toMatch(/link, and then: \d, \d, \d, \d, \d, \d\./);
  });

  it('takes no code after ten minutes, and none before the last one', async () => {
    const { bell, code, there } = await open();
    const [first, second] = [await code(), await code()];
    await expect(there(`link ${first}`)).rejects.toThrow('wrong, used, or older');
    await bell.clock.advance(10 * 60_000 + 1);
    await expect(there(`link ${second}`)).rejects.toThrow('wrong, used, or older');
  });

  it('locks a code after five wrong ones that begin like it, and tells both sides', async () => {
    const { bell, code, other, there } = await open();
    const made = await code();
    const wrong = `${made.slice(0, 3)}${made.endsWith('AAA') ? 'CCC' : 'AAA'}`;
    for (let n = 1; n < 5; n++) await expect(other(n)(`link ${wrong}`)).rejects.toThrow('wrong, used, or older');
    await expect(other(5)(`link ${wrong}`)).rejects.toThrow('locked now');
    await expect(there(`link ${made}`)).rejects.toThrow('That code is locked');
    expect(bell.issued[0]).toMatchObject({ name: 'link_news', raw: { args: { what: 'locked', where: 'Telegram' } }, place: { channel: 'slack' } });
    expect(new Set(bell.issued.map(({ key }) => key)).size).toBe(1);
  });

  it('hears nothing more from who guesses, all at once or one after another', async () => {
    const { other, code } = await open();
    const guess = other(1);
    const tried = await Promise.allSettled(Array.from({ length: 12 }, () => guess('link QQQQQQ')));
    const why = tried.map((one) => (one.status === 'rejected' ? String(one.reason.code) : 'took it'));
    expect(why.filter((one) => one === 'link_code')).toHaveLength(5);
    expect(why.filter((one) => one === 'guesses_locked')).toHaveLength(7);
    await expect(guess(`link ${await code()}`)).rejects.toThrow('too many wrong codes');
  });

  it('gives no more rights than both had, and refuses what would take some away', async () => {
    const { code, there, whole } = await open({ slack: { role: 'admin', groups: ['ops', 'dev'] }, phone: { groups: ['ops', 'hr'] } });
    await there(`link ${await code()}`);
    expect(await whole(phone)).toMatchObject({ role: 'member', groups: ['ops'] });
    expect(await whole(ada)).toMatchObject({ role: 'admin', groups: ['ops', 'dev'] });
    const high = await open({ phone: { role: 'operator' } });
    await expect(high.there(`link ${await high.code()}`)).rejects.toThrow('You may more here (operator)');
  });

  it.each(['used', 'listed'])('a death after the code was %s leaves a right state, and the next run goes on', async (when) => {
    const { bell, code, there, known, whole } = await open();
    const made = await code();
    const put = bell.store.put;
    let writes = 0;
    bell.store.put = (async (collection: never, key: string, value: never, options: never) => {
      if (collection === people && ++writes === (when === 'used' ? 1 : 2)) throw new Error('died');
      return put.call(bell.store, collection, key, value, options);
    }) as typeof put;
    await expect(there(`link ${made}`)).rejects.toThrow('died');
    bell.store.put = put;
    expect(await whole(phone)).toMatchObject({ id: phone, role: 'member' });
    expect(await linkedPerson(bell.store, await known(phone))).toBeNull();
    await there(`link ${made}`);
    expect((await whole(phone)).id).toBe(ada);
  });
});

describe('unlink', () => {
  it('makes the channel a person of its own again, with no more than both may', async () => {
    const { bell, code, there, whole, known } = await open({ phone: { role: 'member' } });
    await there(`link ${await code()}`);
    await bell.store.put<Person>(people, ada, { ...(await known(ada)), role: 'guest' });
    await there('unlink');
    expect(await whole(phone)).toMatchObject({ id: phone, role: 'guest' });
    expect((await known(ada)).identities).toEqual([]);
  });

  it('asks which, where it is said on their first channel', async () => {
    const { bell, code, here, there, whole } = await open();
    await expect(here('unlink')).rejects.toThrow('No other channel is linked');
    await there(`link ${await code()}`);
    const asked = await here('unlink');
    expect(asked.actions).toMatchObject([{ args: { which: phone } }]);
    await bell.press(asked.actions?.[0], { person: await whole(ada) });
    expect((await whole(phone)).id).toBe(phone);
  });
});

it('what was remembered on either channel is listed and forgotten on both', async () => {
  const { code, here, there } = await open();
  await there('remind me in 2 hours to water the plants');
  await there(`link ${await code()}`);
  await here('remind me in 1 hour to eat');
  for (const say of [here, there]) expect(plain((await say('reminders')).text)).toMatch(/1\. eat.*\n2\. water the plants/);
  await here('forget 2');
  expect(plain((await there('reminders')).text)).not.toContain('plants');
});
