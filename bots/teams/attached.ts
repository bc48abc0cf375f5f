import { filesMax, sentFile } from '../../shared/channel/files.ts';
import type { SentFile } from '../../shared/channel/inbound.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The files and pictures of a message (msteams-docs: "Send and receive files using a bot"); its text comes once more as an attachment, and cards are none. */
export function filesOf(attachments: readonly Fields[]): readonly SentFile[] {
  return attachments.flatMap(fileOf).slice(0, filesMax);
}

function fileOf({ contentType, contentUrl, content, name }: Fields): readonly SentFile[] {
  if (contentType === 'application/vnd.microsoft.teams.file.download.info') {
    const address = typeof content === 'object' && content !== null && 'downloadUrl' in content ? content.downloadUrl : undefined;
    return sentFile({ name, mediaType: undefined, bytes: undefined, ref: address });
  }
  if (typeof contentType !== 'string' || !contentType.startsWith('image/')) return [];
  return sentFile({ name: name ?? 'picture', mediaType: contentType === 'image/*' ? 'image/png' : contentType, bytes: undefined, ref: contentUrl });
}
