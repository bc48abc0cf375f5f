import { afterEach, describe, expect, it } from 'vitest';
import { command } from '../../shared/command/define.ts';
import { duration, text } from '../../shared/command/kinds/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { people, personId } from '../../shared/people/person.ts';
import { reply } from '../../shared/reply/reply.ts';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import { skill } from './index.ts';

const help = command({ name: 'help', summary: 'Help', run: () => reply('help') });
const vault = command({ name: 'vault', summary: 'Vault', secret: true, params: { code: text() }, run: () => reply('open') });
const wipe = command({
  name: 'wipe',
  summary: 'Wipe',
  params: { site: text({ ask: 'Which?' }) },
  confirm: true,
  run: ({ site }) => reply(`wiped ${site}`),
});
const wake = command({
  name: 'wake',
  summary: 'Wake me',
  params: { after: duration() },
  run: ({ after }, { command, now }) => reply(`in ${Math.round((command.saidAt + after.ms - now()) / 60_000)}`),
});
const fail = command({
  name: 'fail',
  summary: 'Fail',
  run: () => {
    throw new Refusal('no_luck', 'No luck today.');
  },
});

const worlds: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});
function world() {
  const paper = paperChannel();
  const made = flowWorld({
    commands: [help, vault, wipe, wake, fail, ...skill.commands],
    channels: [paper],
    services: (parts) => ({ ...skill.services?.(parts as never) }),
  });
  worlds.push(made);
  const place = { ...made.inbound('').place, direct: false };
  return {
    ...made,
    says: (user: string, words: string, conversation = 'c1') => made.say(words, { from: { user, name: user }, place: { ...place, conversation } }),
    last: () => paper.sent.at(-1)?.text ?? '',
    lines: () => (paper.sent.at(-1)?.text ?? '').split('\n').map((line) => line.replace(/today at \d\d:\d\d/, 'today')),
    tokens: () => paper.sent.at(-1)?.tokens ?? [],
  };
}

describe('history', () => {
  it('tells what was done in a conversation, of others no more than the command; and one’s own, wherever it was', async () => {
    const { says, lines } = world();
    await says('bob', 'wake 1h');
    await says('ada', 'fail');
    const { replies } = await says('ada', 'history');
    expect(replies.at(-1)?.speech).toBe('2 commands here. Your last: fail, failed: No luck today.');
    await says('ada', 'wake 5m', 'c2');
    await says('ada', 'wake 10m');
    await says('ada', 'history');
    expect(lines()).toEqual([
      '1. today, you: wake 10m – done',
      '2. today, you: fail – failed: No luck today.',
      '– today, bob: wake – done',
      '“again” does the first of yours once more, “again 2” the second.',
    ]);
    await says('ada', 'history mine');
    expect(lines().slice(0, 3)).toEqual([
      '1. today, you: wake 10m – done',
      '2. today, you: wake 5m – done',
      '3. today, you: fail – failed: No luck today.',
    ]);
  });

  it('tells what was meant, and a command with its questions as one; never what is secret', async () => {
    const { says, lines } = world();
    await says('ada', 'vault 4711');
    await says('ada', 'wipe');
    await says('ada', 'shop');
    await says('ada', 'yes');
    await says('ada', 'wipe all');
    await says('ada', 'no');
    await says('ada', 'history');
    expect(lines().slice(0, -1)).toEqual([
      '1. today, you: wipe all – was not done',
      '2. today, you: wipe shop – done',
      '3. today, you: vault – done',
    ]);
  });

  it('is told in a person’s language', async () => {
    const { say, lines, says } = world();
    await says('ada', 'fail');
    await say('history', { locale: 'de', place: { channel: 'paper', bot: 'main', tenant: 't1', conversation: 'c1' } });
    expect(lines()[0]).toMatch(/^1\. heute um \d\d:\d\d, du: fail – ging nicht: No luck today\.$/);
  });

  it('tells a guest of nobody else', async () => {
    const { says, lines, store, inbound } = world();
    const id = personId(inbound('').place, 'eve');
    await store.put(people, id, { id, role: 'guest', locale: 'en', timeZone: 'UTC' });
    await says('bob', 'wake 1h');
    await says('eve', 'history');
    expect(lines()).toEqual(['There is nothing to tell of yet.']);
  });
});

describe('again', () => {
  it('does the last once more, as if it were said now', async () => {
    const { says, last, later } = world();
    await says('ada', 'wake 5m');
    later(60 * 60_000);
    await says('ada', 'again');
    expect(last()).toBe('in 5');
    await says('ada', 'again');
    expect(last()).toBe('in 5');
  });

  it('does what stood under a number when it was shown, and asks as the command itself does', async () => {
    const { says, last, tokens, say } = world();
    await says('ada', 'wipe shop');
    await says('ada', 'yes');
    await says('ada', 'wake 5m');
    await says('ada', 'history');
    const [, second] = tokens();
    await says('ada', 'help');
    await says('ada', 'again 2');
    expect(last()).toContain('Shall I do it?');
    await says('ada', 'yes');
    expect(last()).toBe('wiped shop');
    await say({ kind: 'action', token: second ?? '' });
    expect(last()).toContain('Shall I do it?');
  });

  it('does nothing of another’s, and nothing that was secret', async () => {
    const { says, last, inbox } = world();
    await says('bob', 'wake 5m');
    await says('ada', 'again');
    expect(last()).toMatch(/^There is nothing of yours by that/);
    const [bobs] = await inbox.list({ ended: { channel: 'paper', tenant: 't1', user: 'bob' } }, 1);
    await says('ada', `again ${bobs?.command.id}`);
    expect(last()).toMatch(/^There is nothing of yours by that/);
    await says('ada', 'vault 4711');
    await says('ada', 'again');
    expect(last()).toMatch(/^I don't have what you said with vault any more/);
  });
});
