import { afterEach, expect, it } from 'vitest';
import { command } from '../../shared/command/define.ts';
import { people } from '../../shared/people/person.ts';
import { fileIn, type KeptFile } from '../../shared/reply/file.ts';
import { reply } from '../../shared/reply/reply.ts';
import { plain } from '../../shared/reply/text.ts';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import { sendFilesOf } from './send-files.ts';

const file: KeptFile = {
  name: 'report.csv',
  mediaType: 'text/csv',
  blob: 'files/c/0/report.csv',
  bytes: 3,
  url: 'https://bot.example/blobs?key=x',
  endsAt: 9e12,
};
const report = command({ name: 'report', summary: 'A report', run: () => reply('Three sites were down', { speech: 'Three were down', file }) });
const place = { channel: 'speaker', bot: 'main', tenant: 't1', conversation: 'kitchen' };
const worlds: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

/** A speaker, and a channel that shows files by their names. */
function open() {
  const render = paperChannel().render;
  const paper = paperChannel({
    render: (answer, context) => render({ ...answer, text: [plain(answer.text), ` [${fileIn(answer)?.name ?? ''}]`] }, context),
  });
  const speaker = paperChannel({ name: 'speaker', can: { ...paper.can, voice: true, proactive: false, edit: false } });
  const world = flowWorld({ commands: [report, sendFilesOf], channels: [speaker, paper] });
  worlds.push(world);
  return { ...world, paper, ask: (words: string, key?: string) => world.say(words, { place, from: { user: 'ada' }, ...(key ? { key } : {}) }) };
}

const home = { channel: 'paper', bot: 'main', tenant: 't1', conversation: 'ada', direct: true };
const ada = { id: 'speaker/t1/ada' as never, role: 'member', locale: 'en', timeZone: 'UTC', home } as const;

it('a file of a spoken answer goes to the linked channel, once, and its person hears where', async () => {
  const { ask, store, paper } = open();
  await store.put(people, ada.id, ada);
  const { replies } = await ask('report', 'r1');
  await ask('report', 'r1');
  expect(replies).toMatchObject([{ speech: 'Three were down. I send you the file report.csv on Paper.' }]);
  expect(replies[0]).not.toHaveProperty('file');
  const sent = () => paper.sent.map(({ text, conversation }) => [text, conversation]);
  await expect.poll(sent).toEqual(expect.arrayContaining([['You asked for report.csv: here it is. [report.csv]', 'ada']]));
  expect(sent().filter(([text]) => text?.includes('[report.csv]'))).toHaveLength(1);
});

it('without a linked channel the link stays with the answer', async () => {
  const { ask } = open();
  expect((await ask('report')).replies).toMatchObject([{ speech: expect.stringContaining('I keep the file report.csv for a week'), file }]);
});

it('nobody gets a file by saying its command', async () => {
  const { say, paper } = open();
  const args = `send_files of:c files:${JSON.stringify(JSON.stringify([file]))}`;
  expect((await say(args)).replies).toEqual([]);
  expect(paper.sent).toEqual([]);
});
