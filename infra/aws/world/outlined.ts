import { catalogueOf, type Outline } from '../../../shared/command/catalogue.ts';
import type { PlacedOutline } from '../outlines.ts';
import type { HandlerGroup } from '../queues.ts';
import { type Packed, unpacked } from './packed.ts';

declare global {
  interface ImportMeta {
    /** Set in a bundle (infra/aws/cdk/bundle.ts), where the commands are written in as data: these two are there alone. */
    readonly isBundle?: boolean;
    readonly outlines: Packed<readonly PlacedOutline[]>;
    readonly formOutlines: Packed<readonly Outline[]>;
  }
}

/** In a bundle the second half is not there, nor anything that it would load. */
const outlines = import.meta.isBundle ? unpacked(import.meta.outlines) : (await import('../outlines.ts')).outlines((await import('#own')).own.skills);

/** The commands, as far as a way in must know them. */
export const outlined = catalogueOf(outlines.map((one) => ({ params: {}, ...one })));

/** The group of handlers that runs a command. */
export const groupOfName = (name: string): HandlerGroup => outlined.byName(name)?.group ?? 'quick';
