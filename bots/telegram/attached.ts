import { sentFile } from '../../shared/channel/files.ts';
import type { SentFile } from '../../shared/channel/inbound.ts';
import { type Fields, isFields } from './fields.ts';

/** What a message has one of, as Telegram names it (Message), and what it is called where it has no name. */
const kinds = [
  ['document', 'file', 'application/octet-stream'],
  ['audio', 'audio.mp3', 'audio/mpeg'],
  ['video', 'video.mp4', 'video/mp4'],
  ['voice', 'voice.ogg', 'audio/ogg'],
] as const;

export const hasFile = (message: Fields): boolean => message.photo !== undefined || kinds.some(([kind]) => isFields(message[kind]));

/** The file of a message: of a picture the largest size. Its file_id is the bot's own, and stays good (File). */
export function filesOf(message: Fields): readonly SentFile[] {
  for (const [kind, name, type] of kinds) {
    const file = message[kind];
    if (isFields(file))
      return sentFile({ name: file.file_name ?? name, mediaType: file.mime_type ?? type, bytes: file.file_size, ref: file.file_id });
  }
  const { photo } = message;
  const largest: unknown = Array.isArray(photo) ? photo.at(-1) : undefined;
  return isFields(largest) ? sentFile({ name: 'photo.jpg', mediaType: 'image/jpeg', bytes: largest.file_size, ref: largest.file_id }) : [];
}
