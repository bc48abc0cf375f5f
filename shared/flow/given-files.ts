import type { Blobs } from '../blobs/blobs.ts';
import type { Clock } from '../clock.ts';
import type { CommandId } from '../command/command.ts';
import { BellhopError } from '../errors.ts';
import { type GivenFile, type KeptFile, replyFileBytesMax } from '../reply/file.ts';
import type { Reply } from '../reply/reply.ts';

/** So long the file of an answer is kept, and its link leads to it, ms: no link of S3's lives longer. */
const fileLifeMs = 7 * 86_400_000;
/** Characters of a file's name. */
const nameMax = 60;

const tooLarge = `is larger than ${replyFileBytesMax / 2 ** 20} MB`;

/** A handler gave a file that can't be sent. */
export class AnswerFile extends BellhopError {
  constructor(name: string, why: string) {
    super('answer_file', `The file of the answer can't be sent: ${name} ${why}.`, { hint: 'Tell an admin.' });
  }
}

export interface GivenFilesParts {
  readonly blobs: Pick<Blobs, 'put' | 'head'>;
  readonly clock: Clock;
  /** An address at which anyone can fetch a blob until then. */
  readonly link: (key: string, endsAt: number) => string;
}

/** The replies with their files put away: what a reply says travels in its command's record, which is small. */
export type KeepFiles = (command: CommandId, replies: readonly Reply[]) => Promise<readonly Reply[]>;

/** Puts the files of answers away as blobs, each under its command's id: a run that is repeated puts them into the same place. Throws `answer_file` for one that can't be sent, and StorageFailed. */
export function givenFiles({ blobs, clock, link }: GivenFilesParts): KeepFiles {
  return (command, replies) =>
    Promise.all(replies.map(async (reply, n) => (reply.file === undefined ? reply : { ...reply, file: await kept(reply.file, `${command}/${n}`) })));

  async function kept(file: GivenFile | KeptFile, place: string): Promise<KeptFile> {
    if ('url' in file) return file;
    const name = nameOf(file.name);
    const { mediaType } = file;
    const endsAt = Math.floor((clock.now() + fileLifeMs) / 1_000) * 1_000;
    const head = 'content' in file ? await put(name, file, `files/${place}/${name}`, endsAt) : await blobs.head(file.blob);
    if (!head) throw new AnswerFile(name, 'is not there any more');
    if (head.bytes > replyFileBytesMax) throw new AnswerFile(name, tooLarge);
    const ends = Math.min(endsAt, head.endsAt ?? endsAt);
    return { name, mediaType, blob: head.key, bytes: head.bytes, url: link(head.key, ends), endsAt: ends };
  }

  async function put(name: string, { content, mediaType }: Extract<GivenFile, { content: unknown }>, key: string, endsAt: number) {
    const bytes = typeof content === 'string' ? Buffer.from(content.toWellFormed()) : content;
    if (bytes.byteLength === 0) throw new AnswerFile(name, 'is empty');
    if (bytes.byteLength > replyFileBytesMax) throw new AnswerFile(name, tooLarge);
    return blobs.put(key, bytes, { contentType: mediaType, endsAt });
  }
}

/** One that every platform and every disk takes: no path, no signs that a header or a folder reads. */
function nameOf(name: string): string {
  const plain = name
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff"*/:<>?\\|]+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|\s+$/g, '');
  const [, stem = plain, ending = ''] = /^(.*?)(\.[A-Za-z0-9]{1,8})?$/s.exec(plain) ?? [];
  return `${cutTo(stem, nameMax - ending.length) || 'file'}${ending}`;
}

/** At most so many bytes of UTF-8. */
function cutTo(text: string, bytesMax: number): string {
  let cut = '';
  for (const letter of text) {
    if (Buffer.byteLength(cut + letter) > bytesMax) break;
    cut += letter;
  }
  return cut.trim();
}
