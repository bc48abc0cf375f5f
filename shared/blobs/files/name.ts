/**
 * A blob's key as a path below a folder: each part a name in which all but lower-case letters, digits, `_`, `-` and inner dots is `%` and two hex digits, so that nothing
 * leads out of the folder and two keys are two files on disks too that know no upper case. The file's own name ends with `+`, which no folder's does.
 */
export function pathOf(key: string): string[] {
  const parts = key.split('/').map(encoded);
  return [...parts.slice(0, -1), `${parts.at(-1)}+`];
}

/** The part of a key that a name in a folder stands for, a folder's with a slash behind; null for a name that `pathOf` never makes. */
export function partOf(name: string, isFolder: boolean): string | null {
  if (isFolder === name.endsWith('+')) return null;
  const part = isFolder ? name : name.slice(0, -1);
  try {
    const decoded = decodeURIComponent(part);
    return encoded(decoded) === part ? decoded + (isFolder ? '/' : '') : null;
  } catch {
    // No escape of a UTF-8 byte: another program's file.
    return null;
  }
}

function encoded(part: string): string {
  return part.replace(/^\.|[^a-z0-9_.-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}
