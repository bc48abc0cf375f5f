import { afterEach, expect, it } from 'vitest';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import type { SentFile } from '../channel/inbound.ts';
import { command } from '../command/define.ts';
import { file, list, text } from '../command/kinds/index.ts';
import { upTo } from '../net/download.ts';
import { reply } from '../reply/reply.ts';
import { plain } from '../reply/text.ts';

const worlds: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

const count = command({
  name: 'count',
  summary: 'Counts what is in a file',
  params: { what: file({ ask: 'Which file?' }), note: text({ optional: true }) },
  async run({ what, note = '' }, { openFile }) {
    let bytes = 0;
    for await (const piece of await openFile(what)) bytes += piece.byteLength;
    return reply(`${what.name} has ${bytes} bytes. ${note}`.trim());
  },
});

const join = command({
  name: 'join',
  summary: 'Joins files into one',
  params: { cover: file({ optional: true }), parts: list(file({ ask: 'Which files?' }), { min: 2 }) },
  run: ({ cover, parts }) => reply(`${cover?.name ?? 'None'}, then ${parts.map(({ name }) => name).join(' and ')}`),
});

const report: SentFile = { name: 'report.csv', mediaType: 'text/csv', bytes: 3, ref: 'r1' };

/** A platform that keeps files of some bytes. */
function open(sizes: Readonly<Record<string, number>> = { r1: 3 }) {
  const opened: string[] = [];
  const channel = paperChannel({
    async openFile({ ref, name }, { bot }, { bytesMax }) {
      opened.push(`${bot} ${ref}`);
      const pieces = async function* () {
        for (let left = sizes[ref] ?? 0; left > 0; left -= 65_536) yield new Uint8Array(Math.min(left, 65_536));
      };
      return upTo(bytesMax, name, pieces());
    },
  });
  const world = flowWorld({ commands: [count, join, command({ name: 'help', summary: 'Help', run: () => reply('Help') })], channels: [channel] });
  worlds.push(world);
  const say = async (words: string, files?: readonly SentFile[]) => {
    const record = await world.say(words, files ? { files } : {});
    return { record, said: record.replies.map(({ text }) => plain(text)).join() };
  };
  return { opened, say };
}

it('a file that comes with a command is its argument, and is opened only where the handler does', async () => {
  const { say, opened } = open();
  const { record, said } = await say('count', [report]);
  expect(said).toBe('report.csv has 3 bytes.');
  expect(opened).toEqual(['main r1']);
  expect(record.command.raw.files).toEqual([report]);
});

it('the words beside a file are for the other parameters', async () => {
  const { say } = open();
  expect((await say('count of last week', [report])).said).toBe('report.csv has 3 bytes. of last week');
});

it.each(['', 'here you are'])('a file answers the question for one: “%s”', async (words) => {
  const { say } = open();
  expect((await say('count')).said).toBe('Which file?');
  expect((await say(words, [report])).said).toBe('report.csv has 3 bytes.');
});

it('a list of files takes all that come, past those for others before it, and a question for it too', async () => {
  const { say } = open();
  const [a, b] = ['1; "2".pdf', 'b.pdf'].map((name, n) => ({ ...report, name, ref: `r${n}` })) as [SentFile, SentFile];
  expect((await say('join', [report, a, b])).said).toBe('report.csv, then 1; "2".pdf and b.pdf');
  expect((await say('join')).said).toBe('Which files?');
  expect((await say('here', [report, a, b])).said).toBe('report.csv, then 1; "2".pdf and b.pdf');
});

it('one that is too large is refused with words, by what the platform says of it and by what comes', async () => {
  const { say, opened } = open({ r1: 3, r2: 21 * 2 ** 20 });
  const large = { ...report, bytes: 21 * 2 ** 20, ref: 'r2' };
  const { record, said } = await say('count', [large]);
  expect([record.state, said]).toEqual(['failed', expect.stringContaining('report.csv is larger than 20 MB')]);
  expect(opened).toEqual([]);
  const { bytes: _, ...silent } = large;
  expect((await say('count', [silent])).said).toContain('report.csv is larger than 20 MB');
});

it('nobody opens a file by typing its key', async () => {
  const { say, opened } = open();
  const { said } = await say('count what:"file:r1?name=x&bytes=1&mediaType=a%2Fb"');
  expect(said).toContain('can no longer be opened');
  expect(opened).toEqual([]);
});
