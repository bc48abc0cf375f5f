import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { filesOf } from './attached.ts';
import { fileOpener } from './files.ts';

const seen: { path: string; token: string | undefined }[] = [];
const server = createServer(({ url = '', headers }, response) => {
  seen.push({ path: url, token: headers.authorization });
  response.writeHead(url === '/gone' ? 404 : 200).end('picture');
});
let origin: string;
beforeEach(async () => {
  seen.length = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

async function content(ref: string, bytesMax = 1_000): Promise<string> {
  const open = fileOpener([origin], { token: async () => 'bot-token', forget: () => false });
  const place = { channel: 'teams', bot: 'main', tenant: 't', conversation: 'c' };
  const pieces: Uint8Array[] = [];
  for await (const piece of await open({ name: 'a.png', mediaType: 'image/png', ref }, place, { signal: AbortSignal.timeout(5_000), bytesMax }))
    pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

it('takes files and pictures of a message, and neither its text nor cards', () => {
  const download = 'https://contoso-my.sharepoint.com/personal/ada/a.csv?tempauth=x';
  expect(
    filesOf([
      { contentType: 'text/html', content: '<p>hello</p>' },
      { contentType: 'application/vnd.microsoft.card.adaptive', content: {} },
      { contentType: 'application/vnd.microsoft.teams.file.download.info', name: 'a.csv', content: { downloadUrl: download } },
      { contentType: 'image/*', contentUrl: `${origin}/v3/attachments/1/views/original` },
      { contentType: 'application/vnd.microsoft.teams.file.download.info', content: null },
    ]),
  ).toEqual([
    { name: 'a.csv', mediaType: 'application/octet-stream', ref: download },
    { name: 'picture', mediaType: 'image/png', ref: `${origin}/v3/attachments/1/views/original` },
  ]);
});

it('fetches a picture from the connector with the token of the bot', async () => {
  expect(await content(`${origin}/v3/attachments/1/views/original`)).toBe('picture');
  expect(seen).toEqual([{ path: '/v3/attachments/1/views/original', token: 'Bearer bot-token' }]);
  await expect(content(`${origin}/gone`)).rejects.toMatchObject({ code: 'teams_file', retryable: false });
  await expect(content(`${origin}/large`, 3)).rejects.toMatchObject({ code: 'file_too_large' });
});

it.each([
  'http://127.0.0.1:9/x',
  'https://169.254.169.254/latest/meta-data',
  'https://contoso.sharepoint.com.evil.example/a',
  'https://user@contoso.sharepoint.com.evil.example/a',
  'http://contoso.sharepoint.com/a',
  'file:///etc/passwd',
  'nonsense',
])('goes nowhere else: %s', async (address) => {
  await expect(content(address)).rejects.toMatchObject({ code: 'teams_file', retryable: false });
  expect(seen).toEqual([]);
});
