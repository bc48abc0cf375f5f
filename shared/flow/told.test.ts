import { afterEach, describe, expect, it } from 'vitest';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import { command } from '../command/define.ts';
import { choice, integer, text } from '../command/kinds/index.ts';
import type { CommandRecord } from '../inbox/inbox.ts';
import { optOutBook } from '../people/opt-outs.ts';
import { people } from '../people/person.ts';
import { reply } from '../reply/reply.ts';

const help = command({ name: 'help', summary: 'Help', run: (_, { command }) => reply(`help: ${command.raw.text}`) });
const buy = command({ name: 'buy', summary: 'Buy', params: { what: text() }, run: ({ what }) => reply(`bought ${what}`) });
const shop = command({
  name: 'shop',
  summary: 'Shop',
  run: () =>
    reply('Shop', {
      actions: [
        buy.with({ what: 'tea' }, { label: 'Tea' }),
        { ...buy.with({ what: 'cake' }, { label: 'Cake' }), once: true },
        { ...buy.with({ what: 'pie' }, { label: 'Pie' }), once: 'each' },
      ],
    }),
});
const size = command({
  name: 'size',
  summary: 'Size',
  params: { how: choice({ of: ['small', 'large'], ask: 'Which size?' }) },
  run: ({ how }) => reply(`size ${how}`),
});
const count = command({ name: 'count', summary: 'Count', params: { n: integer({ ask: 'How many?' }) }, run: ({ n }) => reply(`counted ${n}`) });
const wipe = command({ name: 'wipe', summary: 'Wipe', confirm: true, run: () => reply('wiped') });
const note = command({ name: 'note', summary: 'Note', run: () => reply('By the way') });
const subscribe = command({ name: 'subscribe', summary: 'Again', hidden: true, run: () => reply('again') });

const worlds: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

function world() {
  const paper = paperChannel();
  const words = { ...paper, can: { ...paper.can, buttons: 0, edit: false, numbered: true, optOut: true } };
  const screen = paperChannel({ name: 'screen' });
  const made = flowWorld({ commands: [help, shop, buy, size, count, wipe, note, subscribe], channels: [words, screen] });
  worlds.push(made);
  return { ...made, texts: () => paper.sent.map((one) => one.text), screen: () => screen.sent.map((one) => one.text) };
}

describe('where nothing can be pressed', () => {
  it('a number is the action that stands beside it, and so are its words', async () => {
    const { say, texts } = world();
    await say('shop');
    await say('1');
    await say('cake');
    expect(texts()).toEqual(['Shop', 'bought tea', 'bought cake']);
  });

  it('what counts once does, however it is chosen, and a run that is repeated has it again', async () => {
    const { say, texts } = world();
    await say('shop');
    await say('2');
    await say('Cake');
    await say('3');
    await say('3.');
    const before = expect.stringContaining('You chose this before');
    expect(texts()).toEqual(['Shop', 'bought cake', before, 'bought pie', before]);
  });

  it('a number that nothing stands beside is not understood', async () => {
    const { say, texts } = world();
    await say('1');
    await say('shop');
    await say('4');
    expect(texts()).toEqual(['help: 1', 'Shop', 'help: 4']);
  });

  it('what was offered stays through words that offer nothing, for a day, and until something else is offered or asked', async () => {
    const { say, texts, later } = world();
    await say('shop');
    await say('note');
    await say('1');
    await say('shop');
    later(86_400_001);
    await say('1');
    await say('shop');
    await say('count');
    await say('1');
    expect(texts().slice(2)).toEqual(['bought tea', 'Shop', 'help: 1', 'Shop', 'How many?', 'counted 1']);
  });

  it('a question is answered by the number of its answer, a confirmation too', async () => {
    const { say, texts } = world();
    await say('size');
    await say('2');
    await say('wipe');
    await say('2');
    await say('wipe');
    await say('1');
    expect(texts().filter((text) => !text.includes('Shall I'))).toEqual(['Which size?', 'size large', 'All right, wipe was not done.', 'wiped']);
  });
});

describe('who has ended what is sent to them', () => {
  const dead = ({ delivery }: CommandRecord) => (delivery.state === 'dead' ? delivery.reason : delivery.state);

  it('is sent nothing, and it is a dead letter that says so; until they begin it again, by YES too', async () => {
    const { say, texts, store, clock, inbound } = world();
    const { place } = inbound('');
    const outs = optOutBook(store, clock);
    await outs.end(place);
    expect(dead(await say('note'))).toMatch(
      /^They have wanted nothing more there since \d{4}-\d\d-\d\d, so nothing was sent\. They get it again once they write START there\.$/,
    );
    expect(texts()).toEqual([]);
    await outs.begin(place);
    await say('yes');
    await outs.end(place);
    // What the command does stands with its skill.
    expect((await say('YES')).delivery.state).toBe('dead');
    expect(texts()).toEqual(['help: yes']);
  });

  it('is told where else they are at home', async () => {
    const { say, texts, screen, store, clock, inbound } = world();
    await say('note', { place: { ...inbound('').place, channel: 'screen' } });
    await say('note');
    const linked = { role: 'member', locale: 'en', timeZone: 'UTC' } as const;
    const [me, other] = ['paper/t1/ada', 'screen/t1/ada'] as const;
    const get = async (id: string) => (await store.get(people, id))?.value;
    await store.put(people, me, { ...linked, ...(await get(me)), identities: [other] } as never);
    await store.put(people, other, { ...linked, ...(await get(other)), linkedTo: me } as never);
    await optOutBook(store, clock).end(inbound('').place);
    expect((await say('note')).delivery.state).toBe('sent');
    expect(texts()).toEqual(['By the way']);
    expect(screen()).toEqual(['By the way', 'By the way\n\nPaper takes nothing for you until you write START there, so I tell you here.']);
  });
});
