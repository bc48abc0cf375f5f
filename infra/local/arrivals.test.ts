import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Local, startLocal } from './run.ts';

let folder: string;
let local: Local;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bellhop-arrivals-'));
  writeFileSync(
    join(folder, 'greet.ts'),
    `import { command } from 'bellhop/shared/command/define.ts';
     import { text } from 'bellhop/shared/command/kinds/index.ts';
     import { reply } from 'bellhop/shared/reply/reply.ts';
     export const greet = command({ name: 'greet', summary: 'x', params: { who: text() }, run: ({ who }: { who: string }) => reply('Hello ' + who) });`,
  );
  await start();
});
afterEach(async () => {
  await local.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  local = await startLocal({ BELLHOP_DATA: join(folder, 'data'), BELLHOP_SKILLS: folder, PORT: '0' }, { output: { write() {} } });
}

async function restart(): Promise<void> {
  await local.stop();
  await start();
}

async function say(text: string, conversation = 'page'): Promise<void> {
  const body = JSON.stringify({ id: `${Math.random()}`.slice(2), conversation, text });
  const answer = await fetch(`${local.origin}/simulator/say`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(answer.status).toBe(202);
}

const quiet = async () => {
  const { waiting, running, undelivered } = (await local.status()).queue;
  return waiting.interactive.count + running + undelivered;
};

/** What a page that opens hears in its first moments, as Telegram shows it. */
async function opened({ here = true, conversation = 'page' } = {}): Promise<string[]> {
  await expect.poll(quiet).toBe(0);
  const response = await fetch(`${local.origin}/simulator/events?conversation=${conversation}${here ? '&here=1' : ''}`, {
    signal: AbortSignal.timeout(400),
  });
  let heard = '';
  try {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) heard += chunk;
  } catch {
    // The moment is over.
  }
  return [...heard.matchAll(/"method":"sendMessage","payload":\{"text":"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? '');
}

it('a page hears what was said while it was closed, as it was said; and after a restart nothing of it again', async () => {
  await say('greet Ann');
  expect(await opened()).toEqual(['Hello Ann']);
  await restart();
  expect(await opened()).toEqual([]);
});

it('a page hears after a restart what was said while it was closed, and when; once', async () => {
  await say('greet Ann');
  await expect.poll(quiet).toBe(0);
  await restart();
  expect(await opened({ here: false })).toEqual([]);
  expect(await opened()).toEqual([expect.stringMatching(/^While you were away, today at \d\d:\d\d: Hello Ann$/)]);
  await restart();
  expect(await opened()).toEqual([]);
});

it('several are a list, each with its time', async () => {
  for (const who of ['Ann', 'Bob']) {
    await say(`greet ${who}`);
    await expect.poll(quiet).toBe(0);
  }
  await restart();
  expect(await opened()).toEqual([expect.stringMatching(/^While you were away:\\nToday at \d\d:\d\d: Hello Ann\\nToday at \d\d:\d\d: Hello Bob$/)]);
});

it('a reminder made in the terminal and due without one is kept, says so, and is no dead letter', async () => {
  const run = async (text: string) => {
    const answer = await fetch(`${local.origin}/api/local/run`, {
      method: 'POST',
      headers: { authorization: `Bearer ${local.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ text, user: userInfo().username }),
    });
    return ((await answer.json()) as { replies: { text: unknown }[] }).replies.map((reply) => JSON.stringify(reply.text)).join();
  };
  expect(await run('remind me in 1 second to stretch')).toContain("I'll tell you when you next open me");
  await expect.poll(() => run('reminders'), { timeout: 5_000 }).toContain('No reminders are waiting');
  await expect.poll(quiet).toBe(0);
  expect((await local.status()).queue.dead).toBe(0);
  expect(await run('what did I miss')).toContain('Reminder: stretch');
});
