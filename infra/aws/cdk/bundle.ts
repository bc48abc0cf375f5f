import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { outlines } from '../outlines.ts';

const root = join(import.meta.dirname, '../../..');

/** CommonJS packages inside the bundle ask for `require`, which a module has not. Its own names are long: the minifier takes the short ones. */
const banner = "import { createRequire as createRequireOfBundle } from 'node:module';\nconst require = createRequireOfBundle(import.meta.url);";

export interface Bundled {
  /** Has index.mjs alone. */
  readonly folder: string;
  /** Its size. */
  readonly bytes: number;
  /** Packages of node_modules that are in it. */
  readonly packages: readonly string[];
  /** The files that it is made of, from the checkout's folder on. */
  readonly inputs: readonly string[];
}

/**
 * Makes one minified module of an entry file and all that it imports, the SDK included: what is deployed, and what is run and measured in its place. The commands stand in it as
 * data too: a way in needs no more of them.
 */
export function bundle(file: string, folder: string): Bundled {
  const outfile = join(folder, 'index.mjs');
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: [file],
    outfile,
    bundle: true,
    minify: true,
    metafile: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: banner },
    define: { 'import.meta.isBundle': 'true', 'import.meta.outlines': JSON.stringify(outlines()) },
    legalComments: 'none',
    logLevel: 'error',
  });
  const [output] = Object.values(metafile.outputs);
  const inside = Object.entries(output?.inputs ?? {}).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? input : []));
  const names = inside.flatMap((input) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []);
  return { folder, bytes: output?.bytes ?? 0, packages: [...new Set(names)].sort(), inputs: Object.keys(metafile.inputs) };
}

/** Where a function's entry file is. */
export const entryFile = (entry: string) => join(root, 'infra/aws/entry', `${entry}.ts`);
