import type { Clock } from '../../clock.ts';
import { withDeadline } from '../../deadline.ts';
import { compose } from '../compose.ts';
import type { Mail } from '../mail.ts';
import { deliver } from './deliver.ts';
import { failureOf } from './failure.ts';
import { greet } from './greet.ts';
import { serverAt } from './server.ts';

export interface SmtpMailOptions {
  /** `smtp://name:password@host:port`, or `smtps://…` where TLS begins at once. Without TLS no name and password go out, but to this machine. */
  readonly url: string;
  /** `Bellhop <bot@example.com>` */
  readonly from: string;
  readonly clock: Clock;
  /** A certificate authority to trust beside the usual ones, PEM. */
  readonly ca?: string;
}

/** From opening the connection to the server's last word, ms. RFC 5321 would wait for 10 minutes for that word alone. */
const sendMs = 90_000;

const never = new AbortController().signal;

/** Mail by SMTP, a connection for each message. */
export function smtpMail({ url, from, clock, ca }: SmtpMailOptions): Mail {
  const server = serverAt(url, ca);
  return {
    async send(email, { signal = never } = {}) {
      const { raw, id } = await compose(email, from, clock.now());
      const delivered = await withDeadline(sendMs, signal, (over) => deliver({ ...server, from: bare(from), to: email.to, raw }, over));
      if (!delivered.taken) throw failureOf(delivered.cause, delivered.wentOut);
      return { id };
    },
    async hello({ signal = never } = {}) {
      await withDeadline(sendMs, signal, (over) => greet(server, over)).catch((cause) => {
        throw failureOf(cause, false);
      });
    },
  };
}

/** The address within `Bellhop <bot@example.com>`. */
const bare = (from: string) => /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
