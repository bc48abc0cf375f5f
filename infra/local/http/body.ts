import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyBytesMax } from '../../http/endpoint.ts';
import { hasNoBody, refuse } from './answer.ts';
import type { Load } from './load.ts';

const nothing = Buffer.alloc(0);

/**
 * Reads the body, at most 1 MiB, and hands it on; refuses the rest: 413 as soon as it is known to be too long, 503 while memory is at stake.
 * What was read counts as load until the response is done. `then` isn't called when the sender goes away.
 */
export function readBody(
  req: IncomingMessage,
  res: ServerResponse,
  { load, continues, refused }: { readonly load: Load; readonly continues: boolean; readonly refused: ((reason: string) => void) | undefined },
  then: (body: Buffer) => void,
): void {
  if (load.isFull) {
    tooBusy();
    return;
  }
  if (Number(req.headers['content-length'] ?? 0) > bodyBytesMax) {
    tooLarge();
    return;
  }
  let bytes = 0;
  load.requests++;
  // Each comes once: `on` spares what `once` makes for that.
  res.on('close', () => {
    load.requests--;
    load.bytes -= bytes;
  });
  if (hasNoBody(req)) {
    then(nothing);
    return;
  }

  let first: Buffer | undefined;
  let more: Buffer[] | undefined;
  const onData = (chunk: Buffer) => {
    bytes += chunk.length;
    load.bytes += chunk.length;
    if (bytes > bodyBytesMax) stop(tooLarge);
    else if (load.isFull && !req.complete) stop(tooBusy);
    else if (first === undefined) first = chunk;
    else if (more === undefined) more = [first, chunk];
    else more.push(chunk);
  };
  const onEnd = () => then(more ? Buffer.concat(more, bytes) : (first ?? nothing));
  const stop = (refusal: () => void) => {
    req.off('data', onData);
    req.off('end', onEnd);
    first = more = undefined;
    refusal();
  };
  req.on('data', onData);
  req.on('end', onEnd);
  if (continues) res.writeContinue();

  function tooLarge(): void {
    refused?.('too_large');
    refuse(req, res, 413, 'too_large', 'The body is over 1 MiB.');
  }

  function tooBusy(): void {
    refused?.('memory');
    refuse(req, res, 503, 'busy', 'Too much is being worked on right now. Try again in a few seconds.', { 'retry-after': '5' });
  }
}
