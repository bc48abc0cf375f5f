import { chmodSync, existsSync, writeFileSync } from 'node:fs';

/** Makes a file that only this user can read, empty where there is none; SQLite gives its companions (`-wal`, `-shm`) the mode that it has then. */
export function ownFile(path: string): void {
  if (existsSync(path)) chmodSync(path, 0o600);
  else writeFileSync(path, '', { mode: 0o600 });
}
