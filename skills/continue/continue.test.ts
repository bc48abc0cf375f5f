import { afterEach, describe, expect, it } from 'vitest';
import type { Inbound } from '../../shared/channel/inbound.ts';
import { command } from '../../shared/command/define.ts';
import { choice, dateTime, text } from '../../shared/command/kinds/index.ts';
import { resumer } from '../../shared/flow/resume.ts';
import { type Person, type PersonId, people } from '../../shared/people/person.ts';
import { reply } from '../../shared/reply/reply.ts';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import { goOn } from './continue.ts';

const help = command({ name: 'help', summary: 'Help', run: (_, { command }) => reply(`help: ${command.raw.text}`) });
const minute = 60_000;
let begunAt = 0;
const move = command({
  name: 'move',
  summary: 'Move a meeting',
  params: { when: dateTime({ ask: 'When?' }), room: choice({ of: ['attic', 'cellar'] }), why: text({ ask: 'Why?' }) },
  run: ({ when, room, why }) => reply(`${room}, ${Math.round((when.at - begunAt) / minute)} minutes, ${why}`),
});
const drop = command({ name: 'drop', summary: 'Drop a table', confirm: true, run: () => reply('dropped') });
const sudo = command({
  name: 'sudo',
  summary: 'Sudo',
  access: 'operator',
  params: { what: text({ ask: 'What?' }) },
  run: ({ what }) => reply(`sudo ${what}`),
});

const worlds: { close(): Promise<void> }[] = [];
async function world({ unkind }: { unkind?: number } = {}) {
  const { can } = paperChannel();
  const [desk, phone, echo] = [
    paperChannel({ name: 'desk' }),
    paperChannel({ name: 'phone' }),
    paperChannel({ name: 'echo', can: { ...can, proactive: false } }),
  ];
  const made = flowWorld({
    commands: [goOn, move, drop, sudo, help],
    channels: [desk, phone, echo],
    services: (parts) => ({ questions: resumer({ ...parts, proactive: (channel) => channel !== 'echo' }) }),
    ...(unkind === undefined ? {} : { unkind }),
  });
  worlds.push(made);
  const id = (channel: string, user: string) => `${channel}/t1/${user}` as PersonId;
  const known = { role: 'operator', locale: 'en', timeZone: 'UTC' } as const;
  const put = (person: Person) => made.store.put(people, person.id, person);
  await put({ ...known, id: id('desk', 'ada'), identities: [id('phone', '123'), id('echo', 'house')] });
  await put({ ...known, role: 'member', id: id('phone', '123'), linkedTo: id('desk', 'ada') });
  await put({ ...known, id: id('echo', 'house'), linkedTo: id('desk', 'ada') });
  const place = (channel: string, over: Partial<Inbound['place']> = {}) => ({
    channel,
    bot: 'main',
    tenant: 't1',
    conversation: 'c1',
    direct: true,
    ...over,
  });
  const at =
    (channel: string, user: string) =>
    (words: string, over: Partial<Inbound['place']> = {}) =>
      made.say(words, { place: place(channel, over), from: { user } });
  return {
    ...made,
    desk: at('desk', 'ada'),
    phone: at('phone', '123'),
    stranger: at('phone', '999'),
    echo: at('echo', 'house'),
    said: { desk: desk.sent, phone: phone.sent, echo: echo.sent },
  };
}
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});
const texts = (sent: readonly { readonly text: string }[]) => sent.map(({ text }) => text);

describe('continue', () => {
  it('goes on with a question on another linked channel, with what was given so far; where it was asked says so', async () => {
    const { desk, phone, said, clock, later } = await world();
    begunAt = clock.now();
    await desk('move in 20 minutes');
    later(5 * minute);
    await phone('continue');
    expect(texts(said.phone)).toEqual(['On with move (move in 20 minutes). Which one: attic or cellar?']);
    await expect.poll(() => texts(said.desk)).toEqual(['Which one: attic or cellar?', 'move goes on in Phone now.']);
    await phone('cellar');
    await phone('no light');
    expect(texts(said.phone)).toEqual([expect.anything(), 'Why?', 'cellar, 20 minutes, no light']);
  });

  it('leaves nothing open behind it: words at the old place are words, and its buttons are commands', async () => {
    const { desk, phone, said, inbox } = await world();
    await desk('move in 20 minutes attic');
    await phone('go on');
    await desk('because');
    await expect.poll(() => texts(said.desk)).toEqual(['Why?', 'move goes on in Phone now.', 'help: because']);
    expect(await inbox.list({ openOf: { channel: 'desk', tenant: 't1', user: 'ada' } }, 10)).toEqual([]);
  });

  it('takes the last question, or that of a named command, and asks for a yes again', async () => {
    const { desk, phone, said } = await world();
    await desk('drop', { conversation: 'c2' });
    await desk('move');
    await phone('continue drop');
    expect(texts(said.phone)[0]).toMatch(/^On with drop.*Shall I do it\?$/s);
    await phone('yes');
    await phone('continue');
    expect(texts(said.phone).slice(1)).toEqual(['dropped', 'On with move. When?']);
  });

  it('is for who was asked alone, and says so where nothing is open', async () => {
    const { desk, stranger, phone, said } = await world();
    await desk('move');
    await stranger('continue');
    expect(texts(said.phone)).toEqual([expect.stringContaining('no open question')]);
    await phone('continue check');
    expect(texts(said.phone).at(-1)).toContain('no open question');
    expect(texts(said.desk)).toEqual(['When?']);
  });

  it('gives no more rights than there are here', async () => {
    const { desk, phone, said } = await world();
    await desk('sudo');
    await phone('continue');
    expect(texts(said.phone).at(-1)).toMatch(/you may not run sudo/);
  });

  it('once: of two channels that go on with it, one does', async () => {
    const { desk, phone, echo, said } = await world();
    await desk('move');
    await Promise.all([phone('continue'), echo('continue')]);
    const heard = [...texts(said.phone), ...texts(said.desk)].filter((text) => /^On with move/.test(text));
    await expect.poll(() => texts(said.desk).filter((text) => /goes on in/.test(text))).toHaveLength(1);
    expect(heard.length).toBeLessThanOrEqual(1);
  });

  it('asks anew where it was asked, and tells nobody there', async () => {
    const { desk, said } = await world();
    await desk('move');
    await desk('continue', { thread: 't' });
    expect(texts(said.desk)).toEqual(['When?', 'On with move. When?']);
  });
});
