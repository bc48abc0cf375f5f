import type { Notifier } from './notifier.ts';
import { addressOf, sent } from './sent.ts';

const api = { name: 'ntfy', code: 'ntfy', setting: 'the notifier' };
/** 5 rings through, 4 is noticed, 3 is as any message (ntfy: Message priority). */
const priorities = { error: 5, warning: 4 } as const;

/** A topic of ntfy, `https://ntfy.sh/TOPIC`, published as JSON to its server (ntfy: Publish as JSON). */
export const ntfy: Notifier = {
  kind: 'ntfy',
  follows: ['acknowledged', 'closed'],
  shown({ to }) {
    const url = addressOf(to);
    return url && /^\/[\w-]{1,64}$/.test(url.pathname) ? url.host : null;
  },
  async send({ incident: { state, level, what }, text }, { to, token }, tools) {
    const url = new URL(to);
    const isOpen = state === 'open';
    const body = JSON.stringify({
      topic: url.pathname.slice(1),
      title: what,
      message: text,
      priority: isOpen ? priorities[level] : 3,
      tags: [isOpen ? 'rotating_light' : state === 'closed' ? 'white_check_mark' : 'raising_hand'],
    });
    await sent(new URL('/', url), { body, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } }, api, tools);
  },
};
