import type { Notifier } from './notifier.ts';

/** An address of mail, by the installation's own: also where nobody writes to Bellhop by mail. */
export const email: Notifier = {
  kind: 'email',
  follows: ['acknowledged', 'closed'],
  shown: ({ to }) => (/^[^\s@<>]{1,64}@[^\s@<>]{3,253}$/.test(to) ? to : null),
  async send({ key, text }, { to }, { mail, signal }) {
    await mail.send({ key, to, subject: text.slice(0, subjectMax), text }, { signal });
  },
};

const subjectMax = 200;
