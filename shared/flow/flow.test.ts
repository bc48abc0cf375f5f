import { afterEach, describe, expect, it } from 'vitest';
import { type FlowOptions, flowWorld, paperChannel } from '../../test/flow-world.ts';
import { command } from '../command/define.ts';
import { dateTime, integer, text } from '../command/kinds/index.ts';
import { BellhopError, Refusal, SendFailed } from '../errors.ts';
import { type Person, type PersonId, people } from '../people/person.ts';
import { reply } from '../reply/reply.ts';
import { issuer } from './issue.ts';

const help = command({ name: 'help', summary: 'Help', run: (_, { command }) => reply(`help: ${command.raw.text}`) });
const echo = command({
  name: 'echo',
  summary: 'Say it back',
  params: { words: text({ ask: 'Say what?' }) },
  run: ({ words }) => reply(`echo ${words}`),
});
const twice = command({ name: 'double', summary: 'Double', params: { n: integer({ ask: 'Which number?' }) }, run: ({ n }) => reply(`${n * 2}`) });

const worlds: { close(): Promise<void> }[] = [];
function world(options: Partial<FlowOptions> = {}) {
  const paper = paperChannel();
  const made = flowWorld({ channels: [paper], ...options, commands: [help, echo, twice, ...(options.commands ?? [])] });
  worlds.push(made);
  return { ...made, paper, texts: () => paper.sent.map((one) => one.text) };
}
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

describe('the way of a command', () => {
  it('answers what was said', async () => {
    const { say, texts } = world();
    const record = await say('echo hello there');
    expect(record).toMatchObject({ state: 'done', delivery: { state: 'sent' } });
    expect(texts()).toEqual(['echo hello there']);
  });

  it('runs what only a job may issue for jobs alone, in whatever way it is said', async () => {
    const bell = command({
      name: 'bell',
      summary: 'Ring',
      hidden: true,
      internal: true,
      params: { how: text() },
      run: ({ how }) => reply(`rings ${how}`),
    });
    const { say, texts, inbox, clock, inbound } = world({ commands: [bell] });
    const gone = { state: 'failed', reason: expect.stringContaining('no_such_command') };
    expect(await say('bell loud')).toMatchObject(gone);
    expect(await say({ kind: 'form', command: 'bell', values: { how: 'loud' } })).toMatchObject(gone);
    expect(await say({ kind: 'intent', intent: 'BellIntent', slots: { how: 'loud' } })).toMatchObject(gone);
    const { from, place, saidAt } = inbound('');
    await issuer({ inbox, clock })({ key: 'k', name: 'bell', raw: { args: { how: 'softly' } }, from, place, priority: 'alert', saidAt });
    await expect.poll(() => texts().at(-1)).toBe('rings softly');
  });

  it('runs a delivery told twice once', async () => {
    const { say, texts } = world();
    await say('echo a', { key: 'same' });
    const second = await say('echo a', { key: 'same' });
    expect(second.state).toBe('done');
    expect(texts()).toEqual(['echo a']);
  });

  it('takes one key in two tenants for two commands', async () => {
    const { say, texts } = world();
    const place = { channel: 'paper', bot: 'main', conversation: 'c1', direct: true };
    await say('echo a', { key: 'same', place: { ...place, tenant: 't1' } });
    await say('echo b', { key: 'same', place: { ...place, tenant: 't2' } });
    expect(texts()).toEqual(['echo a', 'echo b']);
  });

  it('hands what it does not understand to help, with the words', async () => {
    const { say, texts } = world();
    await say('gibberish of some kind');
    expect(texts()).toEqual(['help: gibberish of some kind']);
  });

  it('does nothing with a text of which only a part could be kept, and says so', async () => {
    const { say, texts } = world();
    const record = await say(`echo ${'字'.repeat(3_000)}`);
    expect(record).toMatchObject({ state: 'failed', reason: expect.stringContaining('too_long') });
    expect(texts()).toEqual([expect.stringContaining('longer than I can take')]);
  });

  it('tells of a command that is gone', async () => {
    const { say, texts } = world();
    await say({ kind: 'event', event: 'welcome' });
    expect(texts()[0]).toContain('no command welcome');
  });
});

describe('what is missing', () => {
  it('is asked for, and the next words are the answer', async () => {
    const { say, texts } = world();
    expect((await say('double')).state).toBe('waiting');
    await say('21');
    expect(texts()).toEqual(['Which number?', '42']);
  });

  it('the waiting command is done once its answer has come', async () => {
    const { say, inbox } = world();
    const asked = await say('double');
    await say('4');
    await expect.poll(async () => (await inbox.read(asked.command.id))?.state).toBe('done');
  });

  it('is asked again when the answer does not fit, and given up after the third', async () => {
    const { say, texts } = world();
    await say('double');
    await say('apples');
    await say('pears');
    const last = await say('plums');
    expect(last.state).toBe('failed');
    expect(texts()).toHaveLength(4);
    expect(texts()[1]).toContain('Which number?');
    expect(texts()[3]).toContain('leave it for now');
  });

  it('is asked again as it was when nothing was heard, and not given up for that', async () => {
    const { say, texts } = world();
    await say('double');
    for (let i = 0; i < 4; i++) await say('');
    await say('4');
    expect(texts()).toEqual([...Array(5).fill('Which number?'), '8']);
  });

  it('is asked again in few words for a voice', async () => {
    const { say } = world({
      commands: [
        command({ name: 'timer', summary: 'Timer', params: { when: dateTime({ ask: 'When? For example “in 20 minutes”.' }) }, run: () => undefined }),
      ],
    });
    await say('timer');
    const again = await say('apples');
    expect(again.replies[0]?.speech).toBe('I can’t read “apples” as a time. When? For example “in 20 minutes”.'.replace('’', "'"));
  });

  it('another command instead of an answer is that command', async () => {
    const { say, texts } = world();
    await say('double');
    await say('echo hi');
    expect(texts()).toEqual(['Which number?', 'echo hi']);
  });

  it('a command in the form of the platform is that command, even where its words would answer', async () => {
    const { say, texts } = world({
      commands: [
        command({ name: 'note', summary: 'Note', params: { words: text({ ask: 'Note what?' }) }, run: ({ words }) => reply(`noted ${words}`) }),
      ],
    });
    await say('note');
    await say({ kind: 'text', text: 'echo hi', explicit: true });
    expect(texts()).toEqual(['Note what?', 'echo hi']);
  });

  it('is dropped by cancel', async () => {
    const { say, texts } = world();
    await say('double');
    await say('cancel');
    await say('21');
    expect(texts()[1]).toContain('dropped');
    expect(texts()[2]).toBe('help: 21');
  });

  it('is dropped by whoever stops, and by whoever begins anew', async () => {
    const hello = command({ name: 'welcome', summary: 'Hello', hidden: true, run: () => reply('Hello.') });
    const { say, texts } = world({ commands: [hello] });
    await say('echo');
    await say({ kind: 'event', event: 'stop' });
    await say('21');
    await say('echo');
    await say({ kind: 'event', event: 'welcome' });
    await say('22');
    expect(texts()).toEqual(['Say what?', 'All right, I dropped that.', 'help: 21', 'Say what?', 'Hello.', 'help: 22']);
  });

  it('asked of one person is not answered by another', async () => {
    const { say, texts } = world();
    await say('double');
    await say('21', { from: { user: 'bob' } });
    expect(texts()[1]).toBe('help: 21');
  });

  it('waits over a restart', async () => {
    const first = world();
    await first.say('double');
    await first.close({ keep: true });
    worlds.pop();
    const second = world({ folder: first.folder });
    await second.say('8');
    expect(second.texts()).toEqual(['16']);
  });
});

describe('a handler that', () => {
  const bad = (name: string, run: () => never, over = {}) => command({ name, summary: name, run, ...over });

  it('throws: the person hears it with the trace, and the worker lives', async () => {
    const causes: unknown[] = [];
    const { say, texts } = world({
      commands: [
        bad('broken', () => {
          throw new TypeError('x is not a function');
        }),
      ],
      observer: { ran: ({ cause }) => void (cause && causes.push(cause)) },
    });
    const record = await say('broken');
    expect(record.state).toBe('failed');
    expect(texts()[0]).toContain(record.command.trace);
    expect(texts()[0]).not.toContain('not a function');
    expect(causes[0]).toBeInstanceOf(TypeError);
    await say('echo still here');
    expect(texts()[1]).toBe('echo still here');
  });

  it('refuses: its message and hint are what the person hears', async () => {
    const { say, texts } = world({
      commands: [
        bad('refuser', () => {
          throw new Refusal('too_far', 'That is too far.', { hint: 'Name something near.' });
        }),
      ],
    });
    await say('refuser');
    expect(texts()).toEqual(['That is too far. Name something near.']);
  });

  it('hangs: the person hears it at the deadline', async () => {
    const hang = command({ name: 'hang', summary: 'Hang', deadlineMs: 50, run: () => new Promise<never>(() => {}) });
    const { say, texts } = world({ commands: [hang] });
    expect((await say('hang')).state).toBe('failed');
    expect(texts()[0]).toContain('did not finish within 0.05 s');
  });

  it.each([
    ['a number', 42],
    ['an object without text', { words: 'x' }],
    ['a reply with a part of another kind', { text: 'x', fields: [{ name: 'Status', value: 200 }] }],
    ['a list of nothing', [null]],
    ['something that is no data', { text: 'x', speech: 10n }],
    ['a text of 200,000 characters', reply('x'.repeat(200_000))],
  ])('answers %s: the person hears that it failed', async (_, nonsense) => {
    const odd = command({ name: 'odd', summary: 'Odd', run: () => nonsense as never });
    const { say, texts } = world({ commands: [odd] });
    expect((await say('odd')).state).toBe('failed');
    expect(texts()).toHaveLength(1);
  });

  it.each([
    ['nothing', () => undefined, ['quiet is done.']],
    ['nothing at all, and means it', () => [], []],
    ['by yielding nothing', async function* () {}, ['quiet is done.']],
  ])('answers %s: no command ends in silence unseen', async (_, answers, heard) => {
    const { say, texts } = world({ commands: [command({ name: 'quiet', summary: 'Quiet', run: answers })] });
    expect((await say('quiet')).state).toBe('done');
    expect(texts()).toEqual(heard);
  });

  it('meets something that may heal: it runs again', async () => {
    let runs = 0;
    const flaky = command({
      name: 'flaky',
      summary: 'Flaky',
      run() {
        if (++runs < 2) throw new BellhopError('upstream', 'The upstream is down.', { retryable: true });
        return reply(`at last, after ${runs}`);
      },
    });
    const { say, texts } = world({ commands: [flaky] });
    await say('flaky');
    expect(texts()).toEqual(['at last, after 2']);
  });

  it('is cancelled: its signal ends, and the person hears that', async () => {
    let started: (value: unknown) => void = () => {};
    const begun = new Promise((resolve) => {
      started = resolve;
    });
    const slow = command({
      name: 'slow',
      summary: 'Slow',
      run: (_, { signal, command }) => {
        started(command.id);
        return new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    });
    const { say, inbox, texts } = world({ commands: [slow] });
    const ended = say('slow');
    const id = (await begun) as never;
    expect(await inbox.cancel(id, 'ada')).toBe('signalled');
    expect((await ended).state).toBe('cancelled');
    expect(texts()[0]).toContain('cancelled');
  });
});

describe('rights', () => {
  it('a command above the role is refused in words, and does not run', async () => {
    let ran = false;
    const danger = command({
      name: 'danger',
      summary: 'Danger',
      access: 'admin',
      run: () => {
        ran = true;
        return undefined;
      },
    });
    const { say, texts } = world({ commands: [danger] });
    expect((await say('danger')).state).toBe('failed');
    expect(texts()[0]).toContain('needs the role admin');
    expect(ran).toBe(false);
  });

  const ship = command({
    name: 'ship',
    summary: 'Ship',
    access: { groups: ['ops'] },
    params: { what: text({ ask: 'Ship what?' }) },
    run: ({ what }) => reply(`shipped ${what}`),
  });
  const asOf = (id: string, person: Partial<Person> = {}): Person => ({
    id: id as PersonId,
    role: 'member',
    locale: 'en',
    timeZone: 'UTC',
    ...person,
  });
  const ada = 'paper/t1/ada';

  it('the members of a group run what it may, and admins', async () => {
    const { say, store, texts } = world({ commands: [ship] });
    for (const person of [asOf(ada, { groups: ['ops'] }), asOf(ada, { role: 'admin' }), asOf(ada, { role: 'operator', groups: ['dev'] })]) {
      await store.put(people, ada, person);
      await say('ship it');
    }
    expect(texts().slice(0, 2)).toEqual(['shipped it', 'shipped it']);
    expect(texts()[2]).toContain('it needs the group ops');
  });

  it('a right taken away while a command waits for an answer is obeyed', async () => {
    const { say, store, texts } = world({ commands: [ship] });
    await store.put(people, ada, asOf(ada, { groups: ['ops'] }));
    expect((await say('ship')).state).toBe('waiting');
    await store.put(people, ada, asOf(ada));
    expect((await say('the box')).state).toBe('failed');
    expect(texts().at(-1)).toContain('it needs the group ops');
  });

  it('says who can give the right, and tells the log who tried what, without their words', async () => {
    const told: unknown[] = [];
    const { say, store, texts } = world({ commands: [ship], observer: { notAllowed: (about) => told.push(about) } });
    await say('ship secret plans');
    expect(texts()[0]).toContain('There is no admin yet');
    await store.put(people, 'paper/t1/bo', asOf('paper/t1/bo', { role: 'admin', name: 'Bo' }));
    await say('ship secret plans');
    expect(texts()[1]).toContain('Bo can give it to you');
    expect(told[1]).toEqual({ command: 'ship', trace: expect.any(String), person: ada, needs: 'the group ops' });
  });

  it('shows no button that its person may not press', async () => {
    const menu = command({ name: 'menu', summary: 'Menu', run: () => reply('menu', { actions: [ship.with(), twice.with()] }) });
    const { say, store, paper } = world({ commands: [ship, menu] });
    await say('menu');
    await store.put(people, ada, asOf(ada, { groups: ['ops'] }));
    await say('menu');
    expect(paper.sent.map(({ tokens }) => tokens.length)).toEqual([1, 2]);
  });

  it('where a household speaks, what is for more than members needs the voice that linked it, or a PIN said just now', async () => {
    const speaker = paperChannel({ can: { ...paperChannel().can, voice: true } });
    const { say, store, clock } = world({ commands: [ship], channels: [speaker] });
    const by = (voice?: string) => say('ship it', { from: { user: 'ada', ...(voice === undefined ? {} : { voice }) } });
    await store.put(people, ada, asOf(ada, { role: 'admin', voice: 'v1' }));
    expect([(await by()).state, (await by('v2')).state, (await by('v1')).state]).toEqual(['failed', 'failed', 'done']);
    expect(speaker.sent[0]?.text).toContain('which of you is speaking');
    await store.put(people, ada, asOf(ada, { role: 'admin', provenUntil: clock.now() + 60_000 }));
    expect((await by()).state).toBe('done');
    await store.put(people, ada, asOf(ada, { role: 'admin', provenUntil: clock.now() - 1 }));
    expect((await by()).state).toBe('failed');
    expect((await say('double 2')).state).toBe('done');
  });

  it('who speaks through a linked channel has no more rights than both', async () => {
    const danger = command({ name: 'danger', summary: 'Danger', access: 'admin', run: () => reply('boom') });
    const { say, store, texts } = world({ commands: [danger] });
    const bo = 'paper/t1/bo' as PersonId;
    await store.put(people, bo, asOf(bo, { role: 'admin', identities: [ada as PersonId] }));
    await store.put(people, ada, asOf(ada, { linkedTo: bo }));
    await say('danger');
    await store.put(people, ada, asOf(ada, { linkedTo: bo, role: 'admin' }));
    await say('danger');
    expect(texts()[0]).toContain('it needs the role admin');
    expect(texts()[1]).toBe('boom');
  });
});

describe('delivery', () => {
  it('tries again what may heal, and says nothing twice', async () => {
    let tries = 0;
    const paper = paperChannel({
      before() {
        if (++tries < 3) throw new SendFailed('http_500', 'The platform stumbled.', { retryable: true, retryAfterMs: 20 });
      },
    });
    const { say } = world({ channels: [paper] });
    await say('echo once');
    expect(tries).toBe(3);
    expect(paper.sent).toHaveLength(1);
  });

  it('ends what cannot heal as a dead letter with the mend in words, and a redrive delivers it', async () => {
    let refuse = true;
    const paper = paperChannel({
      before() {
        if (refuse) throw new SendFailed('not_in_channel', 'Slack refused the message: not_in_channel.', { hint: 'Invite the bot.' });
      },
    });
    const { say, inbox } = world({ channels: [paper] });
    const record = await say('echo late');
    expect(record).toMatchObject({
      state: 'done',
      delivery: { state: 'dead', reason: 'Slack refused the message: not_in_channel. Invite the bot.' },
    });
    expect((await inbox.list({ dead: true }, 10)).map((r) => r.command.id)).toEqual([record.command.id]);
    refuse = false;
    expect(await inbox.redrive(record.command.id)).toBe(true);
    await expect.poll(() => paper.sent.map((one) => one.text)).toEqual(['echo late']);
  });

  it('one conversation that fails holds no other up', async () => {
    const paper = paperChannel({
      before(_, place) {
        if (place.conversation === 'bad') throw new SendFailed('http_500', 'Down.', { retryable: true, retryAfterMs: 60_000 });
      },
    });
    const { accept, inbound, say } = world({ channels: [paper] });
    const place = { channel: 'paper', bot: 'main', tenant: 't1', conversation: 'bad' };
    for (let i = 0; i < 30; i++) await accept(inbound(`echo ${i}`, { place }));
    await say('echo through');
    expect(paper.sent.map((one) => one.text)).toEqual(['echo through']);
  });

  it('a conversation that asks to be left alone is left alone so long, and no other', async () => {
    const tries: { conversation: string; at: number }[] = [];
    const wide = { count: 1_000, perMs: 1_000 };
    const paper = paperChannel({
      limits: [
        { per: 'conversation', ...wide },
        { per: 'tenant', ...wide },
        { per: 'channel', ...wide },
      ],
      before(_, { conversation }) {
        tries.push({ conversation, at: Date.now() });
        if (tries.length === 1) throw new SendFailed('ratelimited', 'Too much.', { retryable: true, retryAfterMs: 400 });
      },
    });
    const { accept, inbound, say } = world({ channels: [paper] });
    const busy = { place: { channel: 'paper', bot: 'main', tenant: 't1', conversation: 'busy' } };
    await accept(inbound('echo first', busy));
    await expect.poll(() => tries.length).toBe(1);
    await accept(inbound('echo second', busy));
    await say('echo through');
    await expect.poll(() => paper.sent.length).toBe(3);
    expect(paper.sent.map(({ text }) => text)[0]).toBe('echo through');
    const [first = 0, ...later] = tries.filter(({ conversation }) => conversation === 'busy').map(({ at }) => at);
    expect(later).toHaveLength(2);
    for (const at of later) expect(at - first).toBeGreaterThanOrEqual(399);
  });

  it('a send that never ends is given up, and tried again', async () => {
    let tries = 0;
    const failures: { readonly maybeSent: boolean }[] = [];
    const paper = paperChannel({ send: () => (++tries === 1 ? new Promise(() => {}) : Promise.resolve({})) });
    const { say } = world({ channels: [paper], sendTimeoutMs: 50, observer: { deliveryFailed: (about) => void failures.push(about) } });
    expect((await say('echo once')).delivery).toMatchObject({ state: 'sent' });
    expect(tries).toBe(2);
    expect(failures).toMatchObject([{ reason: 'timeout', dead: false, maybeSent: true }]);
  });

  it('an answer that its channel can not show is a dead letter at once, and told', async () => {
    const failures: { readonly dead: boolean; readonly cause: unknown }[] = [];
    const paper = paperChannel({
      render() {
        throw new RangeError('no such colour');
      },
    });
    const { say } = world({ channels: [paper], observer: { deliveryFailed: (about) => void failures.push(about) } });
    expect((await say('echo once')).delivery).toMatchObject({ state: 'dead', reason: expect.stringContaining('no such colour') });
    expect(failures).toMatchObject([{ reason: 'render', dead: true }]);
  });

  it('keeps replies of one command in order, each once, within the rate', async () => {
    const paper = paperChannel({ limits: [{ per: 'conversation', count: 1, perMs: 30 }] });
    const many = command({ name: 'many', summary: 'Many', run: () => [1, 2, 3, 4].map((n) => reply(`${n}`)) });
    const { say } = world({ channels: [paper], commands: [many] });
    await say('many');
    expect(paper.sent.map((one) => one.text)).toEqual(['1', '2', '3', '4']);
  });

  it('a button too long for the channel is kept, and works when pressed', async () => {
    const long = 'w'.repeat(300);
    const offer = command({ name: 'offer', summary: 'Offer', run: () => reply('press', { actions: [echo.with({ words: long })] }) });
    const { say, paper, texts } = world({ commands: [offer] });
    await say('offer');
    const token = paper.sent[0]?.tokens[0] ?? '';
    expect(Buffer.byteLength(token)).toBeLessThanOrEqual(64);
    await say({ kind: 'action', token });
    expect(texts()[1]).toBe(`echo ${long}`);
  });

  it('a long button is kept also where the channel could carry it: what it becomes when pressed is small', async () => {
    const offer = command({ name: 'offer', summary: 'Offer', run: () => reply('press', { actions: [echo.with({ words: 'w'.repeat(3_000) })] }) });
    const paper = paperChannel({ can: { ...paperChannel().can, tokenBytes: 8_192 } });
    const { say } = world({ channels: [paper], commands: [offer] });
    await say('offer');
    expect(paper.sent[0]?.tokens[0]?.length).toBeLessThan(64);
  });

  it('a button that counts once runs once, whoever presses it', async () => {
    const offer = command({ name: 'offer', summary: 'Offer', run: () => reply('press', { actions: [echo.with({ words: 'x' }, { once: true })] }) });
    const { say, accept, inbound, paper, texts } = world({ commands: [offer] });
    await say('offer');
    const press = { kind: 'action', token: paper.sent[0]?.tokens[0] ?? '' } as const;
    expect((await accept(inbound(press))).known).toBe(false);
    await expect.poll(texts).toEqual(['press', 'echo x']);
    expect((await accept(inbound(press))).known).toBe(true);
    await accept(inbound(press, { from: { user: 'bob' } }));
    await expect.poll(texts).toEqual(['press', 'echo x', 'Ada pressed this before you, and it counts once.']);
  });

  it('a reply about the same replaces the message at that place', async () => {
    const about = command({
      name: 'incident',
      summary: 'Incident',
      params: { words: text() },
      run: ({ words }) => reply(words, { about: 'incident:1' }),
    });
    const { say, paper } = world({ commands: [about] });
    await say('incident down');
    await say('incident up');
    expect(paper.sent.map(({ edit }) => edit)).toEqual([undefined, 'm1']);
  });

  it('a channel that is off ends in a dead letter that says how to turn it on', async () => {
    const { accept, inbound, inbox } = world();
    await accept(inbound('echo x', { place: { channel: 'gone', bot: 'main', tenant: 't', conversation: 'c' } }));
    await expect
      .poll(async () => (await inbox.list({ dead: true }, 5))[0]?.delivery)
      .toMatchObject({ state: 'dead', reason: expect.stringContaining('gone is off') });
  });
});
