import { filesMax, sentFile } from '../../shared/channel/files.ts';
import type { SentFile } from '../../shared/channel/inbound.ts';
import { type Fields, isFields, listOf } from './fields.ts';

/** Kinds of attachment that are files (Webhook "messages"), as Messenger tells their content no nearer. */
const kinds: Readonly<Record<string, string>> = {
  image: 'image/jpeg',
  audio: 'audio/mp4',
  video: 'video/mp4',
  file: 'application/octet-stream',
};

/** The files of a message, each by the address that its content lies at. A sticker comes as a picture too, and is none. */
export function filesOf({ attachments, sticker_id }: Fields): readonly SentFile[] {
  if (sticker_id !== undefined) return [];
  return listOf(attachments)
    .flatMap((one) => {
      if (!isFields(one) || !isFields(one.payload) || one.payload.sticker_id !== undefined) return [];
      const { url } = one.payload;
      const mediaType = kinds[String(one.type)];
      return mediaType === undefined ? [] : sentFile({ name: nameIn(url) ?? one.type, mediaType, bytes: undefined, ref: url });
    })
    .slice(0, filesMax);
}

/** A file is called what the end of its address is; what has no ending there is only a number. */
function nameIn(url: unknown): string | undefined {
  const name = typeof url === 'string' ? URL.parse(url)?.pathname.split('/').at(-1) : undefined;
  if (name === undefined || !/\.\w{1,10}$/.test(name)) return undefined;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
