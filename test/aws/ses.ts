import { createRequire } from 'node:module';
import { SESv2Client, type SESv2ClientConfig } from '@aws-sdk/client-sesv2';
import { access, served } from './listening.ts';

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

/** SES's stand-in (aws-ses-v2-local). It validates nothing, and nothing bounces. All of a process share what was sent. */
export async function startSes(): Promise<Ses> {
  const { endpoint, close } = served(await ses.default({ host: '127.0.0.1', port: 0 }));
  const clients: SESv2Client[] = [];
  const connect = (config: SESv2ClientConfig = {}): SESv2Client => {
    const client = new SESv2Client({ ...access, endpoint, ...config });
    clients.push(client);
    return client;
  };
  return {
    endpoint,
    client: connect(),
    connect,
    async mails() {
      const kept = (await (await fetch(`${endpoint}/store`)).json()) as { readonly emails: readonly Mail[] };
      return kept.emails;
    },
    async close() {
      for (const one of clients) one.destroy();
      await close();
    },
  };
}
