import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Channel } from '../../shared/channel/channel.ts';
import type { SentFile } from '../../shared/channel/inbound.ts';
import { startTelegram, type TelegramPlatform } from '../../test/platforms/telegram.ts';
import { telegram } from './channel.ts';

let platform: TelegramPlatform;
let channel: Channel;

beforeEach(async () => {
  platform = await startTelegram();
  const { env } = platform;
  const configured = telegram.configure(env, { clock: { now: Date.now }, random: Math.random, url: 'https://bellhop.example', env });
  if ('off' in configured) throw new Error(configured.off);
  channel = configured.on;
});
afterEach(() => platform.close());

async function sent(over: Readonly<Record<string, unknown>>, chat?: number) {
  const update = platform.says.message('', { over: { text: undefined, ...over }, ...(chat === undefined ? {} : { chat }) });
  const received = await channel.receive(platform.request(update));
  return received.kind === 'inbound' ? received.inbound[0] : received.kind;
}

async function content(file: SentFile, bytesMax = 1_000): Promise<string> {
  const place = { channel: 'telegram', bot: 'main', tenant: '1', conversation: '1' };
  const pieces: Uint8Array[] = [];
  for await (const piece of (await channel.openFile?.(file, place, { signal: AbortSignal.timeout(5_000), bytesMax })) ?? []) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

const document = { file_id: 'doc1', file_name: 'a.csv', mime_type: 'text/csv', file_size: 5 };

it('a file comes with a caption or without a word, and its content by getFile', async () => {
  platform.files.set('doc1', 'a,b,c');
  const files = [{ name: 'a.csv', mediaType: 'text/csv', bytes: 5, ref: 'doc1' }];
  expect(await sent({ document })).toMatchObject({ said: { text: '' }, files });
  expect(await sent({ document, caption: '/count' })).toMatchObject({ said: { text: 'count', explicit: true }, files });
  expect(await sent({ photo: [{ file_id: 's' }, { file_id: 'l', file_size: 9 }] })).toMatchObject({
    files: [{ name: 'photo.jpg', ref: 'l', bytes: 9 }],
  });
  expect(await content({ name: 'a.csv', mediaType: 'text/csv', ref: 'doc1' })).toBe('a,b,c');
});

it('in a group a file is for us only where its words are', async () => {
  expect(await sent({ document }, -100)).toBe('nothing');
  expect(await sent({ document, caption: '/count' }, -100)).toMatchObject({ files: [{ ref: 'doc1' }] });
});

it('says what is too large, and shows no token where something fails', async () => {
  platform.files.set('big', 'x'.repeat(20 * 2 ** 20 + 1));
  platform.files.set('six', 'abcdef');
  const file = { name: 'a.csv', mediaType: 'text/csv', ref: 'big' };
  await expect(content(file)).rejects.toMatchObject({ code: 'file_too_large' });
  await expect(content({ ...file, ref: 'six' }, 5)).rejects.toMatchObject({ code: 'file_too_large' });
  const lost = await content({ ...file, ref: 'none' }).catch((cause: unknown) => cause);
  expect(lost).toMatchObject({ retryable: false });
  expect(JSON.stringify([String(lost), lost])).not.toContain(platform.env.TELEGRAM_BOT_TOKEN);
});
