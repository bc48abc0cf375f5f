import type { Blobs } from '../../../shared/blobs/blobs.ts';
import { s3Blobs } from '../../../shared/blobs/s3/blobs.ts';
import { presigner } from '../../../shared/blobs/s3/link.ts';
import type { Env } from '../../../shared/channel/channel.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { Parts } from '../../../shared/inbox/aws/parts.ts';
import { awsSettings } from '../environment.ts';
import { s3Client } from './clients.ts';
import { given } from './given.ts';

/** What is put away is kept so much longer than its command, ms: a command that ends late is kept for a day from then. */
const longerMs = 2 * 86_400_000;

export function openBlobs(env: Env, clock: Clock): Blobs {
  const s3 = s3Client();
  return s3Blobs({ s3, bucket: given(env, awsSettings.bucket), sign: presigner(s3), clock });
}

/** Large replies as blobs, which end by themselves after their commands. */
export function blobParts(blobs: Blobs, clock: Clock, keepMs: number): Parts {
  return {
    async put(key, text) {
      await blobs.put(key, Buffer.from(text), { contentType: 'application/json', endsAt: clock.now() + keepMs + longerMs });
    },
    async get(key) {
      const found = await blobs.get(key);
      return found && textIn(found.content);
    },
    delete: (key) => blobs.delete(key),
  };
}

async function textIn(content: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
