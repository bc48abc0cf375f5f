import { join } from 'node:path';
import { buildSync } from 'esbuild';

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
}

/** Makes one minified module of an entry file and all that it imports, the SDK included: what is deployed, and what is run and measured in its place. */
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
    legalComments: 'none',
    logLevel: 'error',
  });
  const [output] = Object.values(metafile.outputs);
  const names = Object.keys(metafile.inputs).flatMap((input) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []);
  return { folder, bytes: output?.bytes ?? 0, packages: [...new Set(names)].sort() };
}

/** Where a function's entry file is. */
export const entryFile = (entry: string) => join(root, 'infra/aws/entry', `${entry}.ts`);
