import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '../..');
const dist = join(root, 'dist');

/**
 * What `npm pack` packs: JavaScript and types, for Node strips no types below `node_modules`. `bellhop/shared/command/define.ts` is the same module as in the checkout. It is made
 * without checking, which `npm run types` does: the same files, for a third less.
 */
rmSync(dist, { recursive: true, force: true });
const tsc = join(createRequire(import.meta.url).resolve('typescript/package.json'), '../bin/tsc');
execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.package.json')], { stdio: 'inherit' });
// The page's files are served as they are.
cpSync(join(root, 'bots/web/page'), join(dist, 'bots/web/page'), { recursive: true, filter: (file) => !file.endsWith('.test.ts') });
// Editors read it, by the line that `bellhop export` writes.
cpSync(join(root, 'docs/bellhop.schema.json'), join(dist, 'docs/bellhop.schema.json'));
const { name, version, type } = manifest;
writeFileSync(join(dist, 'package.json'), JSON.stringify({ name, version, type, imports: { '#own': './infra/aws/own.js' } }));
