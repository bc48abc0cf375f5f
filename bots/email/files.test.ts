import { randomBytes } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Channel } from '../../shared/channel/channel.ts';
import type { Inbound, SentFile } from '../../shared/channel/inbound.ts';
import { type OpenKept, openKept } from '../../test/open-kept.ts';
import { ada, authserv, type EmailPlatform, ourAddress, startEmail } from '../../test/platforms/email.ts';
import { email } from './channel.ts';

let platform: EmailPlatform;
let world: OpenKept;
let channel: Channel;
beforeAll(async () => {
  [platform, world] = [await startEmail(), openKept()];
  const mail = { send: () => Promise.reject(new Error('not here')) };
  const { env } = platform;
  const opened = email.configure(env, { clock: world.clock, random: () => 0, url: 'https://bellhop.example', env, mail, kept: world.kept() });
  if ('off' in opened) throw new Error(opened.off);
  channel = opened.on;
});
afterAll(async () => {
  world.close();
  await platform.close();
});

let count = 0;
/** What a message comes to, as its way in takes it; its end may be missing. */
async function arrived(
  mail: object,
  { verdict = 'dmarc=pass header.from=people.example', bytes = Number.POSITIVE_INFINITY } = {},
): Promise<Inbound | undefined> {
  const composed = await new MailComposer({ from: ada, to: ourAddress, messageId: `<f${++count}@x>`, ...mail }).compile().build();
  const raw = Buffer.concat([Buffer.from(`Authentication-Results: ${authserv}; ${verdict}\r\n`), composed]).subarray(0, bytes);
  const received = await channel.receive(platform.request(raw));
  if (received.kind !== 'inbound') return undefined;
  await received.before?.();
  return received.inbound[0];
}

async function content(file: SentFile | undefined): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  const place = { channel: 'email', bot: 'main', tenant: 'main', conversation: ada };
  const opened = file && (await channel.openFile?.(file, place, { signal: AbortSignal.timeout(5_000), bytesMax: 1 }));
  for await (const piece of opened ?? []) pieces.push(piece);
  return Buffer.concat(pieces);
}

it('files come with what is said, each whole, and what stands in the page is none', async () => {
  const large = randomBytes(500_000);
  const inbound = await arrived({
    text: 'count',
    html: '<p>count <img src="cid:logo"></p>',
    attachments: [
      { filename: 'Übersicht "2026".csv', content: 'a;b\r\n1;ü\r\n', contentType: 'text/csv' },
      { filename: 'logo.png', content: 'x', cid: 'logo', contentDisposition: 'inline' },
      { filename: 'large.bin', content: large },
      { filename: 'plain.txt', content: 'check evil.example\n', contentTransferEncoding: '7bit' },
      { filename: 'fourth.txt', content: 'too many' },
    ],
  });
  expect(inbound).toMatchObject({ said: { kind: 'text', text: 'count' } });
  expect(inbound?.files?.map(({ name, mediaType, bytes }) => [name, mediaType, bytes])).toEqual([
    ['Übersicht "2026".csv', 'text/csv', 11],
    ['large.bin', 'application/octet-stream', 500_000],
    ['plain.txt', 'text/plain', 19],
  ]);
  const [csv, bin, txt] = inbound?.files ?? [];
  expect((await content(csv)).toString()).toBe('a;b\r\n1;ü\r\n');
  expect((await content(bin)).equals(large)).toBe(true);
  expect((await content(txt)).toString().trimEnd()).toBe('check evil.example');
});

it('a file alone is enough, and one of nothing has nothing', async () => {
  const inbound = await arrived({ subject: '', attachments: [{ filename: 'none.txt', content: '' }] });
  expect(inbound).toMatchObject({ said: { kind: 'text', text: '' }, files: [{ name: 'none.txt', bytes: 0 }] });
  expect(await content(inbound?.files?.[0])).toHaveLength(0);
});

it('a file that the message ends within is too large, and the one before it is whole', async () => {
  const attachments = [
    { filename: 'small.txt', content: 'small' },
    { filename: 'cut.bin', content: randomBytes(900_000) },
  ];
  const files = (await arrived({ text: 'count', attachments }, { bytes: 2 ** 20 }))?.files;
  expect((await content(files?.[0])).toString()).toBe('small');
  await expect(content(files?.[1])).rejects.toMatchObject({
    code: 'file_too_large',
    message: expect.stringContaining('cut.bin is larger than 1 MB'),
  });
});

it('of who is not vouched for no file is kept, which is said when it is read', async () => {
  const inbound = await arrived({ text: 'count', attachments: [{ filename: 'a.txt', content: 'a' }] }, { verdict: 'dmarc=fail' });
  expect(inbound).toMatchObject({ from: { user: `?${ada}` }, files: [{ name: 'a.txt', ref: 'guest' }] });
  await expect(content(inbound?.files?.[0])).rejects.toMatchObject({ code: 'file_of_guest' });
});

it('a file that is kept no more is gone', async () => {
  await expect(content({ name: 'a', mediaType: 'a/b', ref: 'nobody.0.1' })).rejects.toMatchObject({ code: 'file_gone' });
});
