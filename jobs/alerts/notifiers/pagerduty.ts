import type { Notifier } from './notifier.ts';
import { addressOf, sent } from './sent.ts';

const api = { name: 'PagerDuty', code: 'pagerduty', setting: 'the notifier' };
const events = 'https://events.pagerduty.com/v2/enqueue';
/** PagerDuty: Events API v2, `summary`. */
const summaryMax = 1_024;
const actions = { open: 'trigger', acknowledged: 'acknowledge', closed: 'resolve' } as const;

/**
 * A service of PagerDuty, by its integration key of 32 characters (Events API v2: `routing_key`, `event_action`, `dedup_key`, answered 202). `to` is the key; or, for another region, the address of its events with the key
 * as the token. One incident is one of theirs.
 */
export const pagerduty: Notifier = {
  kind: 'pagerduty',
  follows: ['acknowledged', 'closed'],
  shown({ to, token }) {
    const key = token ?? to;
    return /^[\w-]{20,40}$/.test(key) && (token === undefined || addressOf(to) !== null) ? `${key.slice(0, 3)}…` : null;
  },
  async send({ incident: { id, state, level, what, openedAt, tags, key }, text }, { to, token }, tools) {
    const body = JSON.stringify({
      routing_key: token ?? to,
      event_action: actions[state],
      dedup_key: `bellhop-${id}`,
      payload: {
        summary: text.slice(0, summaryMax),
        source: what,
        severity: level,
        timestamp: new Date(openedAt).toISOString(),
        custom_details: { key, tags },
      },
    });
    await sent(new URL(token === undefined ? events : to), { body }, api, tools);
  },
};
