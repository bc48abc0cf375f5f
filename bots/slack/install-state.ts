import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long somebody may take for Slack's question, ms. */
export const stateMs = 600_000;

/** What comes back with a person whom Slack sends back: whose browser it was, and until when. */
export interface State {
  /** Names this one of all that are good now: it counts once. */
  readonly id: string;
  /** ms since 1970. */
  readonly endsAt: number;
}

/**
 * The `state` of an installation (RFC 6749 10.12): signed, so that nobody makes one up, and bound to a browser by what its cookie holds, so that nobody has another's browser finish
 * what they began.
 */
export interface States {
  /** For a browser that is given this cookie. */
  make(cookie: string, now: number): string;
  /** Null for what we didn't sign, another browser's, and what is over. */
  read(state: string, cookie: string | undefined, now: number): State | null;
}

/** `secret`: what only we know, the client secret. */
export function statesOf(secret: string): States {
  const signed = (id: string, ends: string, cookie: string) =>
    createHmac('sha256', secret)
      .update(`bellhop/slack/install\n${id}\n${ends}\n${hash('sha256', cookie)}`)
      .digest('base64url');
  return {
    make(cookie, now) {
      const [id, ends] = [randomBytes(16).toString('base64url'), String(now + stateMs)];
      return `${id}.${ends}.${signed(id, ends, cookie)}`;
    },
    read(state, cookie, now) {
      const [, id = '', ends = '', proof = ''] = /^([\w-]{22})\.(\d{1,15})\.([\w-]{43})$/.exec(state) ?? [];
      if (proof === '' || !cookie || !timingSafeEqual(Buffer.from(proof), Buffer.from(signed(id, ends, cookie)))) return null;
      const endsAt = Number(ends);
      return now < endsAt ? { id, endsAt } : null;
    },
  };
}
