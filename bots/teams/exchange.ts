import { unreachable } from './failures.ts';
import { sending } from './limits.ts';

export interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** It must not happen twice. */
  readonly once: boolean;
}

export interface Answer {
  readonly status: number;
  /** '' when it didn't come whole: the status alone counts then. */
  readonly body: string;
  readonly retryAfter: string | null;
}

/** One HTTP call, never redirected: its headers hold a token. Throws SendFailed when no status comes back. */
export async function exchange(fetch: typeof globalThis.fetch, { method, url, headers, body, signal, once }: Call): Promise<Answer> {
  try {
    const response = await fetch(url, { method, headers, signal, redirect: 'manual', ...(body === undefined ? {} : { body }) });
    return { status: response.status, body: await whole(response), retryAfter: response.headers.get('retry-after') };
  } catch (cause) {
    throw unreachable(cause, { once });
  }
}

async function whole(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > sending.answerBytesMax) return '';
      chunks.push(chunk);
    }
  } catch {
    return ''; // The other side has decided already, and said so in the status.
  }
  return Buffer.concat(chunks).toString('utf8');
}
