import type { Own } from '../../core/own.ts';

/** The module that stands in a bundle in the place of infra/aws/own.ts: people's own files, imported as they are. */
export function ownCode({ files }: Own): string {
  const imports = files.map((file, n) => `import * as own${n} from ${JSON.stringify(file)};`);
  const pairs = files.map((file, n) => `[${JSON.stringify(file)}, own${n}]`);
  return [`import { ownOf } from 'bellhop/infra/core/own.ts';`, ...imports, `export const own = ownOf([${pairs.join(', ')}]);`, ''].join('\n');
}
