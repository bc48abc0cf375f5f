import { simpleParser } from 'mailparser';
import type { Env, HttpRequest } from '../../shared/channel/channel.ts';
import { type Delivered, type Says, startSmtp } from '../mail/smtp-server.ts';
import { post } from './post.ts';

/** Who writes, and to whom. */
export const ada = 'ada@people.example';
export const ourAddress = 'bot@bellhop.example';
/** The mail server in front of us: what it found out about a sender stands under its name. */
export const authserv = 'mx.bellhop.example';

/** A person's message, as our own mail server brings it. */
export interface Written {
  readonly from?: string;
  readonly subject?: string;
  readonly id?: string | null;
  /** What our mail server says of the sender; null: nothing. */
  readonly verdict?: string | null;
  /** Further fields of the head, or others than these, a line each. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** Mail on loopback: a server that takes what is sent, and people's messages as they are brought to the webhook. */
export interface EmailPlatform {
  /** The settings that point Bellhop here. */
  readonly env: Readonly<Record<'EMAIL_WEBHOOK_TOKEN' | 'EMAIL_AUTHSERV' | 'SMTP_URL' | 'MAIL_FROM', string>>;
  /** What was sent, oldest first. */
  readonly delivered: readonly Delivered[];
  /** What somebody got, read. */
  got(
    to?: string,
  ): Promise<
    readonly { readonly subject: string; readonly text: string; readonly html: string; readonly headers: Readonly<Record<string, string>> }[]
  >;
  message(n: number, text: string, written?: Written): Buffer;
  sign(body: Buffer): Readonly<Record<string, string>>;
  request(body: Buffer): HttpRequest;
  /** Brings a message to Bellhop's address (its origin); resolves to its status. */
  deliver(origin: string, body: Buffer): Promise<number>;
  /** The first lines of what somebody got, as they stand in the raw text. */
  lines(to: string): readonly string[];
  /** What of the documents each message that was sent does not keep to. */
  faults(): readonly string[];
  /** How often the mail server said what it was told to. */
  misled(): number;
  /** The mail server says so to the next commands of this name. */
  say(command: string, says: Says, times?: number): void;
  close(): Promise<void>;
}

/** Starts it. `now` dates what people write. */
export async function startEmail({ now = Date.now }: { readonly now?: () => number } = {}): Promise<EmailPlatform> {
  const server = await startSmtp();
  const env = {
    EMAIL_WEBHOOK_TOKEN: 'stand-in-email-token',
    EMAIL_AUTHSERV: authserv,
    SMTP_URL: `smtp://127.0.0.1:${server.port}`,
    MAIL_FROM: `Bellhop <${ourAddress}>`,
  };
  const sign = () => ({ authorization: `Bearer ${env.EMAIL_WEBHOOK_TOKEN}` });
  const request = (body: Buffer): HttpRequest => ({
    method: 'POST',
    path: '/email/webhook',
    query: '',
    headers: { 'content-type': 'message/rfc822', ...sign() },
    body,
  });
  return {
    env,
    delivered: server.delivered,
    async got(to = ada) {
      const own = server.delivered.filter((one) => one.to.includes(to));
      return Promise.all(
        own.map(async ({ raw }) => {
          const { subject = '', text = '', html, headerLines } = await simpleParser(raw);
          const headers = Object.fromEntries(headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(':') + 1).trim()]));
          return { subject, text: text.trimEnd(), html: html || '', headers };
        }),
      );
    },
    message(n, text, { from = `Ada <${ada}>`, subject = 'Hello', id = `<m${n}@people.example>`, verdict, fields = {} } = {}) {
      const domain = from.replace(/.*@|>$/g, '');
      const found = verdict === undefined ? `dmarc=pass header.from=${domain}` : verdict;
      const head = {
        'Return-Path': `<${from.replace(/^.*<|>.*$/g, '')}>`,
        ...(found === null ? {} : { 'Authentication-Results': `${authserv};\r\n ${found}` }),
        Received: `from mail.people.example by ${authserv}`,
        From: from,
        To: ourAddress,
        Subject: subject,
        Date: new Date(now()).toUTCString(),
        ...(id === null ? {} : { 'Message-ID': id }),
        'MIME-Version': '1.0',
        'Content-Type': 'text/plain; charset=utf-8',
        ...fields,
      };
      const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`);
      return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${text.replaceAll('\n', '\r\n')}\r\n`);
    },
    sign,
    request,
    deliver: (origin, body) => post(origin, request(body)),
    lines: (to) =>
      server.delivered
        .filter((one) => one.to.includes(to))
        .map(({ raw }) => /^Content-Type: text\/plain[\s\S]*?\r\n\r\n(.*)\r\n/m.exec(raw.toString())?.[1] ?? ''),
    faults: () => server.delivered.flatMap(({ raw }) => faultsOf(raw)),
    misled: server.misled,
    say: server.say,
    close: () => server.close(),
  } satisfies EmailPlatform & { readonly env: Env };
}

/** RFC 5322 (2.1.1, 3.6), RFC 2046 (5.1.4) and RFC 3834 (5), as far as they bind what a program answers. */
function faultsOf(raw: Buffer): string[] {
  const text = raw.toString('latin1');
  const head = text.slice(0, text.indexOf('\r\n\r\n') + 2).replace(/\r\n[ \t]+/g, ' ');
  const has = (field: RegExp) => field.test(head);
  const rules = {
    'a line has more than 998 characters': text.split('\r\n').every((line) => line.length <= 998),
    'a line ends with less than CR LF': !/[^\r]\n|\r[^\n]/.test(text),
    'the head is not ASCII': /^[\r\n\t\x20-\x7e]*$/.test(head),
    'it has no one Date, From, To, Subject and Message-ID': ['Date', 'From', 'To', 'Subject', 'Message-ID'].every(
      (name) => head.match(new RegExp(`^${name}: `, 'gim'))?.length === 1,
    ),
    'it does not say that a program sent it': has(/^Auto-Submitted: auto-/im),
    'it is no text with a page as its alternative': has(/^Content-Type: multipart\/alternative/im) && /text\/plain[\s\S]+text\/html/.test(text),
    'an answer names no message': !has(/^In-Reply-To:/im) || has(/^References: .*<[^<>\s]+>/im),
  };
  return Object.entries(rules).flatMap(([fault, isKept]) => (isKept ? [] : [fault]));
}
