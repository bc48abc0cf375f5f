import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What drawing reads: packages' files, as a `require` finds them. In a bundle they lie beside it (infra/aws/cdk/bundle.ts). */
export const assetFiles = {
  wasm: '@resvg/resvg-wasm/index_bg.wasm',
  /** Inter, under the SIL Open Font License 1.1, which stands in the same package. */
  fonts: ['@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf', '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'],
} as const;

const placeOf = (file: string) =>
  import.meta.isBundle ? fileURLToPath(new URL(basename(file), import.meta.url)) : createRequire(import.meta.url).resolve(file);

/** Their places on the disk. */
export const assets = { wasm: placeOf(assetFiles.wasm), fonts: assetFiles.fonts.map(placeOf) };
