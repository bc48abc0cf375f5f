import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { render as alexa } from '../bots/alexa/render.ts';
import { respond } from '../bots/alexa/respond.ts';
import { render as email } from '../bots/email/render.ts';
import { channels } from '../bots/index.ts';
import { render as messenger } from '../bots/messenger/render.ts';
import { render as slack } from '../bots/slack/render.ts';
import { render as sms } from '../bots/sms/render.ts';
import { render as teams } from '../bots/teams/render.ts';
import { render as telegram } from '../bots/telegram/render.ts';
import { render as terminal } from '../bots/terminal/render.ts';
import { render as web } from '../bots/web/render.ts';
import type { RenderContext } from '../shared/channel/channel.ts';
import { fields, type Reply, reply } from '../shared/reply/reply.ts';
import { link, marked } from '../shared/reply/text.ts';
import { week, year } from './any-chart.ts';
import { responseFaults } from './platforms/alexa-check.ts';
import { contentProblem } from './platforms/messenger/content.ts';
import { refusalOfMessage } from './platforms/slack/limits.ts';
import { activityProblem } from './platforms/teams/outgoing.ts';
import { chatsOf } from './platforms/telegram/chats.ts';

const kept = { endsAt: 1_800_000_000_000 };
const linkTo = (name: string) => ({
  name,
  blob: `files/c/0/${name}`,
  url: `https://bot.example/blobs?key=files/c/0/${name}&ends=1800000000000&sig=x`,
});
const report = { ...linkTo('report.csv'), mediaType: 'text/csv', bytes: 12_345, ...kept };
const dot = { ...linkTo('dot.png'), mediaType: 'image/png', bytes: 300, ...kept };

/** One reply a part, and what of it must be found in whatever a channel makes of it. */
const samples: Readonly<Record<string, readonly [Reply, ...string[]]>> = {
  text: [reply(marked`*${'example.com'}* is _up_: \`check\`, ${link('docs', 'https://d.example/')}`), 'example.com', 'docs'],
  fields: [reply('Up', { fields: fields({ Status: 200, Took: '12 ms' }) }), 'Status', '200'],
  table: [
    reply('Sites', {
      table: {
        columns: [{ title: 'Site' }, { title: 'Took', align: 'right' }],
        rows: [
          ['example.org', '120'],
          ['example.net', '80'],
        ],
      },
    }),
    'example.org',
    '120',
  ],
  'table, long': [
    reply('All sites', {
      table: {
        columns: [{ title: 'Site' }, { title: 'Took', align: 'right' }],
        rows: Array.from({ length: 30 }, (_, i) => [`site-${i}.example`, String(40 + i)]),
      },
    }),
    'site-0.example',
  ],
  'table, wide': [
    reply('All sites', {
      table: { columns: ['Site', 'Status', 'Took', 'Since'].map((title) => ({ title })), rows: [['example.org', 'up', '120', 'Monday']] },
    }),
    'Took',
  ],
  chart: [reply('This week', { chart: week }), 'Response time', '340'],
  'chart, large': [reply('All of it', { chart: { ...year, series: year.series.slice(0, 1), labels: year.labels } }), 'Response time of all sites'],
  image: [reply('Look', { image: { url: 'https://i.example/a.png', alt: 'A graph of last week' } }), 'A graph of last week'],
  file: [reply('The report', { file: report }), 'report.csv'],
  'file, a small picture': [reply('Look', { file: dot }), 'dot.png'],
  actions: [reply('Well?', { actions: [{ label: 'Check again', command: 'check', args: {}, style: 'primary' }], asks: true }), 'Check again'],
  severity: [reply('It is down', { severity: 'error' }), 'It is down'],
  visibility: [reply('Your PIN is set', { visibility: 'private' }), 'Your PIN is set'],
};

const place = (channel: string) => ({
  channel,
  bot: 'main',
  tenant: 't',
  conversation: channel === 'telegram' ? '-1001' : 'C1',
  user: channel === 'telegram' ? '77' : 'U1',
});
const context = (channel: string): RenderContext => ({ place: place(channel), locale: 'en', timeZone: 'UTC', token: (n) => `token${n}` });
const telegramChats = chatsOf(new Map(), new Set());
const drawn = (payload: object) => ({
  ...('photo' in payload && typeof payload.photo === 'object' ? { photo: new File(['png'], 'chart.png') } : {}),
  ...('document' in payload ? { document: new File(['a,b'], 'report.csv') } : {}),
});

/** Each channel's own `render`, and what its platform has against one of its messages; empty: nothing. */
const made: Readonly<Record<string, (reply: Reply) => { readonly messages: readonly object[]; readonly problems: readonly unknown[] }>> = {
  slack(answer) {
    const messages = slack(answer, context('slack'));
    return { messages, problems: messages.flatMap((one) => refusalOfMessage('instead' in one ? one.instead : one) ?? []) };
  },
  teams(answer) {
    const messages = teams(answer, context('teams'));
    const wire = (activity: object) => JSON.stringify({ ...activity, channelId: 'msteams', from: { id: 'b' } });
    return {
      messages,
      problems: messages.flatMap(({ activity, instead }) =>
        [activity, ...(instead ? [instead] : [])].flatMap((one) => activityProblem(wire(one)) ?? []),
      ),
    };
  },
  telegram(answer) {
    const messages = telegram(answer, context('telegram'));
    const said = messages.map(({ method, payload }) => telegramChats.answer(method, { ...payload, ...drawn(payload), chat_id: 77 }));
    return { messages, problems: said.flatMap((one) => (one?.ok === false ? [one.description] : [])) };
  },
  messenger(answer) {
    const messages = messenger(answer, context('messenger'));
    const chart = new File(['png'], 'chart.png', { type: 'image/png' });
    const along = (file: { readonly name: string; readonly mediaType: string }) => new File(['x'], file.name, { type: file.mediaType });
    return {
      messages,
      problems: messages.flatMap(({ message, picture, file }) => contentProblem(message, picture ? chart : file && along(file)) ?? []),
    };
  },
  alexa(answer) {
    const messages = alexa(answer, context('alexa'));
    const { body = '' } = respond(messages, { said: { kind: 'text', text: 'x' }, place: place('alexa') }, 'answered');
    return { messages, problems: responseFaults(body, 'IntentRequest') };
  },
  email: (answer) => ({ messages: email(answer, context('email')), problems: [] }),
  sms: (answer) => ({ messages: sms(answer, context('sms')), problems: [] }),
  web: (answer) => ({ messages: web(answer, context('web')), problems: [] }),
  terminal: (answer) => ({ messages: terminal(answer, context('terminal')), problems: [] }),
};

describe('each part on each channel', () => {
  it.each(Object.keys(made))('%s', async (channel) => {
    const cells: string[] = [];
    for (const [part, [answer, ...shown]] of Object.entries(samples)) {
      const { messages, problems } = made[channel]?.(answer) ?? { messages: [], problems: ['no such channel'] };
      const json = messages.map((message) => JSON.stringify(message));
      expect(problems, part).toEqual([]);
      expect(
        shown.filter((words) => !json.join('').toLowerCase().includes(words.toLowerCase())),
        `${part} is shown in some way`,
      ).toEqual([]);
      cells.push(`## ${part}\n${json.map((one) => (one.length > 900 ? `${one.slice(0, 900)}… (${one.length} characters)` : one)).join('\n')}`);
    }
    await expect(`${cells.join('\n\n')}\n`).toMatchFileSnapshot(`replies/${channel}.md`);
  });
});

it('docs/replies.md has a row for each part and a column for each channel, and no cell is empty', () => {
  const page = readFileSync(join(import.meta.dirname, '../docs/replies.md'), 'utf8');
  const [head = [], , ...rows] = page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
  const names = channels.map(({ name }) => name).sort();
  expect(
    head
      .slice(1)
      .map((title) => title.toLowerCase())
      .sort(),
    'a channel is a column',
  ).toEqual(names);
  expect(Object.keys(made).sort(), 'and a line of this test').toEqual(names);
  const source = readFileSync(join(import.meta.dirname, '../shared/reply/reply.ts'), 'utf8');
  const [type = ''] = /export interface Reply \{.*?\n\}/s.exec(source) ?? [];
  const parts = [...type.matchAll(/^ {2}readonly (\w+)\??:/gm)].map((match) => `\`${match[1]}\``);
  expect(rows.map(([part]) => part)).toEqual(expect.arrayContaining(parts));
  for (const row of rows) {
    expect(row, row[0]).toHaveLength(head.length);
    expect(
      row.filter((cell) => cell === ''),
      row[0],
    ).toEqual([]);
  }
});
