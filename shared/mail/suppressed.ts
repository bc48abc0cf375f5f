import type { Clock } from '../clock.ts';
import { SendFailed, StorageFailed } from '../errors.ts';
import { collection, type Store, VersionConflict } from '../store/store.ts';
import type { MailEvent } from './event.ts';
import { AddressRefused, type Mail } from './mail.ts';

/** An address to which nothing is sent. */
export interface Suppressed {
  /** In lower case. */
  readonly address: string;
  /** `bounce`: it gets no mail. `complaint`: its reader called a message unwanted. */
  readonly why: 'bounce' | 'complaint';
  /** The server's words; of a complaint, its kind: `abuse`. */
  readonly said: string;
  /** When, ms since 1970. */
  readonly at: number;
}

/** So long an address that got no mail is left alone, ms: mailboxes are made again. Who complained is left alone for good. */
const bounceMs = 90 * 86_400_000;
/** Of a server's words, so much is kept. */
const saidMax = 300;

export const suppressedAddresses = collection<Suppressed>('suppressed_addresses', {
  expiresAt: ({ why, at }) => (why === 'bounce' ? at + bounceMs : null),
});

/** Mail servers tell names apart by case only on paper (RFC 5321, 2.4). */
const keyOf = (address: string) => address.toLowerCase();

/**
 * Keeps what came back of a message that was sent: who bounced for good and who complained gets no more. A complaint outlasts a bounce, whichever comes first; `not-spam` takes it
 * back. May be told the same twice. Throws StorageFailed, and VersionConflict when two tell of one address at once: tell it again.
 */
export async function keepMailEvent(event: MailEvent, store: Store): Promise<void> {
  if (event.kind === 'bounce') {
    if (event.permanent)
      await Promise.all(event.recipients.map(({ address, why }) => suppress(store, { address, why: 'bounce', said: why, at: event.at })));
  } else if (event.feedback === 'not-spam') await Promise.all(event.recipients.map((address) => store.delete(suppressedAddresses, keyOf(address))));
  else {
    const said = event.feedback ?? 'unwanted';
    await Promise.all(event.recipients.map((address) => suppress(store, { address, why: 'complaint', said, at: event.at })));
  }
}

async function suppress(store: Store, { address, why, said, at }: Suppressed): Promise<void> {
  const key = keyOf(address);
  const found = await store.get(suppressedAddresses, key);
  if (why === 'bounce' && found?.value.why === 'complaint') return;
  await store.put(suppressedAddresses, key, { address: key, why, said: said.slice(0, saidMax), at }, { expect: found?.version ?? 0 });
}

/**
 * The same mail, but to no address that is suppressed: SendFailed `mail_suppressed`, which says since when and what to do. An address that the server refuses for good is suppressed
 * from then on. Throws StorageFailed too, with nothing sent.
 */
export function sparing(mail: Mail, { store, clock }: { readonly store: Store; readonly clock: Clock }): Mail {
  return {
    async send(email, options) {
      const found = await store.get(suppressedAddresses, keyOf(email.to));
      if (found) throw refusalOf(found.value);
      try {
        return await mail.send(email, options);
      } catch (cause) {
        if (cause instanceof AddressRefused)
          await suppress(store, { address: email.to, why: 'bounce', said: cause.said, at: clock.now() }).catch(isLater);
        throw cause;
      }
    },
    ...(mail.hello ? { hello: (options) => mail.hello?.(options) ?? Promise.resolve() } : {}),
  };
}

function refusalOf({ address, why, said, at }: Suppressed): SendFailed {
  const since = dayOf(at);
  if (why === 'complaint')
    return new SendFailed('mail_suppressed', `${address} gets no more mail: its reader called a message unwanted on ${since} (${said}).`, {
      hint: 'Ask them how else they want to be told, or for another address.',
    });
  return new SendFailed('mail_suppressed', `${address} gets no mail: on ${since} it was refused for good (${said}).`, {
    hint: `Look whether the address is right, and give another one; this one is tried again from ${dayOf(at + bounceMs)}.`,
  });
}

/** What could not be kept is kept when the server refuses it the next time: why this message was refused is more worth telling. */
function isLater(cause: unknown): void {
  if (!(cause instanceof StorageFailed || cause instanceof VersionConflict)) throw cause;
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
