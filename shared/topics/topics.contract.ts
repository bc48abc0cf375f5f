import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ManualClock } from '../timers/manual-clock.ts';
import { eventually, insist, type Patient } from '../timers/patience.contract.ts';
import type { Filter, Message, Subscription, Topics } from './topics.ts';

/** Fresh topics, nobody subscribed. */
export interface TopicsSubject extends Patient {
  readonly topics: Topics;
  readonly clock: ManualClock;
  /** The process dies as by kill -9; answers the topics of the next one. */
  crash(): Promise<Topics>;
  close(): Promise<void>;
}

const to = (name: string, filter: Filter = {}, topic = 'news'): Subscription => ({ topic, name, filter });
const message = (id: string, attributes: Record<string, string> = {}, body: unknown = { id }): Message => ({ id, attributes, body });

/** Consumes, remembering what it heard. */
function hearing(topics: Topics, subscription: Subscription, handler: (message: Message) => Promise<void> = async () => {}) {
  const heard: Message[] = [];
  const died: Message[] = [];
  const over = new AbortController();
  const ended = topics.consume(
    subscription,
    async (message) => {
      heard.push(message);
      await handler(message);
    },
    { signal: over.signal, dead: async (message) => void died.push(message) },
  );
  return {
    heard,
    died,
    ids: () => [...new Set(heard.map(({ id }) => id))].sort(),
    stop() {
      over.abort();
      return ended;
    },
  };
}

/** The promises all topics keep. `kind` false: those that hold behind an unkind wrapper too. */
export function topicsContract(name: string, open: () => Promise<TopicsSubject>, { kind = true } = {}): void {
  describe(`${name} keep their promises`, () => {
    it('tell each message, whole, to each subscriber, whether it hears now or later', async () => {
      const subject = await open();
      const { topics } = subject;
      for (const one of [to('now'), to('later'), to('other', {}, 'other')]) await insist(() => topics.subscribe(one));
      const now = hearing(topics, to('now'));
      const bodies = [...fc.sample(fc.jsonValue(), { numRuns: 12, seed: 7 }), '\ud800', '\ufffe\uffff\u0000\u0085', '<a>&amp;'];
      const messages = bodies.map((body, i) => message(`m${i} ü`, { 'kind.of-it': `tea & <${i}>`, a_1: 'é😀' }, body));
      for (const one of messages) await insist(() => topics.publish('news', one));
      const later = hearing(topics, to('later'));
      const other = hearing(topics, to('other', {}, 'other'));
      for (const one of [now, later]) {
        await eventually(subject, () => expect(one.ids()).toEqual(messages.map(({ id }) => id).sort()));
        for (const heard of one.heard) expect(heard).toEqual(JSON.parse(JSON.stringify(messages.find(({ id }) => id === heard.id))));
        if (kind) expect(one.heard).toHaveLength(messages.length);
      }
      expect(other.heard).toEqual([]);
      await Promise.all([now.stop(), later.stop(), other.stop()]);
      await subject.close();
    });

    it('tell a subscriber only what its filter wants', async () => {
      const subject = await open();
      const { topics } = subject;
      const subscribers = {
        all: {},
        down: { state: ['down'] },
        sites: { kind: ['site', 'page'], state: ['down', 'up'] },
        eu: { region: [{ prefix: 'eu-' }, 'uk'] },
        none: { nothing: ['x'] },
      };
      const messages = [
        message('1', { state: 'down', kind: 'site' }),
        message('2', { state: 'up', kind: 'job', region: 'eu-west' }),
        message('3', { state: 'Down', kind: 'page', region: 'uk' }),
        message('4', { state: 'up', kind: 'page', region: 'us-eu-' }),
        message('5', {}),
        message('6', { state: 'down', region: 'eu' }),
      ];
      const wanted = { all: ['1', '2', '3', '4', '5', '6'], down: ['1', '6'], sites: ['1', '4'], eu: ['2', '3'], none: [] };
      const consumers = Object.entries(subscribers).map(([name, filter]) => ({ name, subscription: to(name, filter) }));
      for (const { subscription } of consumers) await insist(() => topics.subscribe(subscription));
      for (const one of messages) await insist(() => topics.publish('news', one));
      // Heard by one that wants all, so that what the filter at the topic let through is seen.
      const ears = consumers.map(({ name }) => ({ name, ear: hearing(topics, to(name)) }));
      await eventually(subject, () => expect(Object.fromEntries(ears.map(({ name, ear }) => [name, ear.ids()]))).toEqual(wanted));
      await Promise.all(ears.map(({ ear }) => ear.stop()));
      await subject.close();
    });

    it('go by the latest filter, and keep nothing for who is no subscriber any more', async () => {
      const subject = await open();
      const { topics } = subject;
      await insist(() => topics.subscribe(to('a', { kind: ['x'] })));
      await insist(() => topics.subscribe(to('gone')));
      await insist(() => topics.publish('news', message('before', { kind: 'y' })));
      await insist(() => topics.publish('news', message('left', { kind: 'x' })));
      for (const filter of [{ kind: ['x'] }, { kind: ['y'] }]) await insist(() => topics.subscribe(to('a', filter)));
      await insist(() => topics.unsubscribe(to('gone')));
      await insist(() => topics.unsubscribe(to('never')));
      await insist(() => topics.publish('news', message('after', { kind: 'y' })));
      await insist(() => topics.publish('news', message('not', { kind: 'x' })));
      const ear = hearing(topics, to('a', { kind: ['y'] }));
      await eventually(subject, () => expect(ear.ids()).toEqual(['after']));
      await insist(() => topics.subscribe(to('gone')));
      const again = hearing(topics, to('gone'));
      await insist(() => topics.publish('news', message('new')));
      await eventually(subject, () => expect(again.ids()).toEqual(['new']));
      expect(ear.ids()).toEqual(['after']);
      await Promise.all([ear.stop(), again.stop()]);
      await insist(() => topics.unsubscribe(to('a')));
      await insist(() => topics.unsubscribe(to('gone')));
      await insist(() => topics.publish('news', message('to nobody')));
      await subject.close();
    });

    it('tell it again, later, while the handler throws, and hold up no other', async () => {
      const subject = await open();
      const { topics, clock } = subject;
      await insist(() => topics.subscribe(to('a')));
      let throws = 1;
      const ear = hearing(topics, to('a'), async ({ id }) => {
        if (id === 'bad' && throws-- > 0) throw new Error('defect');
      });
      await insist(() => topics.publish('news', message('bad')));
      await insist(() => topics.publish('news', message('good')));
      await eventually(subject, () => expect(ear.ids()).toEqual(['bad', 'good']));
      await eventually(subject, async () => {
        await clock.advance(500);
        expect(ear.heard.filter(({ id }) => id === 'bad').length).toBeGreaterThanOrEqual(2);
      });
      expect(throws).toBeLessThan(0);
      if (kind) expect(ear.heard.filter(({ id }) => id === 'good')).toHaveLength(1);
      expect(ear.died).toEqual([]);
      await ear.stop();
      await subject.close();
    });

    it('tell of what is still not taken after four days, until someone has heard of it', async () => {
      const subject = await open();
      const { topics, clock } = subject;
      await insist(() => topics.subscribe(to('a')));
      await insist(() => topics.publish('news', message('bad')));
      const over = new AbortController();
      const died: [string, unknown][] = [];
      let handed = 0;
      const ended = topics.consume(
        to('a'),
        async () => {
          handed++;
          throw new Error('defect');
        },
        {
          signal: over.signal,
          async dead({ id }, cause) {
            died.push([id, cause]);
            if (died.length === 1) throw new Error('not now');
          },
        },
      );
      await eventually(subject, () => expect(handed).toBeGreaterThanOrEqual(1));
      expect(died).toEqual([]);
      await clock.jump(4 * 86_400_000);
      await eventually(subject, async () => {
        await clock.advance(500);
        expect(died.length).toBeGreaterThanOrEqual(2);
      });
      expect(died[1]).toEqual(['bad', expect.objectContaining({ message: 'defect' })]);
      const before = handed;
      await clock.jump(3_600_000);
      expect(handed).toBe(before);
      over.abort();
      await ended;
      await subject.close();
    });

    it('wait for handlers under way when they end, and tell the next process what did not end', async () => {
      const subject = await open();
      const { clock } = subject;
      await insist(() => subject.topics.subscribe(to('a')));
      let end = () => {};
      const first = hearing(subject.topics, to('a'), () => new Promise<void>((resolve) => (end = resolve)));
      await insist(() => subject.topics.publish('news', message('m')));
      await eventually(subject, () => expect(first.ids()).toEqual(['m']));
      let isOver = false;
      const stopped = first.stop().then(() => (isOver = true));
      await clock.advance(1_000);
      expect(isOver).toBe(false);
      const topics = await subject.crash();
      const second = hearing(topics, to('a'));
      await eventually(subject, async () => {
        await clock.advance(1_000);
        expect(second.ids()).toEqual(['m']);
      });
      end();
      end();
      await second.stop();
      if (kind) await stopped;
      await subject.close();
    });

    it('take large messages whole, and refuse larger ones', async () => {
      const subject = await open();
      const { topics } = subject;
      await insist(() => topics.subscribe(to('a')));
      const large = message('large', { kind: 'x' }, { text: '\u{1F600}"\n'.repeat(100_000) });
      await insist(() => topics.publish('news', large));
      await expect(insist(() => topics.publish('news', message('m', {}, 'x'.repeat(4 * 2 ** 20))))).rejects.toMatchObject({
        code: 'message_too_large',
      });
      const ear = hearing(topics, to('a'));
      await eventually(subject, () => expect(ear.ids()).toEqual(['large']));
      expect(ear.heard[0]).toEqual(large);
      await ear.stop();
      await subject.close();
    });

    it('refuse what can be no name, no attribute and no filter', async () => {
      const { topics, close } = await open();
      for (const bad of ['', 'a b', 'a.b', 'ä', 'x'.repeat(31)]) {
        await expect(insist(() => topics.publish(bad, message('m')))).rejects.toBeInstanceOf(TypeError);
        for (const one of [to(bad), to('a', {}, bad)]) {
          await expect(insist(() => topics.subscribe(one))).rejects.toBeInstanceOf(TypeError);
          await expect(insist(() => topics.unsubscribe(one))).rejects.toBeInstanceOf(TypeError);
        }
      }
      const attributes: Record<string, string>[] = [
        { a: '' },
        { a: '\u0000' },
        { a: '\ud800' },
        { a: 'x'.repeat(257) },
        { '': 'x' },
        { 'a..b': 'x' },
        { 'AWS.x': 'x' },
        { 'a b': 'x' },
        Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`a${i}`, 'x'])),
      ];
      for (const bad of attributes) await expect(insist(() => topics.publish('news', message('m', bad)))).rejects.toBeInstanceOf(TypeError);
      for (const bad of [message(''), message('x'.repeat(201)), message('m', {}, () => {})])
        await expect(insist(() => topics.publish('news', bad))).rejects.toBeInstanceOf(TypeError);
      const many = Array.from({ length: 13 }, (_, i) => `v${i}`);
      for (const bad of [
        { a: [] },
        { a: [''] },
        { a: [{ prefix: '' }] },
        { a: many, b: many },
        Object.fromEntries('abcdef'.split('').map((a) => [a, ['x']])),
      ])
        await expect(insist(() => topics.subscribe(to('a', bad)))).rejects.toBeInstanceOf(TypeError);
      await close();
    });
  });
}
