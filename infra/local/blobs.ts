import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import type { Clock } from '../../shared/clock.ts';

export interface LocalBlobsOptions {
  /** The data folder. */
  readonly folder: string;
  readonly clock: Clock;
  /** BELLHOP_KEY, and BELLHOP_URL. */
  readonly key: string;
  readonly url: string;
}

/** The data folder's blobs. Loaded, and their folder made, when the first file comes: most installations start without one. */
export function localBlobs({ folder, clock, key, url }: LocalBlobsOptions): Blobs {
  const place = join(folder, 'blobs');
  let opened: Promise<Blobs> | undefined;
  const open = () => {
    opened ??= import('../../shared/blobs/files/blobs.ts').then(({ filesBlobs }) => filesBlobs({ folder: place, clock, key, url }));
    return opened;
  };
  return {
    put: async (...what) => (await open()).put(...what),
    get: async (...what) => (await open()).get(...what),
    head: async (...what) => (await open()).head(...what),
    delete: async (...what) => (await open()).delete(...what),
    list: async (...what) => (await open()).list(...what),
    link: async (...what) => (await open()).link(...what),
    sweep: async (limit) => (existsSync(place) ? (await open()).sweep(limit) : 0),
  };
}
