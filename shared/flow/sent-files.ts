import type { Blobs } from '../blobs/blobs.ts';
import type { SendOptions } from '../channel/channel.ts';
import type { Clock } from '../clock.ts';
import { SendFailed } from '../errors.ts';
import { collection, type Store } from '../store/store.ts';

/** Longer than a delivery is tried, ms. */
const noteLifeMs = 7 * 86_400_000;

/** What a try to send a message noted, by that message's key. */
const sendNotes = collection<{ readonly note: string; readonly endsAt: number }>('send_notes', { expiresAt: ({ endsAt }) => endsAt });

export interface SentFilesParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly blobs: Pick<Blobs, 'get'> | undefined;
}

/** What a channel that sends a file needs of ours: its bytes, and a note for the next try. Nothing is read before it asks. */
export function sentFiles({
  store,
  clock,
  blobs,
}: SentFilesParts): (key: string, signal: AbortSignal) => Required<Pick<SendOptions, 'file' | 'notes'>> {
  return (key, signal) => ({
    async file(blob) {
      const found = await blobs?.get(blob, { signal });
      if (!found) throw gone();
      const pieces: Uint8Array[] = [];
      for await (const piece of found.content) pieces.push(piece);
      return Buffer.concat(pieces);
    },
    notes: {
      read: async () => (await store.get(sendNotes, key))?.value.note ?? null,
      async write(note) {
        await store.put(sendNotes, key, { note, endsAt: clock.now() + noteLifeMs });
      },
    },
  });
}

const gone = () =>
  new SendFailed('answer_file_gone', 'The file of the answer is not kept any more.', { hint: 'Ask for it again: it is kept for 7 days.' });
