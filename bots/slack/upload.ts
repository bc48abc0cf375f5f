import type { SendOptions } from '../../shared/channel/channel.ts';
import { withDeadline } from '../../shared/deadline.ts';
import { SendFailed } from '../../shared/errors.ts';
import { request } from '../../shared/net/request.ts';
import type { SlackApi } from './api.ts';
import { failureOf, lost, status } from './failure.ts';
import { slackLimits } from './limits.ts';
import { fieldsOf, textOf } from './payload.ts';
import { isOfOrigin } from './response-url.ts';

/** A file on its way. */
export interface Upload {
  readonly bytes: Uint8Array;
  readonly filename: string;
  readonly title: string;
  /** What a picture shows, for who can't see it. */
  readonly alt?: string;
}

/**
 * Puts a file into a conversation as Slack wants it (files.getUploadURLExternal, the bytes to where that leads, files.completeUploadExternal): it stands in a message of its own,
 * which Slack names to nobody. A try that may have put it there is looked up by the file's id, so that no repeat puts it there twice. Throws SendFailed, nothing of it shown.
 */
export async function upload(
  { api, apiUrl }: { readonly api: SlackApi; readonly apiUrl: string },
  { bytes, filename, title, alt }: Upload,
  to: { readonly channel: string; readonly thread?: string | undefined },
  { signal, notes }: Pick<SendOptions, 'signal' | 'notes'>,
): Promise<void> {
  const before = await notes?.read();
  if (before && (await isShared(api, before, signal))) return;
  const asked = await api.call(
    'files.getUploadURLExternal',
    { filename, length: bytes.length, ...(alt === undefined ? {} : { alt_txt: alt }) },
    signal,
  );
  const [address, id] = [textOf(asked.upload_url), textOf(asked.file_id)];
  if (address === undefined || id === undefined || !isOfOrigin(address, uploadHost, apiUrl)) throw lost(new Error('Slack named no place of its own'));
  await put(address, bytes, signal);
  await notes?.write(id);
  const thread = to.thread === undefined ? {} : { thread_ts: to.thread };
  await api.call('files.completeUploadExternal', { files: [{ id, title }], channel_id: to.channel, ...thread }, signal);
}

/** files.info tells in which conversations a file is; it needs `files:read`, which not every installation has given. */
async function isShared(api: SlackApi, file: string, signal: AbortSignal): Promise<boolean> {
  try {
    const { shares } = fieldsOf((await api.call('files.info', { file }, signal)).file) ?? {};
    return Object.values(fieldsOf(shares) ?? {}).some((places) => Object.keys(fieldsOf(places) ?? {}).length > 0);
  } catch (cause) {
    if (cause instanceof SendFailed && !cause.retryable) return false;
    throw cause;
  }
}

const uploadHost = 'https://files.slack.com';

async function put(address: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  try {
    const headers = { 'content-type': 'application/octet-stream' };
    const answered = await withDeadline(slackLimits.callMs, signal, (ends) =>
      request(address, { method: 'POST', headers, body: bytes, signal: ends }),
    );
    if (answered.status !== 200) throw status(answered.status);
  } catch (cause) {
    const failure = failureOf(cause);
    // Bytes that nothing was made of yet: to send them again shows nothing twice.
    throw failure.maybeSent ? new SendFailed(failure.code, failure.message, { retryable: failure.retryable, cause }) : failure;
  }
}
