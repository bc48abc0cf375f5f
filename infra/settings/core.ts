import { z } from 'zod';
import type { Setting } from '../../shared/channel/channel.ts';
import { allowList } from '../../shared/net/allow.ts';
import { anchorsOf } from '../../shared/net/anchors.ts';

/** A setting of the program itself: what it means, what it expects in words, and how it is read. */
export interface CoreSetting<T> extends Setting {
  /** Ends "NAME must be …". */
  readonly expects: string;
  readonly as: z.ZodType<T, string>;
}

const setting = <T>(declared: CoreSetting<T>): CoreSetting<T> => declared;

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const days = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000, y: 365 * 86_400_000 } as const;

/** `30d` → ms. */
const duration = z
  .string()
  .regex(/^[1-9]\d{0,5} ?[smhdwy]$/)
  .transform((text) => Number.parseInt(text, 10) * days[text.slice(-1) as keyof typeof days]);

const address = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && !text.includes('@'))
  .transform((text) => text.replace(/\/+$/, ''));

function isAllowList(text: string): boolean {
  try {
    allowList(text);
    return true;
  } catch {
    return false;
  }
}

/** Every setting of the one process that belongs to no channel. Channels bring theirs (`ChannelModule.settings`). */
export const coreSettings = {
  port: setting({
    name: 'PORT',
    meaning: 'where it listens; 0 takes any free port',
    default: '8080',
    expects: 'a port from 0 to 65535',
    as: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .refine((port) => port <= 65_535),
  }),
  host: setting({
    name: 'HOST',
    meaning: 'the address it listens at',
    default: '127.0.0.1',
    expects: 'an IP address or a host name, such as 127.0.0.1 or 0.0.0.0',
    as: z.string().regex(/^[a-z0-9.:_-]+$/i),
  }),
  data: setting({
    name: 'BELLHOP_DATA',
    meaning: 'folder of the database, blobs and keys',
    default: './data',
    expects: 'a folder',
    as: z.string().refine((path) => !path.includes('\0')),
  }),
  url: setting({
    name: 'BELLHOP_URL',
    meaning: 'the address that people and platforms reach it at',
    default: 'http://HOST:PORT',
    expects: 'an address such as https://bellhop.example.com',
    as: address,
  }),
  env: setting({
    name: 'BELLHOP_ENV',
    meaning: 'test permits what is named for tests',
    default: 'production',
    expects: 'production or test',
    as: z.enum(['production', 'test']),
  }),
  key: setting({
    name: 'BELLHOP_KEY',
    meaning: 'key for secrets at rest and sign-in links',
    secret: true,
    default: 'made on first start, in BELLHOP_DATA',
    expects: '32 random bytes in base64 (openssl rand -base64 32)',
    as: z.string().regex(/^[A-Za-z0-9+/_-]{43}=?$/),
  }),
  backupKey: setting({
    name: 'BELLHOP_BACKUP_KEY',
    meaning: 'BELLHOP_KEY of the installation that a backup was made of, to restore it under another',
    secret: true,
    expects: 'the BELLHOP_KEY under which the backup was made',
    as: z.string().regex(/^[A-Za-z0-9+/_-]{43}=?$/),
  }),
  skills: setting({
    name: 'BELLHOP_SKILLS',
    meaning: 'folders of your own skills and channels, comma-separated',
    expects: 'folders, comma-separated',
    as: list,
  }),
  keepCommandsMs: setting({
    name: 'BELLHOP_KEEP_COMMANDS',
    meaning: 'how long ended commands and their delivery keys are kept',
    default: '30d',
    expects: 'a number with s, m, h, d, w or y, at least 7d (delivery keys live as long)',
    as: duration.refine((ms) => ms >= 7 * days.d),
  }),
  keepChecksMs: setting({
    name: 'BELLHOP_KEEP_CHECKS',
    meaning: 'how long raw check results are kept',
    default: '7d',
    expects: 'a number with s, m, h, d, w or y, such as 7d',
    as: duration,
  }),
  keepAuditMs: setting({
    name: 'BELLHOP_KEEP_AUDIT',
    meaning: 'how long the audit log is kept',
    default: '1y',
    expects: 'a number with s, m, h, d, w or y, such as 1y',
    as: duration,
  }),
  metricsToken: setting({
    name: 'BELLHOP_METRICS_TOKEN',
    meaning: 'needed to read /metrics from another machine',
    secret: true,
    expects: 'at least 16 characters without spaces',
    as: z.string().regex(/^\S{16,}$/),
  }),
  smtpUrl: setting({
    name: 'SMTP_URL',
    meaning: 'the mail server that takes what is sent, with name and password where it wants them',
    secret: true,
    expects: 'smtp://name:password@mail.example.com, or smtps://…',
    as: z.string().refine((text) => /^smtps?:\/\/./.test(text) && URL.canParse(text)),
  }),
  mailFrom: setting({
    name: 'MAIL_FROM',
    meaning: 'whom mail comes from',
    expects: 'an address, bot@example.com or Bellhop <bot@example.com>',
    as: z.string().regex(/^([^<>\r\n]{1,100}<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/),
  }),
  logLevel: setting({
    name: 'LOG_LEVEL',
    meaning: 'how much is logged',
    default: 'info',
    expects: 'trace, debug, info, warn, error, fatal or silent',
    as: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
  }),
  allowHosts: setting({
    name: 'BELLHOP_ALLOW_HOSTS',
    meaning: 'private or loopback addresses that checks and handlers may reach, host[:port] or CIDR, comma-separated',
    expects: 'host[:port] or CIDR, comma-separated, such as 10.0.0.0/8,localhost:3000',
    as: z.string().refine(isAllowList).pipe(list),
  }),
  anchors: setting({
    name: 'BELLHOP_ANCHORS',
    meaning: "two hosts that are all but always there, by which a network of this machine's own that is down is known, host:port, comma-separated",
    expects: 'host:port, comma-separated, such as one.one.one.one:443,dns.google:443',
    as: z.string().refine((value) => anchorsOf(value) !== null),
  }),
} as const;

/** Left unset, these have no value: the program finds one itself, or does without. */
type Unset = 'anchors' | 'url' | 'key' | 'backupKey' | 'metricsToken' | 'smtpUrl' | 'mailFrom';

/** The settings, read. */
export type CoreSettings = {
  readonly [K in Exclude<keyof typeof coreSettings, Unset>]: (typeof coreSettings)[K] extends CoreSetting<infer T> ? T : never;
} & { readonly [K in Unset]?: string };
