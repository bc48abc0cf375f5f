import type { AnyCommand } from '../command/define.ts';
import type { Access } from '../people/rights.ts';
import type { Role } from '../people/role.ts';

/** What a platform keeps of ours and can be set in one call: a menu in one language, an app's manifest, the model of one locale. Its items by name, in the platform's own form: JSON. */
export interface Part {
  readonly name: string;
  readonly items: Readonly<Record<string, unknown>>;
}

/** A command, or one of its phrases, that a list of the platform has no room or no form for. It is reached by the channel's one entry for everything all the same. */
export interface LeftOut {
  readonly command: string;
  readonly why: string;
  /** Only this phrase of it. */
  readonly phrase?: string;
}

/** What a platform should have. */
export interface Wanted {
  readonly parts: readonly Part[];
  readonly leftOut: readonly LeftOut[];
}

/** A file that a person takes to the platform, or looks at. */
export interface ListingFile {
  /** `manifest.json`, without a folder. */
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** What a listing's calls are made with. */
export interface ListingContext {
  readonly signal: AbortSignal;
  /** One secret of the channel's own, sealed at rest: tokens that a platform changes with each use. */
  readonly token: {
    read(): Promise<string | null>;
    keep(value: string): Promise<void>;
  };
}

/** Somebody who may more than everybody, to whom the platform can show a list of their own: in their conversation with us. */
export interface Reader {
  readonly conversation: string;
  readonly role: Role;
  readonly groups?: readonly string[];
  readonly locale: string;
}

/** Whether a command may stand in a list that all people see. */
export const isForAll = ({ access = 'guest' }: { readonly access?: Access }): boolean => access === 'guest' || access === 'member';

/** How a platform is told which commands there are, apart from any conversation. */
export interface Listing {
  /** Whose people can have a list of their own: a channel and tenant, `telegram/12345`. Left out: all see the same. */
  readonly readersIn?: string;
  /** The order of the items is shown to people: another order is another list. */
  readonly isOrdered?: boolean;
  /** What the platform should have of these, the first first; `readers`: for whom besides. Pure. Throws ListingRefused when it can't be made to fit; it names what to cut. */
  wanted(commands: readonly AnyCommand[], readers?: readonly Reader[]): Wanted;
  /** The parts that the platform has of those that are named; null when it can't be asked with the settings there are. Throws a BellhopError. */
  published(parts: readonly string[], context: ListingContext): Promise<readonly Part[] | null>;
  /** Sets one part, whole; one without items is taken away. Left out: with the settings there are it can't be, and a person takes the files there. Throws a BellhopError. */
  apply?(part: Part, context: ListingContext): Promise<void>;
  /** These parts as files of the platform's own form. */
  files(parts: readonly Part[]): readonly ListingFile[];
  /** Where a person takes the files, in one sentence. */
  readonly mend: string;
}
