import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How the CLI of the same user finds the server that holds a data folder, and is believed by it. */
export interface ServerFile {
  readonly url: string;
  /** For `authorization: Bearer …`. */
  readonly token: string;
  readonly pid: number;
}

const name = 'server.json';

/** Writes it, readable for this user alone. */
export function writeServerFile(folder: string, file: ServerFile): void {
  const path = join(folder, name);
  rmSync(path, { force: true });
  writeFileSync(path, JSON.stringify(file), { mode: 0o600 });
  chmodSync(path, 0o600);
}

export function removeServerFile(folder: string): void {
  rmSync(join(folder, name), { force: true });
}

/** Reads it; null when there is none, or it is damaged. It may be left over from a server that was killed. */
export function readServerFile(folder: string): ServerFile | null {
  try {
    const { url, token, pid }: Record<string, unknown> = { ...JSON.parse(readFileSync(join(folder, name), 'utf8')) };
    return typeof url === 'string' && typeof token === 'string' && typeof pid === 'number' ? { url, token, pid } : null;
  } catch {
    return null;
  }
}
