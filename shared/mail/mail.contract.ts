import { type ParsedMail, simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { SendFailed } from '../errors.ts';
import type { ManualClock } from '../timers/manual-clock.ts';
import type { Email, Mail } from './mail.ts';

/** Why a server takes no message: not now; never; after the message went out, it said nothing; it isn't there. */
export type Trouble = 'busy' | 'refused' | 'no answer' | 'unreachable';

/** A fresh way to send, from `Bellhop <bot@example.com>`, and what stands at its end. */
export interface MailSubject {
  readonly mail: Mail;
  readonly clock: ManualClock;
  /** What has arrived, oldest first: to whom, and the message. */
  received(): Promise<readonly { readonly to: readonly string[]; readonly raw: Buffer }[]>;
  /** The next message meets this. */
  meet(trouble: Trouble): Promise<void>;
  close(): Promise<void>;
}

const simple: Email = { key: 'alert/1', to: 'ann@example.com', subject: 'Down', text: 'example.com is down.' };

async function arrived({ received }: MailSubject): Promise<readonly ParsedMail[]> {
  return Promise.all((await received()).map(({ raw }) => simpleParser(raw)));
}

const failing = async (sending: Promise<unknown>): Promise<SendFailed> => {
  const failure = await sending.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(failure).toBeInstanceOf(SendFailed);
  return failure as SendFailed;
};

/** The promises all mail keeps. */
export function mailContract(name: string, open: () => Promise<MailSubject>): void {
  describe(`${name} keeps its promises`, () => {
    it('sends a message whole, to its one reader, with its time and from whom', async () => {
      const subject = await open();
      const { id } = await subject.mail.send(simple);
      expect(id).toMatch(/^<[^\s<>]+@[^\s<>]+>$/);
      expect((await subject.received()).map(({ to }) => to)).toEqual([['ann@example.com']]);
      const [mail] = await arrived(subject);
      expect(mail).toMatchObject({ subject: 'Down', date: new Date(subject.clock.now()) });
      expect(mail?.text?.trim()).toBe('example.com is down.');
      expect(mail?.from?.value).toEqual([{ name: 'Bellhop', address: 'bot@example.com' }]);
      expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
      expect(mail?.html).toBe(false);
      await subject.close();
    });

    it('keeps text, page, files and names as they are, in any script', async () => {
      const subject = await open();
      const text = `Grüße 😀\n\n.\n..two\nFrom here\n${'long '.repeat(400)}\n=3D\tend`;
      const html = '<p>Grüße &amp; <b>😀</b></p>\n.\n';
      const content = Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * 7) % 256));
      const attachments = [
        { name: 'Übersicht "März" – 2026.pdf', contentType: 'application/pdf', content },
        { name: 'empty.csv', contentType: 'text/csv', content: Buffer.alloc(0) },
        { name: 'dots.txt', contentType: 'text/plain', content: Buffer.from('.\r\n.\r\nä\n') },
      ];
      await subject.mail.send({ ...simple, subject: 'Störung: 😀 "example" <é>', text, html, attachments });
      const [mail] = await arrived(subject);
      expect(mail?.subject).toBe('Störung: 😀 "example" <é>');
      expect([mail?.text?.trimEnd(), mail?.html]).toEqual([text, html]);
      expect(mail?.attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual(
        attachments.map((one) => [one.name, one.contentType]),
      );
      for (const [i, one] of attachments.entries()) expect(mail?.attachments[i]?.content.equals(one.content)).toBe(true);
      await subject.close();
    });

    it('stands in its thread, with the headers that were asked for', async () => {
      const subject = await open();
      const thread = ['<first@example.com>', '<second@example.com>'];
      await subject.mail.send({ ...simple, thread, replyTo: 'desk+7@example.com', headers: { 'List-Unsubscribe': '<https://example.com/u>' } });
      const [mail] = await arrived(subject);
      expect([mail?.inReplyTo, mail?.references, mail?.replyTo?.value[0]?.address]).toEqual(['<second@example.com>', thread, 'desk+7@example.com']);
      expect(mail?.headerLines.find(({ key }) => key === 'list-unsubscribe')?.line).toBe('List-Unsubscribe: <https://example.com/u>');
      await subject.close();
    });

    it('lets no text of a message become a header, or another reader', async () => {
      const subject = await open();
      await subject.mail.send({
        ...simple,
        subject: 'a\r\nBcc: eve@example.com\n\nx\u2028y\0z',
        attachments: [{ name: 'a\r\nX-Evil: 1', contentType: 'text/plain', content: Buffer.from('x') }],
      });
      const [mail] = await arrived(subject);
      expect([mail?.subject, mail?.bcc, mail?.headers.has('x-evil')]).toEqual(['a Bcc: eve@example.com x y z', undefined, false]);
      expect((await subject.received())[0]?.to).toEqual(['ann@example.com']);
      for (const headers of [{ Bcc: 'eve@example.com' }, { 'X-A': 'a\nBcc: eve@example.com' }, { 'X A': 'a' }, { 'Content-Type': 'text/html' }])
        await expect(subject.mail.send({ ...simple, headers })).rejects.toBeInstanceOf(TypeError);
      await expect(subject.mail.send({ ...simple, thread: ['<a> b'] })).rejects.toBeInstanceOf(TypeError);
      expect(await subject.received()).toHaveLength(1);
      await subject.close();
    });

    it('refuses at once, for good, what is no address and what is too large', async () => {
      const subject = await open();
      for (const bad of [
        '',
        'ann',
        'ann@',
        '@example.com',
        'a@b, c@d',
        'Ann <ann@example.com>',
        'ann@example.com\nBcc: eve@example.com',
        'a b@example.com',
        '"a"@b.c',
        `${'a'.repeat(65)}@b.c`,
      ]) {
        for (const email of [
          { ...simple, to: bad },
          { ...simple, replyTo: bad },
        ])
          expect(await failing(subject.mail.send(email)), bad).toMatchObject({ code: 'mail_address', retryable: false, maybeSent: false });
      }
      const content = Buffer.alloc(20 * 2 ** 20);
      const large = { ...simple, attachments: [{ name: 'a', contentType: 'application/zip', content }] };
      expect(await failing(subject.mail.send(large))).toMatchObject({ code: 'mail_too_large', retryable: false, maybeSent: false });
      expect(await subject.received()).toEqual([]);
      await subject.close();
    });

    it.each([
      ['busy', { retryable: true, maybeSent: false }],
      ['refused', { retryable: false, maybeSent: false, hint: expect.any(String) }],
      ['no answer', { retryable: true, maybeSent: true }],
      ['unreachable', { retryable: true, maybeSent: false }],
    ] as const)('says of a server that is %s whether another try may do, and whether it may have been sent', async (trouble, wanted) => {
      const subject = await open();
      await subject.meet(trouble);
      const over = new AbortController();
      // No test waits for a server that says nothing: whoever sends may give up sooner.
      const timer = setTimeout(() => over.abort(new Error('given up')), 300);
      expect(await failing(subject.mail.send(simple, { signal: over.signal }))).toMatchObject(wanted);
      clearTimeout(timer);
      await subject.close();
    });

    it('can be sent again after an unclear end', async () => {
      const subject = await open();
      await subject.meet('busy');
      await failing(subject.mail.send(simple));
      await subject.mail.send(simple);
      expect(await subject.received()).toHaveLength(1);
      await subject.close();
    });

    it('sends nothing once it was given up', async () => {
      const subject = await open();
      const failure = await failing(subject.mail.send(simple, { signal: AbortSignal.abort(new Error('stop')) }));
      expect(failure).toMatchObject({ retryable: true });
      expect(await subject.received()).toEqual([]);
      await subject.close();
    });
  });
}
