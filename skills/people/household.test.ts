import { afterEach, expect, it } from 'vitest';
import { homeOf, personBehind } from '../../shared/people/behind.ts';
import { type Person, type PersonId, people } from '../../shared/people/person.ts';
import { plain } from '../../shared/reply/text.ts';
import { everySkill, type OpenSkills, openSkills } from '../../test/open-skills.ts';

const opened: OpenSkills[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

const ada = 'slack/t1/u1' as PersonId;
const echo = 'alexa/s/h' as PersonId;
const base = { role: 'member', locale: 'en', timeZone: 'Europe/Berlin' } as const;
const homeAt = (channel: string) => ({ channel, bot: 'main', tenant: 't1', conversation: `${channel}-dm`, direct: true, user: 'u1' });

/** Ada on Slack, and a household's loudspeaker linked to her. */
async function open(over: Partial<Person> = {}) {
  const bell = openSkills(everySkill);
  opened.push(bell);
  await bell.store.put<Person>(people, ada, { ...base, id: ada, name: 'Ada', home: homeAt('slack'), identities: [echo], ...over });
  await bell.store.put<Person>(people, echo, { ...base, id: echo, linkedTo: ada });
  const known = async (id: PersonId) => (await bell.store.get<Person>(people, id))?.value ?? { ...base, id };
  const speak = async (id: PersonId) => personBehind(bell.store, await known(id));
  return {
    bell,
    known,
    write: async (words: string) => bell.say(words, { person: await speak(ada) }),
    aloud: async (words: string) =>
      bell.say(words, { person: await speak(echo), place: { channel: 'alexa', tenant: 's', conversation: 'h' }, user: 'h' }),
  };
}

it('a PIN that was written is kept as a hash, and said aloud proves who speaks for five minutes', async () => {
  const { bell, known, write, aloud } = await open();
  await expect(aloud('my pin is four seven one one')).rejects.toThrow('You have no PIN');
  await write('pin 4711');
  expect((await known(ada)).pin).toMatch(/^[\w-]{22}\.[\w-]{43}$/);
  expect(plain((await aloud('my pin is four seven one two')).text)).toBe('That is not it. 4 tries left.');
  expect((await known(echo)).provenUntil).toBeUndefined();
  await aloud('my pin is four seven one one');
  expect((await known(echo)).provenUntil).toBe(bell.clock.now() + 5 * 60_000);
});

it('takes no PIN for an hour after five wrong ones, also not the right one', async () => {
  const { bell, write, aloud } = await open();
  await write('pin 4711');
  for (let n = 0; n < 5; n++) await aloud('pin 0000');
  await expect(aloud('pin 4711')).rejects.toThrow('too many wrong codes');
  await bell.clock.advance(60 * 60_000 + 1);
  expect(plain((await aloud('pin 4711')).text)).toContain('Thank you');
});

it('writes to a person where they prefer, of the channels that they linked', async () => {
  const { bell, write } = await open();
  await expect(write('prefer telegram')).rejects.toThrow("can't write to you on telegram");
  const phone = 'telegram/b/7' as PersonId;
  await bell.store.put<Person>(people, phone, { ...base, id: phone, home: homeAt('telegram'), linkedTo: ada });
  await bell.store.put<Person>(people, ada, { ...base, id: ada, home: homeAt('slack'), identities: [echo, phone] });
  expect((await homeOf(bell.store, echo))?.channel).toBe('slack');
  await write('prefer Telegram');
  expect((await homeOf(bell.store, echo))?.channel).toBe('telegram');
});

it('my data is all that is held, without the PIN', async () => {
  const { bell, write, aloud } = await open();
  await bell.services.undos.keep(ada, bell.contextOf('forget', {}).command, { name: 'forget', raw: { text: 'forget stretch' }, saidAt: 0 });
  await write('pin 4711');
  await write('remind me in 2 hours to stretch');
  await expect(aloud('my data')).rejects.toThrow('Anyone in the room');
  const { file } = await write('my data');
  const said = file && 'content' in file ? String(file.content) : '';
  const held = JSON.parse(said);
  expect(held).toMatchObject({
    hasPin: true,
    identities: [
      { id: ada, name: 'Ada' },
      { id: echo, linkedTo: ada },
    ],
    reminders: [{ what: 'stretch' }],
    canBeUndone: [{ name: 'forget', said: { text: 'forget stretch' } }],
  });
  expect(said).not.toContain('"pin"');
});

it('forget me asks, and deletes it with a receipt', async () => {
  const { bell, write } = await open();
  const { command } = bell.contextOf('forget', {});
  await bell.services.undos.keep(ada, command, { name: 'forget', raw: { text: 'forget it' }, saidAt: 0 });
  await write('remind me in 2 hours to stretch');
  await expect(write('forget me')).rejects.toThrow('missing sure');
  await expect(write('delete my data')).rejects.toThrow('missing sure: Delete your profile');
  expect(plain((await write('forget_me no')).text)).toBe('Nothing was deleted.');
  const receipt = plain(
    (await bell.run('forget_me', { args: { sure: 'yes' } }, { person: (await bell.store.get<Person>(people, ada))?.value ?? {} })).text,
  );
  expect(receipt).toMatch(/Deleted: 2 profiles with their links, 1 reminders.*\n.*\nReceipt: c-/);
  for (const id of [ada, echo]) expect(await bell.store.get(people, id)).toBeNull();
  expect(await bell.services.reminders.list(ada)).toEqual([]);
  expect(await bell.services.undos.list(ada, command)).toEqual([]);
});

it('being forgotten gives no guest a right back, and takes no admin away', async () => {
  const guest = await open({ role: 'guest' });
  await guest.write('forget_me yes');
  expect(await guest.known(ada)).toEqual({ id: ada, role: 'guest', locale: 'en', timeZone: 'Europe/Berlin' });
  const admin = await open({ role: 'admin' });
  await expect(admin.write('forget_me yes')).rejects.toMatchObject({ code: 'forget_admin' });
  await expect(admin.write('forget_me yes')).rejects.toThrow('You are an admin');
});
