import { Readable } from 'node:stream';
import { withDeadline } from '../../deadline.ts';
import { StorageFailed } from '../../errors.ts';

/** How long to wait for the next piece, ms. */
const pieceMs = 10_000;

const never = new AbortController().signal;

/** The body of an answer, each piece within a deadline; ends the connection at its end, or when it is destroyed. `what` names what fails with StorageFailed. */
export function contentOf(what: string, body: unknown, signal: AbortSignal | undefined): Readable {
  if (!(body instanceof Readable)) throw new TypeError(`${what} came without a content.`);
  const pieces: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  async function* read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const next = await withDeadline(pieceMs, never, (over) => orOver(pieces.next(), over)).catch((cause: unknown) => {
        throw new StorageFailed(what, cause);
      });
      if (next.done) return;
      yield next.value;
    }
  }
  const content = Readable.from(read(), { objectMode: false, ...(signal && { signal }) });
  content.once('close', () => body.destroy());
  return content;
}

function orOver<T>(work: Promise<T>, over: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    over.addEventListener('abort', () => reject(over.reason), { once: true });
    work.then(resolve, reject);
  });
}
