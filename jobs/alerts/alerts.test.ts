import { afterEach, describe, expect, it } from 'vitest';
import type { Place } from '../../shared/channel/inbound.ts';
import { type Draft, issuer } from '../../shared/flow/issue.ts';
import { type Person, type PersonId, people, personId } from '../../shared/people/person.ts';
import { manualClock } from '../../shared/timers/manual-clock.ts';
import { type OpenOptions, openSkills } from '../../test/open-skills.ts';
import type { Report } from './book.ts';
import { fire } from './fire.ts';
import { skill } from './index.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const minute = 60_000;
const start = Date.parse('2026-06-10T03:00:00Z');
const place: Place = { channel: 'slack', bot: 'main', tenant: 't1', conversation: 'ops', message: 'm1' };
const ada = personId(place, 'ada');
const onTelegram: Place = { channel: 'telegram', bot: 'main', tenant: 'b', conversation: '7', direct: true, user: '7' };
const onSms: Place = { channel: 'sms', bot: 'main', tenant: '+1', conversation: '+4930', direct: true, user: '+4930' };

const report = (over: Partial<Report> = {}): Report => ({
  key: 'check/1',
  state: 'open',
  what: 'example.com',
  why: 'refused the connection',
  level: 'error',
  tags: [],
  at: start,
  from: { user: 'ada', name: 'Ada' },
  person: ada,
  place,
  ...over,
});

const someone = (id: PersonId, over: Partial<Person> = {}): Person => ({ id, name: 'Ada', role: 'member', locale: 'en', timeZone: 'UTC', ...over });

/** Ada, found in Slack, on Telegram and by SMS. What is issued is kept; `fails` names channels whose messages don't get through. */
async function open({ fails = [], ...options }: OpenOptions & { fails?: readonly string[] } = {}) {
  const clock = manualClock(start);
  const bell = openSkills([skill], { clock, ...options });
  const issued: Draft[] = [];
  const issue = issuer(bell);
  const channelOf = new Map<string, string>();
  const inbox: typeof bell.inbox = Object.create(bell.inbox, {
    // What tells: delivered at once, or not at all.
    read: {
      value: async (id: never) => {
        const record = await bell.inbox.read(id);
        return (
          record && { ...record, delivery: fails.includes(channelOf.get(id) ?? '') ? { state: 'pending', sent: 0, attempts: 3 } : { state: 'sent' } }
        );
      },
    },
  });
  const deps = {
    ...bell,
    inbox,
    async issue(draft: Draft) {
      const id = await issue(draft);
      if (!channelOf.has(id)) issued.push(draft);
      channelOf.set(id, draft.place.channel);
      return id;
    },
  };
  const telegram = personId(onTelegram, '7');
  const sms = personId(onSms, '+4930');
  await bell.store.put(people, ada, someone(ada, { identities: [ada, telegram, sms], home: { ...place, conversation: 'D1', direct: true } }));
  await bell.store.put(people, telegram, someone(telegram, { linkedTo: ada, home: onTelegram }));
  await bell.store.put(people, sms, someone(sms, { linkedTo: ada, home: onSms }));
  const services = skill.services?.(deps);
  if (!services?.incidents) throw new Error('There are no incidents.');
  const stop = new AbortController();
  const consuming = bell.timers.consume((due) => fire(due, deps), { signal: stop.signal });
  closing.push(async () => {
    stop.abort();
    await consuming;
    bell.close();
  });
  /** When and where it was told, and how: "5 telegram". */
  const told = () =>
    issued.map(
      ({ saidAt, place: to, raw }) => `${(saidAt - start) / minute} ${to.channel}${to.direct ? '' : '#'}${raw.args?.how === 'anew' ? '!' : ''}`,
    );
  return { ...deps, issued, told, book: services.incidents };
}

describe('an incident', () => {
  it('is told where it was asked for, and goes on by each way its person has, until somebody has it', async () => {
    const { book, clock, told } = await open();
    const opened = await book.report(report());
    await clock.advance(12 * minute);
    expect(told()).toEqual(['0 slack#', '5 slack', '10 telegram']);
    await book.acknowledge(opened?.id ?? '', someone(ada));
    expect(told().slice(3)).toEqual(['12 slack#', '12 slack', '12 telegram']);
    await clock.advance(600 * minute);
    expect(told().length).toBe(6);
  });

  it('is told again and again when no way is left, in messages of their own', async () => {
    const { book, clock, told } = await open();
    await book.report(report());
    await clock.advance(60 * minute);
    expect(told()).toEqual(['0 slack#', '5 slack', '10 telegram', '15 sms', '35 sms!', '50 sms!']);
  });

  it('is one of its key, however often and by whomever it is reported; another report changes it', async () => {
    const { book, told } = await open();
    const first = await book.report(report());
    await book.report(report());
    const second = await book.report(report({ at: start + 1_000, why: 'answers 503' }));
    expect(second).toMatchObject({ id: first?.id, why: 'answers 503' });
    expect(told()).toEqual(['0 slack#', '0 slack#']);
    expect((await book.open(place, ada)).length).toBe(1);
  });

  it('closes where its messages stand, is told no more, and opens anew as another', async () => {
    const { book, clock, told } = await open();
    const first = await book.report(report());
    const closed = await book.report(report({ state: 'close', at: start + minute, why: 'is up' }));
    expect(closed).toMatchObject({ id: first?.id, state: 'closed', closedAt: start + minute });
    await clock.advance(60 * minute);
    expect(told()).toEqual(['0 slack#', '0 slack#']);
    // Told late, or once more: it stays closed.
    expect(await book.report(report())).toMatchObject({ state: 'closed' });
    expect(await book.report(report({ state: 'update' }))).toBeNull();
    const other = await book.report(report({ at: start + 60 * minute }));
    expect(other?.id).not.toBe(first?.id);
    expect(await book.open(place, ada)).toMatchObject([{ id: other?.id }]);
  });

  it('is not somebody else’s to close or to change, by naming its key', async () => {
    const { book } = await open();
    const first = await book.report(report());
    expect(await book.report(report({ state: 'close', at: start + 1, from: { user: 'eve' } }))).toBeNull();
    const other = await book.report(report({ at: start + 1, from: { user: 'eve' } }));
    expect(other?.id).not.toBe(first?.id);
    expect((await book.open(place, ada)).map(({ state }) => state)).toEqual(['open', 'open']);
  });

  it('that is a warning is told once', async () => {
    const { book, clock, told } = await open();
    await book.report(report({ level: 'warning' }));
    await clock.advance(600 * minute);
    expect(told()).toEqual(['0 slack#']);
  });

  it('of two who take it is the first one’s', async () => {
    const { book } = await open();
    const { id = '' } = (await book.report(report())) ?? {};
    const bob = someone('slack/t1/bob' as PersonId, { name: 'Bob' });
    expect(await book.acknowledge(id, bob)).toMatchObject({ isTheirs: true });
    expect(await book.acknowledge(id, someone(ada))).toMatchObject({ isTheirs: false, incident: { by: { name: 'Bob' } } });
    expect(await book.acknowledge(id, bob)).toMatchObject({ isTheirs: true });
  });

  it('that was given back is told anew, from its first step', async () => {
    const { book, clock, told } = await open();
    const { id = '' } = (await book.report(report())) ?? {};
    await book.acknowledge(id, someone(ada));
    await book.release(id, someone(ada));
    expect(told()).toEqual(['0 slack#', '0 slack#', '0 slack#', '0 slack#!']);
    await clock.advance(5 * minute);
    expect(told().at(-1)).toBe('5 slack');
    expect(await book.release(id, someone(ada))).toBeNull();
  });

  it('keeps what happened, in order', async () => {
    const { book, clock } = await open();
    const { id = '' } = (await book.report(report())) ?? {};
    await clock.advance(6 * minute);
    await book.acknowledge(id, someone(ada));
    const closed = await book.report(report({ state: 'close', at: clock.now(), why: 'is up' }));
    expect(closed?.happened.map(({ what, of }) => `${what} ${of ?? ''}`.trim())).toEqual([
      'opened refused the connection',
      'told slack',
      'told slack',
      'acknowledged Ada',
      'closed is up',
    ]);
  });
});

describe('what goes wrong', () => {
  it('a channel that takes nothing: the next way is tried after a minute', async () => {
    const { book, clock, told } = await open({ fails: ['slack'] });
    await book.report(report());
    await clock.advance(4 * minute);
    expect(told()).toEqual(['0 slack#', '1 slack', '2 telegram']);
  });

  it('a step whose person can be found nowhere is passed over at once', async () => {
    const { book, clock, told } = await open({ proactive: (channel) => channel !== 'slack' && channel !== 'telegram' });
    const opened = await book.report(report());
    expect(told()).toEqual(['0 sms']);
    expect(opened?.happened.map(({ what }) => what)).toEqual(['opened', 'untold', 'told']);
    await clock.advance(minute);
  });

  it('a process that dies after it was kept and before it was told: told when the report is run again', async () => {
    const { book, store, timers, told, ...rest } = await open();
    const dies = skill.services?.({ ...rest, store, timers, issue: () => Promise.reject(new Error('died')) } as never)?.incidents;
    await expect(dies?.report(report())).rejects.toThrow('died');
    await book.report(report());
    expect(told()).toEqual(['0 slack#']);
    expect((await book.open(place, ada)).length).toBe(1);
  });

  it('a process that dies while it shows that somebody has it: shown when that is run again', async () => {
    const { book, told, ...rest } = await open();
    const { id = '' } = (await book.report(report())) ?? {};
    const dies = skill.services?.({ ...rest, issue: () => Promise.reject(new Error('died')) } as never)?.incidents;
    await expect(dies?.acknowledge(id, someone(ada))).rejects.toThrow('died');
    expect(await book.acknowledge(id, someone(ada))).toMatchObject({ isTheirs: true });
    expect(told()).toEqual(['0 slack#', '0 slack#']);
  });
});
