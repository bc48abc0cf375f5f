import type { SentFile } from './inbound.ts';

/** Files of one message that are taken: more fit into no command's record. */
export const filesMax = 3;
const nameMax = 120;
const refMax = 1_800;

/** A file as a platform told it, or nothing: `ref` must be short enough to be kept with the command, and well formed. */
export function sentFile({ name, mediaType, bytes, ref }: Readonly<Record<'name' | 'mediaType' | 'bytes' | 'ref', unknown>>): readonly SentFile[] {
  if (typeof ref !== 'string' || ref === '' || ref.length > refMax || !ref.isWellFormed()) return [];
  const called = typeof name === 'string' && name.trim() !== '' ? name.slice(0, nameMax).toWellFormed() : 'file';
  const type = typeof mediaType === 'string' && /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(mediaType) ? mediaType : 'application/octet-stream';
  const size = typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes >= 0 ? { bytes } : {};
  return [{ name: called, mediaType: type, ...size, ref }];
}
