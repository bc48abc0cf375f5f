import type { Channel, SendOptions } from '../../shared/channel/channel.ts';
import { bytesOf } from '../../shared/channel/outgoing-file.ts';
import { BellhopError } from '../../shared/errors.ts';
import type { Drawable, Drawing } from '../../shared/picture/drawing.ts';
import { asMessengerMessage, type Content, type MessengerMessage } from './message.ts';
import type { Pages } from './pages.ts';

/** The codes of a picture that Messenger can't take, and of one that could not be made. */
const noPicture: ReadonlySet<string> = new Set(['messenger_picture', 'not_drawn', 'answer_file_gone']);

/** Sends what `render` made, as the Page that was written to (Send API). Within 24 hours of what the person last wrote, and refused after that. */
export function sender(pages: Pages): Channel['send'] {
  return async (rendered, place, options) => {
    const { signal } = options;
    const { message, picture, file, instead } = asMessengerMessage(rendered);
    const api = await pages.of(place.tenant, signal);
    const post = async (content: Content, file?: File) => {
      const sent = await api.call(
        'POST',
        `${place.tenant}/messages`,
        // An answer to what was written, or something of our own accord, as a reminder is: both within the 24 hours (Send API, messaging types).
        { recipient: { id: place.conversation }, messaging_type: place.message === undefined ? 'UPDATE' : 'RESPONSE', message: content },
        signal,
        file,
      );
      return typeof sent.message_id === 'string' ? { message: sent.message_id } : {};
    };
    try {
      return await post(message, picture ? await fileOf(picture) : file && (await readFor(file, options)));
    } catch (cause) {
      if (instead === undefined || !(cause instanceof BellhopError) || !noPicture.has(cause.code)) throw cause;
      return post(instead);
    }
  };
}

async function readFor({ blob, name, mediaType }: NonNullable<MessengerMessage['file']>, options: SendOptions): Promise<File> {
  return new File([new Uint8Array(await bytesOf(blob, options))], name, { type: mediaType });
}

async function fileOf({ chart, locale }: Drawing<Drawable>): Promise<File> {
  const { pictureOf } = await import('../../shared/picture/picture.ts');
  return new File([new Uint8Array(await pictureOf(chart, locale))], 'chart.png', { type: 'image/png' });
}
