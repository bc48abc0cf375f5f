import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Part } from '../channel/listing.ts';
import { collection, type Store } from '../store/store.ts';

/** Of a channel, which version stands (`at`); under `CHANNEL#n`, what that version was; under `CHANNEL#order`, in which order the last one that was applied had the commands. */
export interface Publication {
  readonly at: number;
  /** Parts as JSON, deflated, base64: a record of the store has 300 KB, a model of Alexa 1.5 MB. */
  readonly packed?: string;
  /** Names of commands. */
  readonly order?: readonly string[];
}

export const publications = collection<Publication>('publications', {});

/** So many versions of a channel are kept; an older one is overwritten by none and read by nobody, so it goes. */
const keptMax = 20;

/** What was published on a channel, version by version. Who publishes twice at once gets VersionConflict in one of them. */
export interface Versions {
  /** What stands, as far as we know; null: nothing was published from here yet. */
  current(): Promise<readonly Part[] | null>;
  /** The version before; null when there is none. */
  before(): Promise<readonly Part[] | null>;
  /** `was` is what stood, and `now` what stands from here on. */
  add(was: readonly Part[], now: readonly Part[]): Promise<void>;
  /** The version before stands again; of it what could be set. */
  back(now: readonly Part[]): Promise<void>;
  /** The names of the commands in the order that was kept last; none before the first. */
  order(): Promise<readonly string[]>;
  keepOrder(names: readonly string[]): Promise<void>;
}

/** The versions of one channel. */
export function versionsOf(channel: string, store: Store): Versions {
  const key = (version: number) => `${channel}#${version}`;
  const head = () => store.get(publications, channel);
  const read = async (version: number) => {
    const packed = (await store.get(publications, key(version)))?.value.packed;
    return packed === undefined ? null : unpacked(packed);
  };
  const write = (version: number, parts: readonly Part[]) => store.put(publications, key(version), { at: version, packed: packedOf(parts) });

  return {
    async current() {
      const at = (await head())?.value.at;
      return at === undefined ? null : read(at);
    },
    async before() {
      const at = (await head())?.value.at;
      return at === undefined ? null : read(at - 1);
    },
    async add(was, now) {
      const found = await head();
      const at = found?.value.at ?? 0;
      await write(at, was);
      await write(at + 1, now);
      await store.put(publications, channel, { at: at + 1 }, { expect: found?.version ?? 0 });
      await store.delete(publications, key(at + 1 - keptMax));
    },
    async back(now) {
      const found = await head();
      if (!found) return;
      const at = found.value.at - 1;
      await write(at, now);
      await store.put(publications, channel, { at }, { expect: found.version });
    },
    order: async () => (await store.get(publications, `${channel}#order`))?.value.order ?? [],
    keepOrder: (order) => store.put(publications, `${channel}#order`, { at: 0, order }).then(() => {}),
  };
}

const packedOf = (parts: readonly Part[]) => deflateRawSync(JSON.stringify(parts)).toString('base64');
const unpacked = (packed: string): readonly Part[] => JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString()); // We packed it.
