import type { Channel } from '../../shared/channel/channel.ts';
import { SendFailed } from '../../shared/errors.ts';
import { download } from '../../shared/net/download.ts';
import { lost } from './failure.ts';
import type { TokenOf } from './tokens.ts';

/** Fetches one with the bot's token, which goes to Slack alone: files.slack.com by https, or the origin of SLACK_API_URL (Slack: Working with files; scope files:read). */
export function fileOpener({ tokenOf, apiUrl }: { readonly tokenOf: TokenOf; readonly apiUrl: string }): NonNullable<Channel['openFile']> {
  return async ({ ref, name, mediaType }, { tenant }, { signal, bytesMax }) => {
    if (!isFileOfSlack(ref, apiUrl))
      throw new SendFailed('slack_file', 'That file does not lie at Slack.', { hint: 'Upload it to Slack, and send that.' });
    const token = await tokenOf(tenant, signal);
    const refused = (status: number | undefined) =>
      new SendFailed('slack_file', `Slack did not give the file${status === undefined ? '' : `: ${status}`}.`, {
        hint: 'Add the scope files:read under OAuth & Permissions in the Slack app, and reinstall it; or the file was deleted.',
      });
    const content = await download(ref, {
      name,
      headers: { authorization: `Bearer ${token}` },
      bytesMax,
      signal,
      failed: ({ status, cause }) => (status === undefined ? lost(cause) : status >= 500 ? lost(new Error(`${status}`)) : refused(status)),
    });
    // Who may not have it gets a page to sign in.
    return mediaType === 'text/html' ? content : unlessPage(content, () => refused(undefined));
  };
}

export function isFileOfSlack(address: string, apiUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const { origin, username, password } = new URL(address);
  return username === '' && password === '' && (origin === 'https://files.slack.com' || origin === new URL(apiUrl).origin);
}

async function* unlessPage(content: AsyncIterable<Uint8Array>, refused: () => Error): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const piece of content) {
    if (isFirst && /^\s*<!doctype html/i.test(Buffer.from(piece.subarray(0, 100)).toString('latin1'))) throw refused();
    isFirst = false;
    yield piece;
  }
}
