import { catalogueOf, type Outline } from '../../../shared/command/catalogue.ts';
import type { PlacedOutline } from '../outlines.ts';
import type { HandlerGroup } from '../queues.ts';

declare global {
  interface ImportMeta {
    /** Set in a bundle (infra/aws/cdk/bundle.ts), where the commands are written in as data. */
    readonly isBundle?: boolean;
    readonly outlines?: readonly PlacedOutline[];
    readonly formOutlines?: readonly Outline[];
  }
}

/** In a bundle the second half is not there, nor anything that it would load. */
const outlines = import.meta.isBundle ? (import.meta.outlines ?? []) : (await import('../outlines.ts')).outlines((await import('#own')).own.skills);

/** The commands, as far as a way in must know them. */
export const outlined = catalogueOf(outlines.map((one) => ({ params: {}, ...one })));

/** The group of handlers that runs a command. */
export const groupOfName = (name: string): HandlerGroup => outlined.byName(name)?.group ?? 'quick';
