import { Refusal } from '../errors.ts';

/** The most that a file sent to a command may have: what Telegram gives a bot (server source). */
export const fileBytesMax = 20 * 2 ** 20;

/** In words, for who sent it. */
export const tooLarge = (name: string, bytesMax: number) =>
  new Refusal('file_too_large', `${name} is larger than ${bytesMax / 2 ** 20} MB, which is the most I take.`, {
    hint: 'Send a smaller one, or a link to it.',
    values: [name, String(bytesMax / 2 ** 20)],
  });

/** The bytes of an answer as they come, no more than `bytesMax`: then it throws Refusal, and the connection ends. Destroyed too when who reads it stops. */
export async function* upTo(bytesMax: number, name: string, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.byteLength;
    if (bytes > bytesMax) throw tooLarge(name, bytesMax);
    yield piece;
  }
}

/** What a channel's own call for a file met, as its error says it: a status, or nothing at all. */
export interface Failed {
  readonly status?: number;
  readonly cause?: unknown;
}

/**
 * Fetches a file from an address whose host was checked before: follows no redirect but one that `onward` allows, so that a token in the headers goes nowhere else. `failed` makes the error of an answer that is none.
 * Throws Refusal when it says that it is larger than `bytesMax`, or turns out to be.
 */
export async function download(
  address: string,
  { name, headers = {}, bytesMax, signal, onward, failed }: DownloadOptions,
): Promise<AsyncIterable<Uint8Array>> {
  const ask = (where: string, headers: Readonly<Record<string, string>>) =>
    fetch(where, { headers, redirect: 'manual', signal }).catch((cause: unknown) => {
      throw failed({ cause });
    });
  let response = await ask(address, headers);
  const next = response.status > 300 && response.status < 400 ? URL.parse(response.headers.get('location') ?? '', address) : null;
  if (next && onward?.(next)) {
    await response.body?.cancel();
    response = await ask(next.href, {});
  }
  if (response.status !== 200 || !response.body) {
    await response.body?.cancel();
    throw failed({ status: response.status });
  }
  if (Number(response.headers.get('content-length') ?? 0) > bytesMax) {
    await response.body.cancel();
    throw tooLarge(name, bytesMax);
  }
  return upTo(bytesMax, name, response.body);
}

export interface DownloadOptions {
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bytesMax: number;
  readonly signal: AbortSignal;
  /** Whether an answer may lead there: one step, without the headers. */
  readonly onward?: (to: URL) => boolean;
  readonly failed: (what: Failed) => Error;
}
