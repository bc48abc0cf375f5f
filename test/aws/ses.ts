import { createRequire } from 'node:module';
import { CreateEmailIdentityCommand, SESv2Client, type SESv2ClientConfig } from '@aws-sdk/client-sesv2';
import { simpleParser } from 'mailparser';
import { access, served } from './listening.ts';
import { moto, running } from './moto.ts';

// Required, not imported: Node and Vitest don't agree on what the default of such a module is.
const ses: typeof import('aws-ses-v2-local') = createRequire(import.meta.url)('aws-ses-v2-local');

/** A mail as the stand-in keeps it. */
export interface Mail {
  readonly messageId: string;
  readonly from: string;
  readonly replyTo: readonly string[];
  readonly destination: { readonly to: readonly string[]; readonly cc: readonly string[]; readonly bcc: readonly string[] };
  readonly subject: string;
  readonly body: { readonly text?: string; readonly html?: string };
  readonly attachments: readonly { readonly filename?: string; readonly contentType: string; readonly content: string }[];
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
}

export interface Ses {
  readonly endpoint: string;
  readonly client: SESv2Client;
  /** Another client of it. */
  connect(config?: SESv2ClientConfig): SESv2Client;
  /** What was sent, the oldest first, by whomever in this process. */
  mails(): Promise<readonly Mail[]>;
  close(): Promise<void>;
}

/** SES's stand-in (aws-ses-v2-local). It validates nothing, and nothing bounces. All of a process share what was sent since one was started last. */
export async function startSes(): Promise<Ses> {
  const { endpoint, close } = moto ? running(moto) : served(await ses.default({ host: '127.0.0.1', port: 0 }));
  if (!moto) await fetch(`${endpoint}/clear-store`, { method: 'POST' });
  const clients: SESv2Client[] = [];
  const connect = (config: SESv2ClientConfig = {}): SESv2Client => {
    const client = new SESv2Client({ ...access, endpoint, ...config });
    clients.push(client);
    return client;
  };
  const client = connect();
  // moto sends for whom it knows alone.
  if (moto) await client.send(new CreateEmailIdentityCommand({ EmailIdentity: 'example.com' }));
  return {
    endpoint,
    client,
    connect,
    async mails() {
      if (moto) return mailsOf(moto);
      const kept = (await (await fetch(`${endpoint}/store`)).json()) as { readonly emails: readonly Mail[] };
      return kept.emails;
    },
    async close() {
      for (const one of clients) one.destroy();
      await close();
    },
  };
}

/** What moto keeps of raw messages: test/moto/serve.py hands it out. */
async function mailsOf(endpoint: string): Promise<readonly Mail[]> {
  interface Raw {
    readonly id: string;
    readonly to: readonly string[];
    readonly raw: string;
  }
  const kept = (await (await fetch(`${endpoint}/test/mails`)).json()) as readonly Raw[];
  return Promise.all(
    kept.map(async ({ id, to, raw }) => {
      const { from, subject = '', text = '' } = await simpleParser(raw);
      return { messageId: id, from: from?.text ?? '', replyTo: [], destination: { to, cc: [], bcc: [] }, subject, body: { text }, attachments: [] };
    }),
  );
}
