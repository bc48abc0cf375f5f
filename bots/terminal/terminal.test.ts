import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { Inbound } from '../../shared/channel/inbound.ts';
import { InboxFull } from '../../shared/errors.ts';
import { reply } from '../../shared/reply/reply.ts';
import { marked } from '../../shared/reply/text.ts';
import { terminal, terminalChannel } from './channel.ts';

const stop: AbortController[] = [];
afterEach(() => {
  for (const one of stop.splice(0)) one.abort();
});

function open({ refuses = false } = {}) {
  const input = new PassThrough();
  const output = new PassThrough();
  let printed = '';
  output.on('data', (chunk) => {
    printed += chunk;
  });
  const channel = terminalChannel({ input, output, clock: { now: () => 5 }, user: 'ann' });
  const heard: Inbound[] = [];
  const arrived: unknown[] = [];
  const ended = new AbortController();
  stop.push(ended);
  const listening = channel.listen?.({
    async accept(inbound) {
      if (refuses) throw new InboxFull('interactive');
      heard.push(inbound);
      return { known: false };
    },
    arrived: async (who) => void arrived.push(who),
    signal: ended.signal,
    log: { info() {}, warn() {} },
    report() {},
  });
  return { input, channel, heard, arrived, ended, listening, printed: () => printed };
}

const place = { channel: 'terminal', bot: 'main', tenant: 'local', conversation: 'prompt' };
const context = { place, locale: 'en', timeZone: 'UTC', token: (i: number) => `token${i}` };
const send = { signal: AbortSignal.timeout(1_000), key: 'k', acceptedAt: 0 };

describe('the terminal', () => {
  it('takes each line as said now by whoever sits there, each once', async () => {
    const { input, heard } = open();
    input.write('check example.com\n\n  help  \n');
    await expect.poll(() => heard.length).toBe(2);
    expect(heard.map((one) => one.said)).toEqual([
      { kind: 'text', text: 'check example.com' },
      { kind: 'text', text: 'help' },
    ]);
    expect(heard[0]).toMatchObject({ from: { user: 'ann' }, saidAt: 5, place: { channel: 'terminal', direct: true } });
    expect(heard[0]?.key).not.toBe(heard[1]?.key);
  });

  it('prints answers, and takes a number for the button it stands at', async () => {
    const { input, heard, channel, printed } = open();
    const [message] = channel.render(reply('Up', { actions: [{ label: 'Again', command: 'check', args: {} }] }), context);
    await channel.send(message ?? {}, place, send);
    await expect.poll(printed).toBe('Up\n  1 Again\n');
    input.write('1\n2\n');
    await expect
      .poll(() => heard.map((one) => one.said))
      .toEqual([
        { kind: 'action', token: 'token0' },
        { kind: 'text', text: '2' },
      ]);
  });

  it('takes a number for the answer to a question that has no buttons, whatever stood above it', async () => {
    const { input, heard, channel } = open();
    const again = reply('Up', { actions: [{ label: 'Again', command: 'check', args: {} }] });
    for (const said of [again, reply('How often?', { asks: true })]) await channel.send(channel.render(said, context)[0] ?? {}, place, send);
    input.write('1\n');
    await expect.poll(() => heard.map((one) => one.said)).toEqual([{ kind: 'text', text: '1' }]);
  });

  it('says it when something was not kept', async () => {
    const { input, printed } = open({ refuses: true });
    input.write('help\n');
    await expect.poll(printed).toBe('Too many commands are waiting for another interactive one. Try again in a minute.\n');
  });

  it('says that somebody is there as soon as a prompt is open', async () => {
    const { arrived } = open();
    await expect.poll(() => arrived).toMatchObject([{ place: { channel: 'terminal', direct: true }, from: { user: 'ann' }, saidAt: 5 }]);
  });

  it('is away where there is no terminal: what is to be said is kept', () => {
    const opened = terminal.configure({}, { clock: { now: () => 5 }, random: () => 0, url: '', env: {} });
    if (!('off' in opened)) throw new Error('The test runs in a terminal.');
    expect(opened.away?.can.proactive).toBe(false);
    expect(opened.away?.listen).toBeUndefined();
  });

  it('ends with its input and with its signal', async () => {
    const one = open();
    one.input.end();
    await one.listening;
    const two = open();
    two.ended.abort();
    await two.listening;
  });
});

describe('a reply on the terminal', () => {
  it('shows all of it as lines', () => {
    const [{ text, styled }] = terminalRender();
    expect(text).toBe(
      '✗ example.com is down, see docs (https://d.example)\n  Status  503\n  Took    1 s\n          in all\n  Phase   ms\n  dns    1.5\n[a graph] https://g.example\n  1 Again',
    );
    expect(stripVTControlCharacters(styled)).toBe(text);
    expect(styled).toContain('\u001b[31m✗\u001b[39m');
  });

  it('never obeys control characters of what others wrote', () => {
    const { channel } = open();
    const [message] = channel.render(reply(`a\u001b]0;title\u0007\u009b2J\rb`, { fields: [{ name: '\u001b[2J', value: '\u202e' }] }), context);
    expect(String(message?.styled).replace(/\u001b\[\d+m/g, '')).toBe('a\ufffd]0;title\ufffd\ufffd2J\nb\n  \ufffd[2J  \ufffd');
  });
});

function terminalRender() {
  const { channel } = open();
  return channel.render(
    reply(marked`*${'example.com'}* is down, see ${{ link: 'docs', url: 'https://d.example' }}`, {
      severity: 'error',
      fields: [
        { name: 'Status', value: '503' },
        { name: 'Took', value: '1 s\nin all' },
      ],
      table: { columns: [{ title: 'Phase' }, { title: 'ms', align: 'right' }], rows: [['dns', '1.5']] },
      image: { url: 'https://g.example', alt: 'a graph' },
      actions: [{ label: 'Again', command: 'check', args: {} }],
    }),
    context,
  ) as [{ text: string; styled: string }];
}
