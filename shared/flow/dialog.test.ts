import { afterEach, describe, expect, it } from 'vitest';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import { command } from '../command/define.ts';
import { choice, choiceFrom, date, dateTime, integer, text } from '../command/kinds/index.ts';
import { reply } from '../reply/reply.ts';

const minute = 60_000;
const help = command({ name: 'help', summary: 'Help', run: (_, { command }) => reply(`help: ${command.raw.text}`) });
const twice = command({ name: 'double', summary: 'Double', params: { n: integer({ ask: 'Which number?' }) }, run: ({ n }) => reply(`${n * 2}`) });
const deploy = command({
  name: 'deploy',
  summary: 'Deploy',
  params: { service: text({ ask: 'Which service?' }), stage: choice({ of: ['test', 'production'] }) },
  run: ({ service, stage }) => reply(`${service} to ${stage}`),
});
/** Says how many minutes after the first command was said it is to be. */
let saidAt = 0;
const nudge = command({
  name: 'nudge',
  summary: 'Nudge',
  params: { when: dateTime({ ask: 'When?' }), words: text({ ask: 'What about?' }) },
  run: ({ when, words }) => reply(`${words} after ${Math.round((when.at - saidAt) / minute)} minutes`),
});

const worlds: { close(): Promise<void> }[] = [];
function world() {
  const paper = paperChannel();
  const made = flowWorld({ commands: [help, twice, nudge, deploy], channels: [paper] });
  worlds.push(made);
  return { ...made, texts: () => paper.sent.map((one) => one.text), tokens: () => paper.sent[0]?.tokens ?? [] };
}
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

describe('a question with few answers', () => {
  const asked = 'Which one: test or production?';
  const pressed = (token = '') => ({ said: { kind: 'action', token } as const });

  it('brings them as buttons, and a pressed one answers it, once, however often it is pressed', async () => {
    const { say, accept, inbound, inbox, texts, tokens } = world();
    await say('deploy shop');
    expect(texts()).toEqual([asked]);
    expect(tokens()).toHaveLength(2);
    await Promise.all([1, 2, 3].map(() => accept({ ...inbound(''), ...pressed(tokens()[0]) })));
    await expect.poll(texts).toEqual([asked, 'shop to test']);
    // Nobody waits for an answer any more: words are words.
    await say('production');
    await expect.poll(texts).toEqual([asked, 'shop to test', 'help: production']);
    expect(await inbox.list({ openOf: { channel: 'paper', tenant: 't1', user: 'ada' } }, 10)).toEqual([]);
  });

  it('has one whose button means the same when the question no longer stands', async () => {
    const { say, accept, inbound, texts, tokens } = world();
    await say('deploy shop');
    const [, production] = tokens();
    await say('test');
    await accept({ ...inbound(''), ...pressed(production) });
    await expect.poll(texts).toEqual([asked, 'shop to test', 'shop to production']);
  });
});

describe('a question with more answers than can be shown', () => {
  const towns = Array.from({ length: 30 }, (_, i) => `${['north', 'south', 'east'][i % 3]}-${i}`);
  const ride = command({
    name: 'ride',
    summary: 'Ride',
    params: {
      from: choiceFrom({ from: () => towns, ask: 'From where?' }),
      to: choice({ of: ['ulm', 'bonn', ...towns], ask: 'Where to?' }),
      day: date({ ask: 'When?' }),
    },
    run: ({ from, to, day }) => reply(`${from}, ${to}, ${day}`),
  });
  function rides() {
    const paper = paperChannel({ render: ({ text, actions = [] }) => [{ text: String(text), tokens: actions.map(({ label }) => label) }] });
    const made = flowWorld({ commands: [help, ride], channels: [paper] });
    worlds.push(made);
    return { ...made, last: () => paper.sent.at(-1)?.tokens };
  }

  it('offers those that hold what was said, once they are a few; of a day what is often said', async () => {
    const { say, last } = rides();
    await say('ride');
    expect(last()).toEqual([]);
    await say('south');
    expect(last()).toEqual(towns.filter((town) => town.startsWith('south')));
    await say('south-2');
    expect(last()).toEqual(['south-22', 'south-25', 'south-28']);
  });

  it('takes one that was offered, and offers nothing for a day in a group', async () => {
    const { say, last, inbox } = rides();
    await say('ride from:south-25 to:ulm');
    expect(last()).toEqual(['Today', 'Tomorrow']);
    const { command } = await say('ride from:south-25 to:ulm', { place: { channel: 'paper', bot: 'main', tenant: 't1', conversation: 'g1' } });
    expect(last()).toEqual([]);
    expect((await inbox.read(command.id))?.replies[0]).toMatchObject({ asksFor: { command: 'ride', param: 'day' } });
  });
});

describe('a question in a group', () => {
  const group = (user: string) => ({ from: { user }, place: { channel: 'paper', bot: 'main', tenant: 't1', conversation: 'g1' } });

  it('is answered by whom it asks: another one’s press or words are none, and take nothing from them', async () => {
    const { say, texts, tokens } = world();
    await say('deploy shop', group('ada'));
    const press = (n: number, user: string) => say({ kind: 'action', token: tokens()[n] ?? '' }, group(user));
    await press(0, 'bob');
    await say('production', group('bob'));
    await press(1, 'ada');
    expect(texts().slice(1)).toEqual([expect.stringContaining('no question to you'), 'help: production', 'shop to production']);
  });

  it('may be asked of two at once, each of whom answers their own', async () => {
    const { say, texts } = world();
    await say('double', group('ada'));
    await say('double', group('bob'));
    await say('2', group('bob'));
    await say('3', group('ada'));
    expect(texts().slice(2)).toEqual(['4', '6']);
  });
});

describe('one question at a time', () => {
  it('is open: another command’s takes its place, and says so', async () => {
    const { say, inbox, texts } = world();
    const { command } = await say('double');
    await say('deploy shop');
    await expect.poll(async () => (await inbox.read(command.id))?.state).toBe('cancelled');
    await say('test');
    await say('21');
    expect(texts()).toEqual(['Which number?', 'I let double go. Which one: test or production?', 'shop to test', 'help: 21']);
  });

  it('goes nowhere while another command is run that asks nothing', async () => {
    const { say, texts } = world();
    await say('double');
    await say('deploy shop test');
    await say('4');
    expect(texts()).toEqual(['Which number?', 'shop to test', '8']);
  });
});

describe('the turns of a dialog', () => {
  it('are in order, though the answer comes before the command that asks has come to wait', async () => {
    const { accept, inbound, dispatch, inbox, texts } = world();
    const asking = await accept(inbound('double'), { lease: true });
    if (asking.known || !asking.taken) expect.fail('it was not taken');
    const asks = await dispatch(asking.taken);
    await accept(inbound('21'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(texts()).toEqual([]);
    await inbox.finish(asking.taken, asks);
    await expect.poll(texts).toEqual(['Which number?', '42']);
    await expect.poll(async () => (await inbox.list({ openOf: { channel: 'paper', tenant: 't1', user: 'ada' } }, 10)).length).toBe(0);
  });

  it('are in order, though an answer that does not fit and one that does come at once', async () => {
    for (let i = 0; i < 5; i++) {
      const { accept, inbound, say, texts } = world();
      await say('double');
      await Promise.all([accept(inbound('apples')), accept(inbound('4'))]);
      await expect.poll(texts).toEqual(['Which number?', expect.stringContaining('Which number?'), '8']);
    }
  });

  it('are over when the command that asked is cancelled: what is said then is no answer', async () => {
    const { say, inbox, texts } = world();
    const { command } = await say('double');
    expect(await inbox.cancel(command.id, 'Ada')).toBe('ended');
    await say('21');
    expect(texts()).toEqual(['Which number?', 'help: 21']);
  });

  it('hold up nothing once the answer fits', async () => {
    const { say, texts } = world();
    await say('double');
    await say('4');
    await say('double 5');
    expect(texts()).toEqual(['Which number?', '8', '10']);
  });
});

describe('relative times in a dialog count from when the person said them', () => {
  it('in the answer, however long after the question', async () => {
    const { say, texts, later, clock } = world();
    saidAt = clock.now();
    await say('nudge');
    later(10 * minute);
    await say('in 2 minutes');
    await say('tea');
    expect(texts().at(-1)).toBe('tea after 12 minutes');
  });

  it('also when they are past by then, though they were not when it was asked', async () => {
    const { say, texts, later, clock } = world();
    await say('nudge');
    const passed = new Date(clock.now() + minute).toISOString();
    later(2 * minute);
    await say(passed);
    expect(texts().at(-1)).toMatch(/already past.*When\?/);
  });

  it('in the first command, however late the rest is given', async () => {
    const { say, texts, later, clock } = world();
    saidAt = clock.now();
    await say('nudge in 20 minutes');
    later(5 * minute);
    await say('lunch');
    expect(texts().at(-1)).toBe('lunch after 20 minutes');
  });
});
