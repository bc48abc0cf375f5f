import { randomBytes } from 'node:crypto';
import type { Channel } from '../channel/channel.ts';
import type { Place, SentFile } from '../channel/inbound.ts';
import type { Clock } from '../clock.ts';
import type { Command, Raw } from '../command/command.ts';
import type { AnyCommand, AnyParams } from '../command/define.ts';
import { type FileRef, file as fileKind } from '../command/kinds/file.ts';
import { list } from '../command/kinds/list.ts';
import { Refusal } from '../errors.ts';
import { fileBytesMax, tooLarge } from '../net/download.ts';
import { collection, type Store } from '../store/store.ts';

/** How long a file can be opened after it was sent, ms: its platform may end that sooner. */
const openMs = 7 * 86_400_000;

/** A file that somebody sent to a command, and where: its content stays with the platform until a handler opens it. By a key that nobody can guess. */
interface Sent {
  readonly place: Place;
  readonly file: SentFile;
  readonly endsAt: number;
}

const sentFiles = collection<Sent>('sent_files', { expiresAt: ({ endsAt }) => endsAt });

export interface FileParts {
  readonly channels: ReadonlyMap<string, Channel>;
  readonly store: Store;
  readonly clock: Clock;
}

/** The files that come with what people say. */
export function fileBook({ channels, store, clock }: FileParts) {
  return {
    /** What was said, with the files that came with it as arguments: each for the next parameter of its kind that has none, all that are left for a list of them, or has words that are none (`unfit`). Throws Refusal for one that is too large. */
    async given(definition: AnyCommand, raw: Raw, { raw: { files = [] }, place }: Command, unfit?: string): Promise<Raw> {
      const params: AnyParams = definition.params;
      const free =
        files.length === 0 ? [] : Object.keys(params).filter((name) => params[name]?.input?.as === 'file' && (name === unfit || !raw.args?.[name]));
      const args: Record<string, string> = {};
      let left = files;
      for (const name of free) {
        const isList = params[name]?.input?.many === true;
        const refs = await Promise.all((isList ? left : left.slice(0, 1)).map((file) => keep(file, place)));
        const [first] = refs;
        if (first) args[name] = isList ? list(fileKind()).print(refs) : fileKind().print(first);
        left = left.slice(refs.length);
      }
      return Object.keys(args).length === 0 ? raw : { ...raw, args: { ...raw.args, ...args } };
    },
    /** Its content, as it comes from the platform. Throws Refusal when it is gone or too large, and SendFailed. */
    async open({ key }: Pick<FileRef, 'key'>, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
      const sent = (await store.get(sentFiles, key))?.value;
      const channel = sent && channels.get(sent.place.channel);
      if (!sent || !channel?.openFile) throw new Refusal('file_gone', 'That file can no longer be opened.', { hint: 'Send it again.' });
      return channel.openFile(sent.file, sent.place, { signal, bytesMax: fileBytesMax });
    },
  };

  async function keep(file: SentFile, place: Place): Promise<FileRef> {
    const { name, mediaType, bytes = 0 } = file;
    if (bytes > fileBytesMax) throw tooLarge(name, fileBytesMax);
    const key = randomBytes(16).toString('base64url');
    await store.put(sentFiles, key, { place, file, endsAt: clock.now() + openMs }, { expect: 0 });
    return { key, name, bytes, mediaType };
  }
}
