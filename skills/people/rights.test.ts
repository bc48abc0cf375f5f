import { afterEach, expect, it } from 'vitest';
import { claimCode } from '../../shared/people/claim.ts';
import { type Person, type PersonId, people } from '../../shared/people/person.ts';
import { plain } from '../../shared/reply/text.ts';
import { everySkill, type OpenSkills, openSkills } from '../../test/open-skills.ts';

const opened: OpenSkills[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

const key = 'A'.repeat(43);
const base = { role: 'member', locale: 'en', timeZone: 'Europe/Berlin' } as const;

async function open(persons: Readonly<Record<string, Partial<Person>>>) {
  const bell = openSkills(everySkill, { env: { BELLHOP_KEY: key } });
  opened.push(bell);
  for (const [id, person] of Object.entries(persons)) await bell.store.put<Person>(people, id, { ...base, id: id as PersonId, ...person });
  const known = async (id: string) => (await bell.store.get<Person>(people, id))?.value;
  const as = async (id: string) => {
    const person = await known(id);
    return { user: id.split('/')[2] ?? '', ...(person ? { person } : {}) };
  };
  return { bell, known, as, say: async (id: string, words: string) => bell.say(words, await as(id)) };
}

it('the code of the first start makes one admin, once', async () => {
  const { say, known } = await open({ 'slack/t1/u1': {}, 'slack/t1/u2': {} });
  await expect(say('slack/t1/u1', 'claim XXXX-XXXX-XXXX')).rejects.toThrow('That is not the code');
  const code = claimCode(key);
  expect(code).toMatch(/^\w{4}-\w{4}-\w{4}$/);
  await say('slack/t1/u1', `claim ${code.toLowerCase()}`);
  expect(await known('slack/t1/u1')).toMatchObject({ role: 'admin', owner: true });
  await expect(say('slack/t1/u2', `claim ${code}`)).rejects.toThrow('has its first admin already');
  expect(await known('slack/t1/u2')).toMatchObject({ role: 'member' });
});

it('who guesses at that code is locked out, also from the right one', async () => {
  const { say } = await open({ 'slack/t1/u1': {} });
  for (let n = 0; n < 5; n++) await expect(say('slack/t1/u1', 'claim XXXX')).rejects.toThrow('not the code');
  await expect(say('slack/t1/u1', `claim ${claimCode(key)}`)).rejects.toThrow('too many wrong codes');
});

it('an admin gives a role by a mention, and by a name only after a second look', async () => {
  const { say, known, bell, as } = await open({ 'slack/t1/A1': { role: 'admin' }, 'slack/t1/U2': { name: 'Ada' } });
  await say('slack/t1/A1', 'role <@U2> operator');
  expect(await known('slack/t1/U2')).toMatchObject({ role: 'operator' });
  const asked = await say('slack/t1/A1', 'role @ada admin');
  expect(plain(asked.text)).toBe('Do you mean Ada (slack/t1/U2), who is operator now?');
  expect(await known('slack/t1/U2')).toMatchObject({ role: 'operator' });
  await bell.press(asked.actions?.[0], await as('slack/t1/A1'));
  expect(await known('slack/t1/U2')).toMatchObject({ role: 'admin' });
  expect(plain((await say('slack/t1/A1', 'roles')).text)).toContain('Ada – admin (slack/t1/U2)');
});

it("an admin's word lifts the bound on linked channels, but not in another workspace of the same platform", async () => {
  const { say, known } = await open({
    'slack/t1/A1': { role: 'admin' },
    'slack/t1/U2': { identities: ['telegram/b/7' as PersonId, 'slack/t9/U9' as PersonId] },
    'telegram/b/7': { linkedTo: 'slack/t1/U2' as PersonId },
    'slack/t9/U9': { linkedTo: 'slack/t1/U2' as PersonId },
  });
  await say('slack/t1/A1', 'role <@U2> operator');
  await say('slack/t1/A1', 'group add ops <@U2>');
  expect(await known('telegram/b/7')).toMatchObject({ role: 'operator', groups: ['ops'] });
  expect((await known('slack/t9/U9'))?.role).toBe('member');
  await say('slack/t1/A1', 'group remove ops <@U2>');
  expect((await known('slack/t1/U2'))?.groups).toEqual([]);
});

it('an admin reaches nobody of another tenant, and not themselves', async () => {
  const { say } = await open({ 'slack/t1/A1': { role: 'admin' }, 'slack/t9/U9': { name: 'Bo' } });
  await expect(say('slack/t1/A1', 'role slack/t9/U9 admin')).rejects.toThrow('I know nobody here called');
  await expect(say('slack/t1/A1', 'role bo admin')).rejects.toThrow('I know nobody here called');
  await expect(say('slack/t1/A1', 'role <@A1> guest')).rejects.toThrow('Nobody changes their own role');
});

it('a name that several have names nobody', async () => {
  const { say } = await open({ 'slack/t1/A1': { role: 'admin' }, 'slack/t1/U2': { name: 'Ada' }, 'slack/t1/U3': { name: 'ada' } });
  await expect(say('slack/t1/A1', 'role ada operator')).rejects.toThrow('Several are called ada: slack/t1/U2, slack/t1/U3');
});
