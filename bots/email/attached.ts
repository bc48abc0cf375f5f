import type { KeptFile } from '../../shared/reply/file.ts';
import { emailLimits } from './limits.ts';

/** Whether a file goes with the mail itself; else the mail has a link to it. */
export const isAttached = ({ bytes }: Pick<KeptFile, 'bytes'>): boolean => bytes <= emailLimits.attachmentBytes;
