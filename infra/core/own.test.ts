import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadOwn } from './own.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-own-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const commandNamed = (name: string) =>
  `import { command } from 'bellhop/shared/command/define.ts';
   const answer: { text: string } = { text: 'done' };
   export const it = command({ name: '${name}', summary: 'x', run: () => answer });`;
const channelNamed = (name: string) => `export const it = { name: '${name}', settings: [], configure: () => ({ off: 'never' }) };`;

describe('own skills and channels', () => {
  it('are loaded as they are: files, and the index or channel of a folder', async () => {
    const folder = folderWith({
      'one.ts': commandNamed('one'),
      'two.mjs': 'export const skill = { name: "two", commands: [] };',
      'three/index.ts': commandNamed('three'),
      'four/channel.ts': channelNamed('four'),
      'four/parts.ts': 'export const nothing = 1;',
      'one.test.ts': 'throw new Error("a test is not loaded");',
      'node_modules/x/index.js': 'throw new Error("a package is not loaded");',
      '.git/index.ts': 'throw new Error("hidden");',
      'notes.md': '# notes',
    });
    const { skills, channels } = await loadOwn([folder]);
    expect(skills.flatMap((skill) => (skill.commands.length > 0 ? skill.commands.map(({ name }) => name) : skill.name)).sort()).toEqual([
      'one',
      'three',
      'two',
    ]);
    expect(channels.map(({ name }) => name)).toEqual(['four']);
  });

  it.each([
    ['that can’t be read by Node', 'export const x: = 1;', /wrong\.ts could not be loaded: /],
    ['that throws', 'throw new Error("no key");', /wrong\.ts could not be loaded: no key\./],
    ['whose import is missing', `import './missing.ts';`, /wrong\.ts could not be loaded: /],
    ['that names no good command', commandNamed('Not Good'), /wrong\.ts could not be loaded: Command name "Not Good"/],
    ['that gives nothing', 'export const x = 1;', /wrong\.ts exports no command, skill or channel\./],
  ])('name a file %s', async (_what, text, message) => {
    await expect(loadOwn([folderWith({ 'wrong.ts': text })])).rejects.toThrow(message);
  });

  it('name a folder that is none', async () => {
    await expect(loadOwn(['/nowhere/at/all'])).rejects.toThrow(/^BELLHOP_SKILLS names \/nowhere\/at\/all, which can't be read: /);
  });
});
