import type { Channel } from '../../shared/channel/channel.ts';
import { filesMax, sentFile } from '../../shared/channel/files.ts';
import type { SentFile } from '../../shared/channel/inbound.ts';
import type { Clock } from '../../shared/clock.ts';
import { Refusal } from '../../shared/errors.ts';
import { tooLarge } from '../../shared/net/download.ts';
import { collection, type Store } from '../../shared/store/store.ts';
import type { Attachment } from './mime/attachments.ts';

/** A message is taken so far, by either way in: a file that it ends within is none. */
export const messageBytesMax = 2 ** 20;

/** How long a file can be opened after it came, ms. */
const openMs = 7 * 86_400_000;

/** A record of the store holds so many bytes of a file. */
const pieceBytes = 196_608;

/** A piece of a file that came by mail, which nobody keeps for us: base64. */
interface Piece {
  readonly data: string;
  readonly endsAt: number;
}

const mailedFiles = collection<Piece>('mailed_files', { expiresAt: ({ endsAt }) => endsAt });

/** Why a file can't be opened stands in its `ref`, in place of where its pieces are. */
const [ofGuest, isCut] = ['guest', 'cut'];

/** The files of a message: `key` is the message's. Those of a guest are none that is kept, as anybody could fill the disk with them. */
export function filesOf(all: readonly Attachment[], key: string, isKnown: boolean): readonly SentFile[] {
  return all.slice(0, filesMax).flatMap(({ name, mediaType, content }, n) => {
    const ref = !isKnown ? ofGuest : content === null ? isCut : `${key}.${n}.${Math.ceil(content.length / pieceBytes)}`;
    return sentFile({ name, mediaType, bytes: content?.length, ref });
  });
}

/** Keeps the content of those that can be opened. The same once more changes nothing. */
export async function keepFiles(all: readonly Attachment[], files: readonly SentFile[], store: Store, clock: Clock): Promise<void> {
  const endsAt = clock.now() + openMs;
  for (const [n, { ref }] of files.entries())
    for (const [i, key] of keysOf(ref).entries()) {
      const piece = all[n]?.content?.subarray(i * pieceBytes, (i + 1) * pieceBytes);
      if (piece) await store.put(mailedFiles, key, { data: piece.toString('base64'), endsAt });
    }
}

/** The keys of a file's pieces; none for one that is not kept. */
function keysOf(ref: string): string[] {
  const [, file, count] = /^([\w-]+\.\d)\.(\d)$/.exec(ref) ?? [];
  return Array.from({ length: Number(count ?? 0) }, (_, n) => `${file}.${n}`);
}

/** Opens what was kept. */
export function fileOpener(store: Store): NonNullable<Channel['openFile']> {
  return async ({ ref, name }) => {
    if (ref === isCut) throw tooLarge(name, messageBytesMax);
    if (ref === ofGuest)
      throw new Refusal('file_of_guest', 'By mail I take files only of those whom my mail server vouches for.', {
        hint: 'Send it on another channel, or let an admin set EMAIL_AUTHSERV.',
      });
    return piecesOf(keysOf(ref), store);
  };
}

async function* piecesOf(keys: readonly string[], store: Store): AsyncGenerator<Uint8Array> {
  for (const key of keys) {
    const piece = await store.get(mailedFiles, key);
    if (!piece) throw new Refusal('file_gone', 'That file can no longer be opened.', { hint: 'Send it again.' });
    yield Buffer.from(piece.value.data, 'base64');
  }
}
