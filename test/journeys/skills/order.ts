import { command } from '../../../shared/command/define.ts';
import { choice, dateTime, integer } from '../../../shared/command/kinds/index.ts';
import { reply } from '../../../shared/reply/reply.ts';
import { sayWhen } from '../../../shared/time/sayWhen.ts';

/** `order`: exists nowhere else; what it needs is asked for on every channel, and it is confirmed. */
export const order = command({
  name: 'order',
  summary: 'Order something to eat',
  params: {
    count: integer({ min: 1, max: 9, ask: 'How many?' }),
    what: choice({ of: ['bagel', 'waffle'], ask: 'A bagel or a waffle?' }),
    when: dateTime({ ask: 'For when?' }),
  },
  confirm: ({ count, what }) => `The kitchen makes ${count} of ${what}.`,
  run: ({ count, what, when }, { now }) => reply(`Ordered: ${count} of ${what}, ${sayWhen(when.at, when.timeZone, now())}.`),
});
