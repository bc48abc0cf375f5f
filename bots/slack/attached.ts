import { filesMax, sentFile } from '../../shared/channel/files.ts';
import type { SentFile } from '../../shared/channel/inbound.ts';
import { fieldsOf, textOf } from './payload.ts';

/** The files of a message event; those that lie elsewhere than at Slack are none of ours to fetch. */
export function filesOf(files: unknown): readonly SentFile[] {
  if (!Array.isArray(files)) return [];
  return files.slice(0, filesMax).flatMap((one) => {
    const file = fieldsOf(one);
    const address = textOf(file?.url_private_download) ?? textOf(file?.url_private);
    if (!file || address === undefined || file.is_external === true) return [];
    return sentFile({ name: file.name, mediaType: file.mimetype, bytes: file.size, ref: address });
  });
}
