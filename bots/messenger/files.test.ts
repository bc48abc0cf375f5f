import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Channel } from '../../shared/channel/channel.ts';
import type { SentFile } from '../../shared/channel/inbound.ts';
import { type MessengerPlatform, startMessenger } from '../../test/platforms/messenger.ts';
import { messenger } from './channel.ts';
import { isFileOfMeta } from './files.ts';

let platform: MessengerPlatform;
let channel: Channel;

beforeEach(async () => {
  platform = await startMessenger();
  const { env } = platform;
  const configured = messenger.configure(env, { clock: { now: Date.now }, random: Math.random, url: 'https://bellhop.example', env });
  if ('off' in configured) throw new Error(configured.off);
  channel = configured.on;
});
afterEach(() => platform.close());

async function content(file: SentFile, bytesMax = 1_000): Promise<string> {
  const place = { channel: 'messenger', bot: 'main', tenant: '1', conversation: '1' };
  const pieces: Uint8Array[] = [];
  for await (const piece of (await channel.openFile?.(file, place, { signal: AbortSignal.timeout(5_000), bytesMax })) ?? []) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

it('files come without a word, and their content from where Messenger keeps it', async () => {
  platform.files.set('report.csv', 'a,b,c');
  const all = [
    { type: 'file', url: `${platform.url}/files/report.csv?oh=1` },
    { type: 'image', url: 'https://scontent.xx.fbcdn.net/v/1_n.jpg?a=b' },
    { type: 'fallback', url: 'https://example.com/' },
    { type: 'audio', url: 'https://cdn.fbsbx.com/v/clip' },
    { type: 'video', url: 'https://cdn.fbsbx.com/v/v.mp4' },
  ];
  const received = await channel.receive(platform.request(platform.says.files('m_1', all)));
  const files = received.kind === 'inbound' ? received.inbound[0]?.files : undefined;
  expect(received).toMatchObject({ inbound: [{ key: 'm_1', said: { kind: 'text', text: '' } }] });
  expect(files).toEqual([
    { name: 'report.csv', mediaType: 'application/octet-stream', ref: all[0]?.url },
    { name: '1_n.jpg', mediaType: 'image/jpeg', ref: all[1]?.url },
    { name: 'audio', mediaType: 'audio/mp4', ref: all[3]?.url },
  ]);
  expect(await content(files?.[0] as SentFile)).toBe('a,b,c');
  await expect(content(files?.[0] as SentFile, 4)).rejects.toMatchObject({ code: 'file_too_large' });
});

it('a file that is gone is told so, and one that lies elsewhere is not asked for', async () => {
  const file = { name: 'a', mediaType: 'image/png', ref: `${platform.url}/files/none` };
  await expect(content(file)).rejects.toMatchObject({ code: 'messenger_file', retryable: false });
  const asked = platform.calls.length;
  await expect(content({ ...file, ref: 'http://169.254.169.254/latest' })).rejects.toMatchObject({ code: 'messenger_file' });
  expect(platform.calls.length).toBe(asked);
});

it.each([
  ['https://scontent.xx.fbcdn.net/a.jpg', true],
  ['https://lookaside.fbsbx.com/a', true],
  ['https://fbcdn.net.evil.example/a', false],
  ['https://evilfbcdn.net/a', false],
  ['http://scontent.xx.fbcdn.net/a', false],
  ['https://me@scontent.xx.fbcdn.net/a', false],
  ['https://scontent.xx.fbcdn.net:8443/a', false],
  ['http://127.0.0.1:1/files/a', false],
  ['no address', false],
])('%s is a file of Meta: %s', (address, is) => expect(isFileOfMeta(address, 'https://graph.facebook.com/v25.0')).toBe(is));
