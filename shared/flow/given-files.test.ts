import { afterEach, beforeEach, expect, it } from 'vitest';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import { keyOfLink } from '../blobs/link.ts';
import { bytesOf } from '../channel/outgoing-file.ts';
import { command } from '../command/define.ts';
import { SendFailed } from '../errors.ts';
import { fileIn, type GivenFile, replyFileBytesMax } from '../reply/file.ts';
import { reply } from '../reply/reply.ts';
import { plain } from '../reply/text.ts';

let world: ReturnType<typeof flowWorld>;
let given: GivenFile;
/** What the channel does with a file before it has sent it. */
let before: () => void;
let sent: { readonly bytes: string; readonly note: string | null }[];

beforeEach(() => {
  given = { name: 'report.csv', mediaType: 'text/csv', content: 'site,up\nexample.com,1\n' };
  before = () => {};
  sent = [];
  const channel = paperChannel({
    render: (answer) => [{ text: plain(answer.text), tokens: [], blob: fileIn(answer)?.blob ?? null }],
    async send({ text, blob }, _, options) {
      if (typeof blob !== 'string') return { message: String(text) };
      const note = (await options.notes?.read()) ?? null;
      await options.notes?.write('half');
      const bytes = Buffer.from(await bytesOf(blob, options)).toString();
      before();
      sent.push({ bytes, note });
      return {};
    },
  });
  const report = command({ name: 'report', summary: 'A report', run: () => reply('Here it is', { file: given }) });
  world = flowWorld({ commands: [report], channels: [channel], keepsFiles: true });
});
afterEach(() => world.close());

it('a handler’s file is kept as a blob, sent with its bytes, and its link leads to it for a week', async () => {
  const { replies, command: said } = await world.say('report');
  const file = replies[0] && fileIn(replies[0]);
  expect(file).toMatchObject({ name: 'report.csv', mediaType: 'text/csv', bytes: 22, blob: `files/${said.id}/0/report.csv` });
  expect(sent).toEqual([{ bytes: 'site,up\nexample.com,1\n', note: null }]);
  const { pathname, search } = new URL(file?.url ?? '');
  expect(keyOfLink('k', pathname + search, (file?.endsAt ?? 0) - 1)).toBe(file?.blob);
  expect((file?.endsAt ?? 0) - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
});

it('a try after one that broke off hears what that one noted, and is given the same bytes', async () => {
  let tries = 0;
  before = () => {
    if (++tries === 1) throw new SendFailed('lost', 'No answer.', { retryable: true, retryAfterMs: 1 });
  };
  await world.say('report');
  expect(sent).toEqual([{ bytes: 'site,up\nexample.com,1\n', note: 'half' }]);
});

it('a blob that is there already is sent as it is', async () => {
  await world.blobs?.put('reports/may.pdf', Buffer.from('%PDF'), { contentType: 'application/pdf' });
  given = { name: 'may.pdf', mediaType: 'application/pdf', blob: 'reports/may.pdf' };
  await world.say('report');
  expect(sent).toMatchObject([{ bytes: '%PDF' }]);
});

it.each<[string, () => GivenFile, RegExp]>([
  ['is too large', () => ({ ...given, content: new Uint8Array(replyFileBytesMax + 1) }), /larger than 20 MB/],
  ['is empty', () => ({ ...given, content: '' }), /is empty/],
  ['is a blob that is gone', () => ({ name: 'a.pdf', mediaType: 'application/pdf', blob: 'gone' }), /not there any more/],
  ['has no media type', () => ({ ...given, mediaType: 'csv' }), /no media type/],
])('a file that %s is an error that its person hears', async (_, made, words) => {
  given = made();
  const { state, replies } = await world.say('report');
  expect([state, replies.map(({ text }) => plain(text)).join()]).toEqual(['failed', expect.stringMatching(words)]);
});

it('its name holds no path and nothing that a header reads', async () => {
  given = { ...given, name: '../../etc/a"b\r\nX: y\u202e.csv' };
  const { replies } = await world.say('report');
  expect(replies[0] && fileIn(replies[0])?.name).toBe('etc a b X y.csv');
});
