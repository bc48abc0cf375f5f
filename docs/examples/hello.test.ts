import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plain } from 'bellhop/shared/reply/text.ts';
import { afterEach, expect, it } from 'vitest';
import { type OpenSkills, openSkills } from '../../test/open-skills.ts';
import { hello } from './hello.ts';

const opened: OpenSkills[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

function open(): OpenSkills {
  const one = openSkills([{ name: 'greet', commands: [hello] }]);
  opened.push(one);
  return one;
}

it.each([
  ['hello Kim', 'Hello, Kim!'],
  ['say hello to Kim in german', 'Hallo, Kim!'],
  ['hello --language french "Kim and Bo"', 'Bonjour, Kim and Bo!'],
])('answers “%s”', async (said, answer) => expect(plain((await open().say(said)).text)).toBe(answer));

it('asks whom to greet', async () => {
  await expect(open().say('hello')).rejects.toThrow('missing name: Whom should I greet?');
});

it('has a button that greets in another language', async () => {
  const bell = open();
  const said = await bell.say('hello Kim');
  expect(plain((await bell.press(said.actions?.[0])).text)).toBe('Bonjour, Kim!');
});

it('is loaded, as it is, from a folder outside the checkout', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-own-'));
  try {
    cpSync(fileURLToPath(new URL('hello.ts', import.meta.url)), join(folder, 'hello.ts'));
    const own = new URL('../../infra/core/own.ts', import.meta.url).href;
    const script = `const { loadOwn } = await import(${JSON.stringify(own)});
      const { skills } = await loadOwn([${JSON.stringify(folder)}]);
      console.log(JSON.stringify(skills.map(({ commands }) => commands.map(({ name }) => name))));`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
    expect(JSON.parse(printed)).toEqual([['hello']]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
