import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Channel } from '../../shared/channel/channel.ts';
import type { SentFile } from '../../shared/channel/inbound.ts';
import { eventCallback, type SlackStandIn, startSlack, workspace } from '../../test/platforms/slack.ts';
import { slack } from './channel.ts';
import { isFileOfSlack } from './files.ts';

const clock = { now: () => 1_700_000_000_000 };
let platform: SlackStandIn;
let channel: Channel;

beforeEach(async () => {
  platform = await startSlack({ clock });
  const { env } = platform;
  const configured = slack.configure(env, { clock, random: Math.random, url: 'https://bellhop.example', env });
  if ('off' in configured) throw new Error(configured.off);
  channel = configured.on;
});
afterEach(() => platform.close());

/** What a direct message with these files comes to. */
async function sent(files: readonly unknown[], text = ''): Promise<readonly SentFile[] | string> {
  const event = {
    type: 'message',
    subtype: 'file_share',
    channel: 'D1',
    channel_type: 'im',
    user: workspace.user,
    text,
    ts: '1700000000.000100',
    files,
  };
  const body = eventCallback(event);
  const received = await channel.receive({ method: 'POST', path: '/slack/events', query: '', headers: platform.sign(body), body: Buffer.from(body) });
  return received.kind === 'inbound' ? (received.inbound[0]?.files ?? []) : received.kind;
}

async function content(file: SentFile, bytesMax = 1_000): Promise<string> {
  const place = { channel: 'slack', bot: 'main', tenant: workspace.team, conversation: 'D1' };
  const pieces: Uint8Array[] = [];
  for await (const piece of (await channel.openFile?.(file, place, { signal: AbortSignal.timeout(5_000), bytesMax })) ?? []) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

it('a file comes without a word, by what Slack says of it, and its content by the token of the bot', async () => {
  const files = await sent([platform.file('a,b,c')]);
  expect(files).toEqual([{ name: 'report.csv', mediaType: 'text/csv', bytes: 5, ref: expect.stringContaining('/files-pri/') }]);
  expect(await content(files[0] as SentFile)).toBe('a,b,c');
  expect(platform.calls.at(-1)).toMatchObject({ method: 'file', token: 'xoxb-standin' });
});

it('takes three at most, none that lies elsewhere, and no chatter without words or files', async () => {
  expect(await sent([1, 2, 3, 4].map(() => platform.file('x')))).toHaveLength(3);
  expect(await sent([{ ...platform.file('x'), is_external: true }], 'hello')).toEqual([]);
  expect(await sent([{ id: 'F1', mode: 'tombstone' }])).toBe('nothing');
});

it.each([
  ['https://files.slack.com/files-pri/T1-F1/a.csv', true],
  ['https://files.slack.com.evil.example/a', false],
  ['https://user:pass@files.slack.com/a', false],
  ['http://files.slack.com/a', false],
  ['https://169.254.169.254/latest', false],
  ['file:///etc/passwd', false],
  ['nonsense', false],
])('gives the token to Slack alone: %s %s', (address, is) => expect(isFileOfSlack(address, 'https://slack.com/api/')).toBe(is));

it('asks nobody else for it, and follows no redirect', async () => {
  const file = { name: 'x', mediaType: 'text/csv', ref: 'http://127.0.0.1:9/x' };
  await expect(content(file)).rejects.toMatchObject({ code: 'slack_file', retryable: false });
  const away = platform.file(`${platform.url}/elsewhere`);
  await expect(content({ ...file, ref: String(away.url_private) })).rejects.toMatchObject({ code: 'slack_file' });
  expect(platform.calls).toHaveLength(1);
});

it('says which scope is missing where Slack gives a page to sign in, and that a file is too large', async () => {
  const file = (await sent([platform.file('a,b,c')]))[0] as SentFile;
  await expect(content(file, 4)).rejects.toMatchObject({ code: 'file_too_large', message: expect.stringContaining('report.csv') });
  await expect(content({ ...file, ref: String(platform.file('<!DOCTYPE html>sign in').url_private) })).rejects.toMatchObject({
    hint: expect.stringContaining('files:read'),
  });
});
