import { BellhopError, errorOf } from '../../shared/errors.ts';

/** The file is no backup, or not all of one, or a newer Bellhop's. Nothing of it was restored. */
export class BackupUnreadable extends BellhopError {
  constructor(file: string, why: string, hint = 'Take another backup, or copy this one anew from where it was made.', cause?: unknown) {
    super('backup_unreadable', `${file} can't be restored: ${why}.`, { hint, ...(cause === undefined ? {} : { cause }) });
  }
}

/** The backup could not be written; what was begun of it was taken away again. */
export class BackupFailed extends BellhopError {
  constructor(file: string, why: string, hint: string, cause?: unknown) {
    super('backup_failed', `No backup was made as ${file}: ${why}.`, { hint, ...(cause === undefined ? {} : { cause }) });
  }
}

/** There is something where the backup was to be restored; it was left as it is. */
export class RestoreRefused extends BellhopError {
  constructor(where: string, why: string, hint: string) {
    super('restore_refused', `Nothing was restored into ${where}: ${why}.`, { hint });
  }
}

/** What the disk says about a file, in words; the same cause when it isn't the disk's. */
export function backupFailed(file: string, cause: unknown): unknown {
  if (!(cause instanceof Error && 'code' in cause && 'syscall' in cause)) return cause;
  if (cause.code === 'EEXIST') return new BackupFailed(file, 'there is a file of that name', 'Give another name: no backup is written over.', cause);
  if (cause.code === 'ENOSPC' || cause.code === 'EDQUOT')
    return new BackupFailed(file, 'the disk is full', 'Make room, or name a file on another disk.', cause);
  return new BackupFailed(file, errorOf(cause).message, 'Name a file in a folder that this user may write.', cause);
}
