import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';
import { assetFiles } from '../../../shared/picture/assets.ts';
import { noOwn, type Own } from '../../core/own.ts';
import { formOutlines, outlines } from '../outlines.ts';
import { packed } from '../world/packed.ts';
import { ownCode } from './own-code.ts';

const root = join(import.meta.dirname, '../../..');

/** CommonJS packages inside the bundle ask for `require`, which a module has not. Its own names are long: the minifier takes the short ones. */
const banner = "import { createRequire as createRequireOfBundle } from 'node:module';\nconst require = createRequireOfBundle(import.meta.url);";

export interface Bundled {
  /** Has index.mjs, and what drawing reads where that is in it; nothing else. */
  readonly folder: string;
  /** Its size. */
  readonly bytes: number;
  /** Packages of node_modules that are in it. */
  readonly packages: readonly string[];
  /** The files that it is made of, from the checkout's folder on. */
  readonly inputs: readonly string[];
}

/**
 * Makes one minified module of an entry file and all that it imports, the SDK included: what is deployed, and what is run and measured in its place. `own`: people's own skills
 * and channels, which are in it. The commands stand in it as data too: a way in needs no more of them.
 */
export function bundle(file: string, folder: string, own: Own = noOwn): Bundled {
  return madeOf(file, folder, build({ entryPoints: [file], outfile: join(folder, 'index.mjs') }, own));
}

/** The same of several files, by names: each is in the folder's folder of its name. What they share is read once, which is more than half of the work. */
export function bundleAll(files: ReadonlyMap<string, string>, folder: string, own: Own = noOwn): ReadonlyMap<string, Bundled> {
  const entryPoints = [...files].map(([name, file]) => ({ in: file, out: `${name}/index` }));
  const metafile = build({ entryPoints, outdir: folder, outExtension: { '.js': '.mjs' } }, own);
  return new Map([...files].map(([name, file]) => [name, madeOf(file, join(folder, name), metafile)]));
}

function build(what: BuildOptions, own: Own): Metafile {
  const aside = mkdtempSync(join(tmpdir(), 'bellhop-own-'));
  try {
    const ownFile = join(aside, 'own.ts');
    writeFileSync(ownFile, ownCode(own));
    const define = {
      'import.meta.isBundle': 'true',
      'import.meta.outlines': JSON.stringify(packed(outlines(own.skills))),
      'import.meta.formOutlines': JSON.stringify(packed(formOutlines(own.skills))),
    };
    return buildSync({ ...what, ...options, define, alias: { '#own': ownFile, bellhop: root } }).metafile;
  } finally {
    rmSync(aside, { recursive: true });
  }
}

/** Who imports it reads packages' files, which must lie beside the bundle. */
const assetsIn = 'shared/picture/assets.ts';

function madeOf(file: string, folder: string, metafile: Metafile): Bundled {
  const entry = relative(root, file);
  const inputs = reached(entry, metafile);
  if (inputs.includes(assetsIn))
    for (const asset of [assetFiles.wasm, ...assetFiles.fonts])
      copyFileSync(createRequire(import.meta.url).resolve(asset), join(folder, basename(asset)));
  const output = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint === entry);
  const inside = Object.entries(output?.inputs ?? {}).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? input : []));
  const names = inside.flatMap((input) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []);
  return { folder, bytes: output?.bytes ?? 0, packages: [...new Set(names)].sort(), inputs };
}

/** A file, and all that it imports, one by way of the other. */
function reached(from: string, { inputs }: Metafile): string[] {
  const found = new Set([from]);
  for (const file of found) for (const { path, external } of inputs[file]?.imports ?? []) if (!external) found.add(path);
  return [...found];
}

const options = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  metafile: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  // Loaded by Slack's Socket Mode alone, and a function keeps no socket: a megabyte less.
  external: ['@slack/bolt'],
  banner: { js: banner },
  legalComments: 'none',
  logLevel: 'error',
} as const satisfies BuildOptions;

/** Where a function's entry file is. */
export const entryFile = (entry: string) => join(root, 'infra/aws/entry', `${entry}.ts`);
