import { SendFailed } from '../errors.ts';
import type { SendOptions } from './channel.ts';

/** The bytes of a file that a message carries. Throws SendFailed. */
export async function bytesOf(blob: string, { file }: Pick<SendOptions, 'file'>): Promise<Uint8Array> {
  if (!file) throw new SendFailed('answer_file_gone', 'No files are kept here.', { hint: 'See `bellhop doctor`.' });
  return file(blob);
}
