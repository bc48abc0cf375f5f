import { filesMax, sentFile } from '../../shared/channel/files.ts';
import type { SentFile } from '../../shared/channel/inbound.ts';

/** The pictures and files of an MMS (Twilio's request to your webhook URL: NumMedia, MediaUrl0, MediaContentType0): each by its name at Twilio, below the account's messages. */
export function filesOf(fields: URLSearchParams): readonly SentFile[] {
  const count = Math.min(filesMax, Number(fields.get('NumMedia') ?? 0) || 0);
  return Array.from({ length: count }, (_, n) => n).flatMap((n) => {
    const type = fields.get(`MediaContentType${n}`)?.split(';', 1)[0] ?? '';
    const [, ref] = /\/Messages\/([A-Z]{2}\w{1,40}\/Media\/ME\w{1,40})$/.exec(fields.get(`MediaUrl${n}`) ?? '') ?? [];
    return sentFile({ name: type.replace('/', '.'), mediaType: type, bytes: undefined, ref });
  });
}
