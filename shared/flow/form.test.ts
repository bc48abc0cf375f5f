import { afterEach, describe, expect, it } from 'vitest';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import type { Inbound } from '../channel/inbound.ts';
import { command } from '../command/define.ts';
import { choice, date, integer, text, yesNo } from '../command/kinds/index.ts';
import { reply } from '../reply/reply.ts';
import { type ManualClock, manualClock } from '../timers/manual-clock.ts';

const help = command({ name: 'help', summary: 'Help', run: (_, { command }) => reply(`help: ${command.raw.text}`) });
const book = command({
  name: 'book',
  summary: 'Book a room',
  params: {
    room: text({ ask: 'Which room?', summary: 'Room' }),
    day: date({ ask: 'Which day?' }),
    people: integer({ min: 1, max: 20, default: 2 }),
    coffee: yesNo({ optional: true }),
  },
  run: ({ room, day, people, coffee }) => reply(`${room}, ${day}, ${people}${coffee ? ', coffee' : ''}`),
});
const erase = command({
  name: 'erase',
  summary: 'Erase',
  confirm: true,
  params: { a: text(), b: text() },
  run: ({ a, b }) => reply(`erased ${a} ${b}`),
});
const pick = command({ name: 'pick', summary: 'Pick', params: { size: choice({ of: ['small', 'large'] }) }, run: ({ size }) => reply(size) });

const worlds: { close(): Promise<void> }[] = [];
function world(clock?: ManualClock) {
  const { can } = paperChannel();
  const paper = paperChannel({ can: { ...can, forms: true } });
  const made = flowWorld({ commands: [help, book, erase, pick], channels: [paper], ...(clock ? { clock } : {}) });
  worlds.push(made);
  const form = () => paper.sent.findLast(({ form }) => form)?.form ?? expect.fail('no form');
  return {
    ...made,
    form,
    press: (n: number) => made.say({ kind: 'action', token: paper.sent.at(-1)?.tokens[n] ?? '' }),
    texts: () => paper.sent.map((one) => one.text),
    /** What stands in the conversation now: each message as its last edit left it. */
    stands: () =>
      paper.sent
        .map((one, i) => [one.edit ?? `m${i + 1}`, one.text] as const)
        .reduce((all, [id, words]) => all.set(id, words), new Map<string, string>()),
    send: (values: Record<string, string>, over: Partial<Inbound> = {}, of = form()) =>
      made.say({ kind: 'form', command: of.command, question: of.question ?? '', values }, over),
  };
}
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

describe('what is missing, on a channel with inputs', () => {
  it('is asked for by one form, of what was not given, with what was and the defaults in it', async () => {
    const { say, form, texts } = world();
    await say('book attic');
    expect(texts()).toEqual(['Which day?']);
    expect(form()).toMatchObject({
      command: 'book',
      title: 'Book a room',
      given: { room: 'attic' },
      fields: [
        { name: 'day', ask: 'Which day?', optional: false, input: { as: 'date' } },
        { name: 'people', optional: true, input: { as: 'number', min: '1', max: '20' }, initial: '2' },
        { name: 'coffee', optional: true, input: { as: 'toggle' } },
      ],
    });
  });

  it('is given by it, and the answer takes its place', async () => {
    const { say, send, stands } = world();
    await say('book');
    await send({ room: 'attic', day: '2026-12-24', people: '3', coffee: 'yes' });
    expect([...stands().values()]).toEqual(['attic, 2026-12-24, 3, coffee']);
  });

  it('may be said in words all the same: then the form is closed, and the next asks for the rest', async () => {
    const { say, send, form, stands } = world();
    await say('book');
    await say('attic');
    expect(form().fields.map(({ name }) => name)).toEqual(['day', 'people', 'coffee']);
    await send({ day: '2026-12-24' });
    expect([...stands().values()]).toEqual(['This form of book is closed.', 'attic, 2026-12-24, 2']);
  });

  it('is asked with buttons where it is one choice of a few', async () => {
    const { say, texts } = world();
    await say('pick');
    expect(texts()).toEqual(['Which one: small or large?']);
  });
});

describe('a form with something wrong in it', () => {
  it('stands again in its place, as it was filled in, with what is wrong beside it', async () => {
    const { say, send, form, stands } = world();
    await say('book');
    await send({ room: 'attic', day: 'whenever', people: '99' });
    expect(form().fields).toMatchObject([
      { name: 'room', initial: 'attic' },
      { name: 'day', initial: 'whenever', error: expect.stringContaining('“whenever”') },
      { name: 'people', initial: '99', error: expect.stringContaining('from 1 to 20') },
      { name: 'coffee' },
    ]);
    expect(form().fields[0]).not.toHaveProperty('error');
    await send({ room: 'cellar', day: '2026-12-24' });
    expect([...stands().values()]).toEqual(['cellar, 2026-12-24, 2']);
  });

  it('says beside an input that was left empty that it is needed; what is no input of it counts for nothing', async () => {
    const { say, send, form, stands } = world();
    await say('book');
    await send({ day: '2026-12-24', '?': 'yes', '*': 'book cellar', __proto__: 'x', price: '5' });
    expect(form().fields[0]).toMatchObject({ name: 'room', error: 'This is needed.' });
    await send({ room: 'attic', day: '2026-12-24', price: '5' });
    expect([...stands().values()]).toEqual(['attic, 2026-12-24, 2']);
  });

  it('is given up at the third time, kindly, with what would fit', async () => {
    const { say, send, stands } = world();
    await say('book');
    for (const day of ['soon', 'later', 'whenever']) await send({ room: 'attic', day });
    expect([...stands().values()]).toEqual([
      expect.stringMatching(/I can't read “whenever” as a day. Try .*Let's leave it for now. Start again with book/),
    ]);
  });

  it('confirms nothing by itself', async () => {
    const { say, send, texts } = world();
    await say('erase');
    await send({ a: 'x', b: 'y', '?': 'yes' });
    expect(texts().at(-1)).toContain('Shall I do it?');
    await say('yes');
    expect(texts().at(-1)).toBe('erased x y');
  });
});

describe('a form that is sent', () => {
  it('twice is one command, whatever stands in it the second time', async () => {
    const { say, send, form, texts } = world();
    await say('book');
    const of = form();
    await Promise.all([send({ room: 'attic', day: '2026-12-24' }, {}, of), send({ room: 'attic', day: '2026-12-24' }, {}, of)]);
    await send({ room: 'cellar', day: '2026-12-25' }, {}, of);
    expect(texts()).toEqual(['Which room?', 'attic, 2026-12-24, 2']);
  });

  it('by someone else does nothing, and takes nothing from whom it asks', async () => {
    const { say, send, texts } = world();
    await say('book');
    await send({ room: 'attic', day: '2026-12-24' }, { from: { user: 'bob' } });
    expect(texts().at(-1)).toMatch(/not, or no longer, a question to you/);
    await send({ room: 'cellar', day: '2026-12-25' });
    expect(texts().at(-1)).toBe('cellar, 2026-12-25, 2');
  });

  it('after its time says so, and what stands in it is not lost', async () => {
    const clock = manualClock(Date.parse('2026-06-10T12:00:00Z'));
    const { say, send, form, stands, press } = world(clock);
    await say('book');
    const of = form();
    await clock.advance(31 * 60_000);
    await expect.poll(() => [...stands().values()]).toEqual(['This form of book is closed.', expect.stringContaining('I stopped waiting')]);
    await send({ room: 'attic', day: '2026-12-24' }, {}, of);
    expect([...stands().values()].at(-1)).toBe('This form is no longer open, so book was not done by it.');
    await press(0);
    expect([...stands().values()].at(-1)).toBe('attic, 2026-12-24, 2');
  });

  it('after it was dropped says so too', async () => {
    const { say, send, form, stands } = world();
    await say('book');
    const of = form();
    await say('cancel');
    await send({ room: 'attic', day: '2026-12-24' }, {}, of);
    expect([...stands().values()]).toEqual([
      'This form of book is closed.',
      'All right, I dropped that.',
      'This form is no longer open, so book was not done by it.',
    ]);
  });
});
