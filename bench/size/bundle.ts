import { join } from 'node:path';
import { build } from 'esbuild';

/** A program as one minified file. */
export interface Bundle {
  readonly code: Uint8Array;
  /** Packages of node_modules that are in it. */
  readonly packages: readonly string[];
}

/** Bundles and minifies a source, its imports relative to the checkout. */
export async function bundle(source: string): Promise<Bundle> {
  const built = await build({
    stdin: { contents: source, resolveDir: join(import.meta.dirname, '../..'), loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    logLevel: 'error',
    legalComments: 'none',
    // Drivers that ws and others use only where someone installed them.
    external: ['bufferutil', 'utf-8-validate'],
  });
  const [file] = built.outputFiles;
  if (!file) throw new Error('esbuild answered no file.');
  return { code: file.contents, packages: packagesOf(Object.keys(built.metafile.inputs)) };
}

function packagesOf(inputs: readonly string[]): string[] {
  const names = inputs.flatMap((input) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []);
  return [...new Set(names)].sort();
}
