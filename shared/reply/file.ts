import type { Reply } from './reply.ts';

interface Named {
  /** With its ending: `report.csv`. */
  readonly name: string;
  /** As a Content-Type header has it: `text/csv`. */
  readonly mediaType: string;
}

/** A file as a handler answers it: what is in it, at most 20 MB, or the key of a blob that has it. */
export type GivenFile = Named & ({ readonly content: string | Uint8Array } | { readonly blob: string });

/** The same as channels get it: put away as a blob, with a link that leads to it. */
export interface KeptFile extends Named {
  readonly blob: string;
  readonly bytes: number;
  /** Whoever has it can fetch the file at it, until `endsAt`, ms since 1970. */
  readonly url: string;
  readonly endsAt: number;
}

/** What a message of a channel carries of a file, until it is sent. */
export type SentAlong = Pick<KeptFile, 'name' | 'mediaType' | 'blob' | 'url'>;
export const sentAlong = ({ name, mediaType, blob, url }: KeptFile): SentAlong => ({ name, mediaType, blob, url });

/** The most that a file of an answer may have, bytes. */
export const replyFileBytesMax = 20 * 2 ** 20;

/** The file of a reply, once it is put away. */
export const fileIn = ({ file }: Pick<Reply, 'file'>): KeptFile | undefined => (file && 'url' in file ? file : undefined);

/** Its name and size, in words: "report.csv (12 KB)". */
export const fileWords = ({ name, bytes }: Pick<KeptFile, 'name' | 'bytes'>): string => `${name} (${sizeWords(bytes)})`;

/** "report.csv (12 KB): https://…", where a channel takes no file. */
export const fileLine = (file: KeptFile): string => `${fileWords(file)}: ${file.url}`;

function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  const [amount, unit] = bytes < 1_000_000 ? [bytes / 1_000, 'KB'] : [bytes / 1_000_000, 'MB'];
  return `${amount < 10 ? Math.round(amount * 10) / 10 : Math.round(amount)} ${unit}`;
}
